// What a file of the reader's is: a text, or a run that the command line saved, packed. What is neither is told in a
// sentence.

import { t } from '../i18n/i18n.ts';
import type { RunSource, SourceFile } from '../protocol.ts';

export type ReadFile =
  | { readonly kind: 'text'; readonly file: SourceFile }
  | { readonly kind: 'saved'; readonly source: RunSource }
  | { readonly kind: 'problem'; readonly text: string };

/** What a file of a scenario may have at most: the editor and the parser stay quick. */
const MOST_MEGABYTES = 8;
const BYTES_PER_MEGABYTE = 1_000_000;
/** How gzip and zip begin. */
const GZIP = 0x1f8b;
const ZIP = 0x504b;

export async function readFile(file: File): Promise<ReadFile> {
  const { name } = file;
  const problem = (text: string): ReadFile => ({ kind: 'problem', text });
  if (file.size > MOST_MEGABYTES * BYTES_PER_MEGABYTE) {
    return problem(t('open.tooLarge', { file: name, n: MOST_MEGABYTES }));
  }
  const bytes = await file.arrayBuffer();
  const magic = bytes.byteLength < 2 ? 0 : new DataView(bytes).getUint16(0);
  if (magic === ZIP) return problem(t('open.archive', { file: name }));
  if (magic === GZIP) {
    const source = await savedSource(name, bytes);
    return source === undefined ? problem(t('open.notSaved', { file: name })) : { kind: 'saved', source };
  }
  try {
    return { kind: 'text', file: { name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) } };
  } catch {
    return problem(t('open.notText', { file: name }));
  }
}

/** A saved run; `undefined` where the file is none, or longer than a browser unpacks at once. */
async function savedSource(name: string, bytes: ArrayBuffer): Promise<RunSource | undefined> {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    const saved = (await new Response(stream).text()).trimEnd().split('\n');
    const { files } = JSON.parse(saved[0] ?? '') as Partial<RunSource>;
    return files === undefined ? undefined : { files, main: files[0]?.name ?? name, saved };
  } catch {
    return undefined;
  }
}
