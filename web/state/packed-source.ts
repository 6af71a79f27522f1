// The files of a run as a short text for a link: packed, in letters that an address can hold. What is unpacked is data
// from somebody else: it is read within bounds, and is files or nothing.

import type { RunSource, SourceFile } from '../protocol.ts';

/** A link of that many letters still has room for the view. */
const LONGEST_PACKED = 1_700;
/** What a packed text may become. */
const MOST_BYTES = 1_000_000;

/** `undefined` where it would be too long for a link, or where a run is more than its files. */
export async function packSource({ main, files, saved }: RunSource): Promise<string | undefined> {
  if (saved !== undefined) return undefined;
  const text = JSON.stringify([main, ...files.flatMap((file) => [file.name, file.text])]);
  if (text.length > MOST_BYTES) return undefined;
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const letters = btoa(String.fromCharCode(...bytes.subarray(0, LONGEST_PACKED)));
  if (bytes.length > LONGEST_PACKED || letters.length > LONGEST_PACKED) return undefined;
  return letters.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The reader's own files of such a text; `undefined` where it is none. */
export async function unpackSource(packed: string): Promise<RunSource | undefined> {
  try {
    const letters = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return sourceOf(JSON.parse(await readBounded(stream)));
  } catch {
    return undefined; // Cut off on its way, or never one.
  }
}

function sourceOf(value: unknown): RunSource | undefined {
  if (!Array.isArray(value) || !value.every((part) => typeof part === 'string')) return undefined;
  const [main, ...parts] = value as readonly string[];
  const files = parts.flatMap((name, index): SourceFile[] =>
    index % 2 === 0 ? [{ name, text: parts[index + 1] ?? '' }] : [],
  );
  return main === undefined || files.length === 0 ? undefined : { main, files, isOwn: true };
}

async function readBounded(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [text, length] = ['', 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > MOST_BYTES) throw new Error('too much');
    text += decoder.decode(value, { stream: true });
  }
}
