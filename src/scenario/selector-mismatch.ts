// A selector that does not find its own template's pods: where one label alone differs, the problem stands at that
// label, and what the selector wants is offered for it.

import { meantHint, type Problem } from './problem.ts';
import type { Path, SourceDocument } from './source-document.ts';

const MISMATCH = '`selector` does not match template `labels`';
const SELECTOR: Path = ['spec', 'selector'];
const LABELS: Path = ['spec', 'template', 'metadata', 'labels'];

/** The problem in plain words, at the label that differs where only one does; any other problem as it is. */
export function atWrongLabel(document: SourceDocument, path: Path, refusal: Problem): Problem {
  if (!refusal.message.endsWith(MISMATCH)) return refusal;
  const found = refusal.message.slice(0, -MISMATCH.length - 2);
  const { line } = document.placeOf([...path, ...SELECTOR]);
  const problem = { ...refusal, message: 'selector does not match the labels of the template' };
  const labels = mapAt(document.value, [...path, ...LABELS]);
  const selector = mapAt(document.value, [...path, ...SELECTOR]);
  const wanted = selector.matchLabels === undefined ? selector : mapAt(selector, ['matchLabels']);
  const wrong = Object.entries(wanted).filter(([key, value]) => labels[key] !== value);
  const [key = '', value] = wrong[0] ?? [];
  if (wrong.length !== 1 || typeof value !== 'string' || typeof labels[key] !== 'string') {
    return { ...problem, note: `${found}; the selector is in line ${line}` };
  }
  const at = [...path, ...LABELS, key];
  const note = `${found}; line ${line} selects ${key}=${value}`;
  return { ...problem, ...document.placeOf(at), found: document.textOf(at), note, hint: meantHint(value) };
}

function mapAt(value: unknown, path: Path): { readonly [key: string]: unknown } {
  const found = path.reduce<unknown>((part, step) => (isMap(part) ? part[step] : undefined), value);
  return isMap(found) ? found : {};
}

function isMap(value: unknown): value is { readonly [key: string | number]: unknown } {
  return typeof value === 'object' && value !== null;
}
