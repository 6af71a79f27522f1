// A saved run as lines of text: a header with everything that the run was made of, then its rows. What is not in the
// log (leases of nodes, which are functions of time) stands in the header. Reading checks what was written: a file
// that ends early or was changed is a problem, not half a run.

import type { Result } from '../base/result.ts';
import type { Micros } from '../base/time.ts';
import { Log } from './log.ts';
import { appendLine, rowLines } from './row-lines.ts';

/** The first line of a saved run. */
export interface SavedHeader<Leases = unknown> {
  readonly format: typeof FORMAT;
  /** Of the program that made it. */
  readonly version: string;
  readonly seed: string;
  readonly digest: string;
  /** Number of rows. */
  readonly events: number;
  /** How far the run went. */
  readonly reached: Micros;
  /** False where the run was interrupted, or stopped by a limit. */
  readonly isComplete: boolean;
  /** The files that were named, and all files that they name. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** How many of the files were named themselves; the others are read because those name them. */
  readonly named: number;
  /** What the command line said in place of the files, if anything. */
  readonly choices?: { readonly config?: string; readonly plugins?: readonly string[] };
  readonly leases: Leases;
}

const FORMAT = 'orrery/run/v1';

/** The lines of a saved run, without newlines. */
export function* savedLines(header: Omit<SavedHeader, 'format'>, log: Log): Generator<string> {
  yield JSON.stringify({ format: FORMAT, ...header });
  yield* rowLines(log);
}

export interface SavedRun {
  readonly header: SavedHeader;
  readonly log: Log;
}

/** Reads the lines of a saved run; the error says in words what is wrong. */
export function readSavedRun(lines: Iterable<string>): Result<SavedRun, string> {
  let header: SavedHeader | undefined;
  const log = new Log('main');
  for (const line of lines) {
    try {
      if (header === undefined) header = JSON.parse(line) as SavedHeader;
      else appendLine(log, line);
    } catch {
      return { ok: false, error: header === undefined ? 'not a saved run' : `event ${log.length} cannot be read` };
    }
    if (header.format !== FORMAT) return { ok: false, error: `not a saved run of this format (${FORMAT})` };
  }
  if (header === undefined) return { ok: false, error: 'not a saved run: it is empty' };
  if (log.length !== header.events) {
    return { ok: false, error: `not a whole saved run: ${log.length} events of ${header.events}` };
  }
  return { ok: true, value: { header, log } };
}
