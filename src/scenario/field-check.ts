// Checks a manifest against the fields of its kind: unknown fields, missing ones, values of the wrong type. Labels
// with numbers in them and misspelt fields are the slips that the API server answers first, so they are found here
// first. Fields that have no effect in the model give a warning.

import { parseRfc3339 } from '../base/wall-clock.ts';
import { parseQuantity } from '../model/quantity.ts';
import { type FieldType, fieldsOfType } from './manifest-fields.ts';
import { nearestNameHint, type Problem } from './problem.ts';
import { problemAt, unknownKeyProblem } from './schema-problems.ts';
import type { Path, SourceDocument } from './source-document.ts';
import { unmodelledWarning } from './unmodelled-fields.ts';

/** Every field problem of the value at a path, which should be of a type of manifest-fields.ts. */
export function checkFields(document: SourceDocument, value: unknown, path: Path, type: string): readonly Problem[] {
  const problems: Problem[] = [];
  checkValue({ document, problems }, value, path, type);
  return problems;
}

interface Check {
  readonly document: SourceDocument;
  readonly problems: Problem[];
}

function checkValue(check: Check, value: unknown, path: Path, type: string): void {
  if (value === null || value === undefined || type === 'o') return;
  if (type.startsWith('[')) {
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        checkValue(check, item, [...path, index], type.slice(1, -1));
      });
    } else complain(check, path, 'a list');
    return;
  }
  const fields = fieldsOfType(type);
  const scalar = SCALARS[type];
  if (scalar !== undefined) {
    if (!scalar.accepts(value)) complain(check, path, scalar.allowed);
  } else if (typeof value !== 'object' || Array.isArray(value)) {
    complain(check, path, 'a map (key: value)');
  } else if (fields !== undefined) {
    checkObject(check, value, path, type, fields);
  } else {
    for (const [key, inner] of Object.entries(value)) checkValue(check, inner, [...path, key], type.slice(1, -1));
  }
}

function checkObject(
  check: Check,
  value: object,
  path: Path,
  type: string,
  fields: ReadonlyMap<string, FieldType>,
): void {
  for (const [key, inner] of Object.entries(value)) {
    const field = fields.get(key);
    if (field === undefined) {
      check.problems.push(unknownField(check.document, path, key, [...fields.keys()]));
      continue;
    }
    const warning = unmodelledWarning(type, key, inner);
    const below = warning === undefined ? check : { ...check, problems: [] };
    checkValue(below, inner, [...path, key], field.type);
    if (warning === undefined) continue;
    check.problems.push(unmodelledField(check.document, path, key, warning));
    check.problems.push(...below.problems.filter(({ severity }) => severity === 'error'));
  }
  for (const [name, field] of fields) {
    if (!field.isRequired || (value as { readonly [key: string]: unknown })[name] !== undefined) continue;
    const problem = problemAt(check.document, path, `required field "${name}" is missing`);
    check.problems.push({ ...problem, found: '' });
  }
}

const MAX_NAMES_SHOWN = 12;

/** Long lists of allowed names are left out: the hint says what matters. */
function unknownField(document: SourceDocument, path: Path, key: string, names: readonly string[]): Problem {
  const problem = unknownKeyProblem(document, path, key, names);
  const allowed = names.length > MAX_NAMES_SHOWN ? '' : problem.allowed;
  return { ...problem, allowed, hint: nearestNameHint(key, names) };
}

function unmodelledField(document: SourceDocument, path: Path, key: string, message: string): Problem {
  const problem = problemAt(document, [...path, key], message);
  return { ...problem, ...document.placeOfKey(path, key), found: '', severity: 'warning' };
}

function complain(check: Check, path: Path, allowed: string): void {
  check.problems.push(problemAt(check.document, path, 'a value of the wrong type', allowed));
}

interface Scalar {
  readonly allowed: string;
  accepts(value: unknown): boolean;
}

const SCALARS: { readonly [letter: string]: Scalar } = {
  s: { allowed: 'a text (in quotes if it looks like a number)', accepts: (value) => typeof value === 'string' },
  i: { allowed: 'a whole number', accepts: (value) => Number.isInteger(value) },
  b: { allowed: 'true or false', accepts: (value) => typeof value === 'boolean' },
  x: {
    allowed: 'a whole number or a percentage such as 25%',
    accepts: (value) => Number.isInteger(value) || typeof value === 'string',
  },
  q: {
    allowed: 'a quantity such as 500m or 2Gi',
    accepts: (value) => (typeof value === 'string' || typeof value === 'number') && parseQuantity(String(value)).ok,
  },
  t: {
    allowed: 'an RFC 3339 time such as 2026-01-05T09:00:00Z',
    accepts: (value) => typeof value === 'string' && parseRfc3339(value) !== undefined,
  },
};
