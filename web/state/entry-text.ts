// What an entry of a scenario's timeline says is to fail, in its own words: the notation of the file, without its
// time. Commands are told by the sentence already.

import type { SourceFile } from '../protocol.ts';

/** `fail: {node: worker-1, how: crash, for: 8m}`; empty where it takes more than one line, or is a command. */
export function entryText(
  files: readonly SourceFile[],
  source: { readonly file: string; readonly line: number },
): string {
  const lines = files.find(({ name }) => `/${name}`.endsWith(`/${source.file}`))?.text.split('\n') ?? [];
  const first = lines[source.line - 1] ?? '';
  const flow = /^\s*-\s*\{(.*)\}\s*(?:#.*)?$/.exec(first)?.[1];
  if (flow !== undefined) return /\bfail: \{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/.exec(flow)?.[0] ?? '';
  const end = lines.findIndex((line, index) => index >= source.line && /^\s*-/.test(line));
  const own = lines.slice(source.line - 1, end === -1 ? undefined : end);
  return (
    own.map((line) => /^\s*(?:-\s*)?(fail: \{.*\})\s*(?:#.*)?$/.exec(line)?.[1]).find((text) => text !== undefined) ??
    ''
  );
}
