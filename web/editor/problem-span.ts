// The stretch of a text that a problem is about: its place is known, its length is what was found there, or the word
// that stands there.

import type { Text } from '@codemirror/state';
import type { InputProblem } from '../protocol.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A place beyond the text is at its end: what is shown may be older than the text. */
export function problemSpan(doc: Text, { line, column, found }: Pick<InputProblem, 'line' | 'column' | 'found'>): Span {
  const row = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const at = Math.min(Math.max(column, 1) - 1, row.length);
  const text = row.text.slice(at);
  return { from: row.from + at, to: row.from + at + spanLength(text, found) };
}

function spanLength(text: string, found: string): number {
  const whole = found.replace(/…$/, '');
  if (whole !== '' && text.startsWith(whole)) return whole.length;
  const [quoted] = /^(?:"(?:[^"\\]|\\.)*"|'[^']*')/.exec(text) ?? [];
  if (quoted !== undefined) return quoted.length;
  const [word = ''] = /^[^\s,:{}[\]]+(?::[^\s,{}[\]]+)*/.exec(text) ?? [];
  return word === '' ? Math.min(text.length, 1) : word.length;
}
