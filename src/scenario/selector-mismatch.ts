// A selector that does not find its own template's pods: where one label alone differs, the problem stands at that
// label, and what the selector wants is offered for it. The sentence stays the API server's.

import { meantHint, type Problem } from './problem.ts';
import type { Path, SourceDocument } from './source-document.ts';

const MISMATCH = '`selector` does not match template `labels`';
const LABELS: Path = ['spec', 'template', 'metadata', 'labels'];

/** The problem, at the label that differs where only one does; any other problem as it is. */
export function atWrongLabel(document: SourceDocument, path: Path, problem: Problem): Problem {
  if (!problem.message.endsWith(MISMATCH)) return problem;
  const labels = mapAt(document.value, [...path, ...LABELS]);
  const selector = mapAt(document.value, [...path, 'spec', 'selector']);
  const wanted = selector.matchLabels === undefined ? selector : mapAt(selector, ['matchLabels']);
  const wrong = Object.entries(wanted).filter(([key, value]) => labels[key] !== value);
  const [key = '', value] = wrong[0] ?? [];
  if (wrong.length !== 1 || typeof value !== 'string' || typeof labels[key] !== 'string') return problem;
  const at = [...path, ...LABELS, key];
  return { ...problem, ...document.placeOf(at), found: document.textOf(at), hint: meantHint(value) };
}

function mapAt(value: unknown, path: Path): { readonly [key: string]: unknown } {
  const found = path.reduce<unknown>((part, step) => (isMap(part) ? part[step] : undefined), value);
  return isMap(found) ? found : {};
}

function isMap(value: unknown): value is { readonly [key: string | number]: unknown } {
  return typeof value === 'object' && value !== null;
}
