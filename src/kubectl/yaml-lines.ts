// Which value of an object stands on which line of its YAML, so that something can be said of single lines. Lines that
// only open a map or a list have none.

import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

/** The path (`/spec/replicas`) of the first value that begins on each line, counted from one. */
export function yamlLines(text: string): ReadonlyMap<number, string> {
  const counter = new LineCounter();
  const found = new Map<number, string>();
  const walk = (node: unknown, path: string): void => {
    if (isMap(node) && node.items.length > 0) {
      for (const { key, value } of node.items) walk(value, `${path}/${isScalar(key) ? key.value : ''}`);
    } else if (isSeq(node) && node.items.length > 0) {
      for (const [index, item] of node.items.entries()) walk(item, `${path}/${index}`);
    } else {
      const [offset] = (node as { readonly range?: readonly number[] | null } | null)?.range ?? [];
      const line = offset === undefined ? undefined : counter.linePos(offset).line;
      if (line !== undefined && !found.has(line)) found.set(line, path);
    }
  };
  walk(parseDocument(text, { version: '1.1', lineCounter: counter }).contents, '');
  return found;
}
