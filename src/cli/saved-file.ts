// Saved runs as files: gzip, written beside the file and then put in its place, so that a file is there whole or not at
// all. Lines go out in pieces, each a gzip member of its own, so that a run of any length fits into memory.

import { closeSync, openSync, readFileSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Result } from '../base/result.ts';
import { readSavedRun, type SavedRun } from '../log/saved-run.ts';

/** The first two bytes of everything that gzip has made. */
const MAGIC = 0x1f8b;
const PIECE_LENGTH = 1 << 22;
const NEWLINE = 10;

/** Whether a file looks like a saved run. */
export function isSavedFile(name: string): boolean {
  if (name === '-') return false;
  const bytes = Buffer.alloc(2);
  try {
    const file = openSync(name, 'r');
    try {
      return readSync(file, bytes, 0, 2, 0) === 2 && bytes.readUInt16BE() === MAGIC;
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

/** Writes lines to a file, which is there afterwards, or as it was before if this throws. */
export function writeSavedFile(name: string, lines: Iterable<string>): void {
  const temporary = `${name}.${process.pid}.part`;
  const file = openSync(temporary, 'w');
  try {
    let piece = '';
    for (const line of lines) {
      piece += `${line}\n`;
      if (piece.length < PIECE_LENGTH) continue;
      writeWhole(file, gzipSync(piece));
      piece = '';
    }
    if (piece !== '') writeWhole(file, gzipSync(piece));
    closeSync(file);
    renameSync(temporary, name);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

/** Reads a file; the error says in words what is wrong with it. */
export function readSavedFile(name: string): Result<SavedRun, string> {
  let bytes: Buffer;
  try {
    bytes = gunzipSync(readFileSync(name));
  } catch {
    return { ok: false, error: 'not a whole saved run: the file ends early or is damaged' };
  }
  return readSavedRun(linesOf(bytes));
}

/** The lines of a file that `readSavedFile` has found good, for whoever reads them elsewhere. */
export function savedFileLines(name: string): readonly string[] {
  return [...linesOf(gunzipSync(readFileSync(name)))];
}

function* linesOf(bytes: Buffer): Generator<string> {
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
    yield bytes.toString('utf8', start, end);
    start = end + 1;
  }
  if (start < bytes.length) yield bytes.toString('utf8', start);
}
