// A view as a file, for what does not fit into a link: the files of the run, and the link in full, whatever its length.
// One pure pair of functions.

import type { RunSource, SourceFile } from '../protocol.ts';

const FORMAT = 'orrery/view/v1';

export interface ViewFile {
  readonly source: RunSource;
  /** The view as a fragment. */
  readonly link: string;
}

export function writeViewFile({ source, link }: ViewFile): string {
  return `${JSON.stringify({ format: FORMAT, link, source }, undefined, 2)}\n`;
}

/** Reads such a file; `undefined` for any other text. */
export function readViewFile(text: string): ViewFile | undefined {
  if (!text.includes(FORMAT)) return undefined;
  try {
    const { format, link, source } = JSON.parse(text) as Partial<ViewFile> & { readonly format?: unknown };
    const isWhole = format === FORMAT && typeof link === 'string' && isSource(source);
    return isWhole ? { link, source } : undefined;
  } catch {
    return undefined;
  }
}

function isSource(source: unknown): source is RunSource {
  if (typeof source !== 'object' || source === null) return false;
  const { main, files } = source as Partial<RunSource>;
  const isFile = ({ name, text }: Partial<SourceFile>): boolean => typeof name === 'string' && typeof text === 'string';
  return typeof main === 'string' && Array.isArray(files) && files.every(isFile);
}
