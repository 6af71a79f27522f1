// Files to the reader's disk: one as it is, several as a zip archive with their paths (stored, not compressed: they are
// small, and any program opens that).

import type { SourceFile } from '../protocol.ts';

export function saveFiles(files: readonly SourceFile[]): void {
  const [first] = files;
  if (first === undefined) return;
  const base = first.name.slice(first.name.lastIndexOf('/') + 1);
  if (files.length === 1) save(base, new Blob([first.text], { type: 'application/yaml' }));
  else save(`${base.replace(/\.[^.]*$/, '')}.zip`, new Blob([zipOf(files)], { type: 'application/zip' }));
}

/** Lets the browser save something under a name. */
export function save(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A zip archive of files below the folder that they share. */
export function zipOf(files: readonly SourceFile[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const shared = sharedFolder(files.map(({ name }) => name));
  const parts: Uint8Array[] = [];
  const index: Uint8Array[] = [];
  let offset = 0;
  for (const { name, text } of files) {
    const path = encoder.encode(name.slice(shared.length));
    const bytes = encoder.encode(text);
    const sizes = [crc32(bytes), bytes.length, bytes.length] as const;
    const local = record(0x04034b50, [20, UTF8, STORED, 0, DAY], sizes, [path.length, 0]);
    const entry = record(0x02014b50, [20, 20, UTF8, STORED, 0, DAY], sizes, [path.length, 0, 0, 0, 0, 0, 0]);
    index.push(entry, numbers(4, [offset]), path);
    parts.push(local, path, bytes);
    offset += local.length + path.length + bytes.length;
  }
  const indexLength = index.reduce((sum, part) => sum + part.length, 0);
  const counts = numbers(2, [0, 0, files.length, files.length]);
  const end = [numbers(4, [0x06054b50]), counts, numbers(4, [indexLength, offset]), numbers(2, [0])];
  return joined([...parts, ...index, ...end]);
}

const UTF8 = 0x0800;
const STORED = 0;
/** The first day that a zip archive knows. */
const DAY = 0x21;

/** The head of a file: its sign, numbers of two bytes, sum and sizes of four, numbers of two. */
function record(sign: number, first: readonly number[], sizes: readonly number[], last: readonly number[]): Uint8Array {
  return joined([numbers(4, [sign]), numbers(2, first), numbers(4, sizes), numbers(2, last)]);
}

function numbers(width: 2 | 4, values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(width * values.length));
  values.forEach((value, at) => {
    if (width === 2) view.setUint16(at * 2, value, true);
    else view.setUint32(at * 4, value, true);
  });
  return new Uint8Array(view.buffer);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The folder that all paths begin with, with its slash. */
function sharedFolder(names: readonly string[]): string {
  const [first = ''] = names;
  let length = first.lastIndexOf('/') + 1;
  while (length > 0 && !names.every((name) => name.startsWith(first.slice(0, length)))) {
    length = first.lastIndexOf('/', length - 2) + 1;
  }
  return first.slice(0, length);
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
