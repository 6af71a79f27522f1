// An error of validation as a problem with a place: the API server names a field in its own notation
// (`spec.containers[0].resources.requests[cpu]`), the document knows where that stands.

import { errorText, type FieldError } from '../model/validation/report.ts';
import type { Problem } from './problem.ts';
import { pathText, problemAt } from './schema-problems.ts';
import { atWrongLabel } from './selector-mismatch.ts';
import type { Path, SourceDocument } from './source-document.ts';

const MAX_MESSAGE_LENGTH = 600;

/** Where the API server leaves a step out of a field's name, or puts another one. */
const STEPS: readonly (readonly [RegExp, string])[] = [
  [/^metadata\.taints/, 'spec.taints'],
  [/template\.(labels|annotations)/, 'template.metadata.$1'],
  [/\.resources\[(\w+)\]$/, '.resources.requests.$1'],
];

/** The problem of an object that stands at a path of a document. */
export function validationProblem(document: SourceDocument, path: Path, error: FieldError): Problem {
  const full: Path = [...path, ...stepsOf(error.field)];
  const text = errorText(error);
  const message = text.length > MAX_MESSAGE_LENGTH ? `${text.slice(0, MAX_MESSAGE_LENGTH)}…` : text;
  const problem = { ...problemAt(document, full, message), path: pathText([...path, error.field]), found: '' };
  return atWrongLabel(document, path, problem);
}

/** A field that its kind's definition does not know. */
export function unknownFieldProblem(document: SourceDocument, path: Path, field: string): Problem {
  const message = `unknown field "${field}"`;
  return { ...problemAt(document, [...path, ...stepsOf(field)], message), path: field, found: '' };
}

/** The steps of a field's name. */
export function stepsOf(field: string): Path {
  const written = STEPS.reduce((text, [pattern, step]) => text.replace(pattern, step), field);
  return [...written.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, key, name]) => {
    if (key === undefined) return name ?? '';
    return /^\d+$/.test(key) ? Number(key) : key;
  });
}
