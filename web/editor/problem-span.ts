// The stretch of a text that a problem is about, as offsets: its place is known, its length is that of what stands
// there.

import type { Text } from '@codemirror/state';
import type { InputProblem } from '../protocol.ts';
import { wrongLength } from '../wrong-stretch.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A place beyond the text is at its end: what is shown may be older than the text. */
export function problemSpan(doc: Text, { line, column, found }: Pick<InputProblem, 'line' | 'column' | 'found'>): Span {
  const row = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const at = Math.min(Math.max(column, 1) - 1, row.length);
  const text = row.text.slice(at);
  const length = wrongLength(text, found) || Math.min(text.length, 1); // at least the bracket that stands there
  return { from: row.from + at, to: row.from + at + length };
}
