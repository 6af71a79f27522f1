// Reads a manifest as the API server's strict decoder does: every field is one of v1.36's for its place, every value
// is of its type. What is valid besides is told by model/validation. Fields that have no effect in the model give a
// warning.

import { parseRfc3339 } from '../base/wall-clock.ts';
import { type FieldTypes, fieldsOfType } from '../model/fields.ts';
import { parseQuantity } from '../model/quantity.ts';
import { meantQuantity } from './meant-value.ts';
import { addProblems, meantHint, nearestNameHint, type Problem } from './problem.ts';
import { named, pathText, problemAt } from './schema-problems.ts';
import { type Path, type SourceDocument, shorten } from './source-document.ts';
import { type UnmodelledWarning, unmodelledWarning, warningWithin } from './unmodelled-fields.ts';

/** Every field problem of the value at a path, which should be of a type of model/fields.ts. */
export function checkFields(document: SourceDocument, value: unknown, path: Path, type: string): readonly Problem[] {
  const problems: Problem[] = [];
  checkValue({ document, problems, owner: ownerOf(value) }, value, path, type);
  return problems;
}

/** `Deployment (apps/v1)`; of a part of an object nothing. */
function ownerOf(value: unknown): string {
  const { apiVersion, kind } = (value ?? {}) as { readonly apiVersion?: unknown; readonly kind?: unknown };
  return typeof kind === 'string' && typeof apiVersion === 'string' ? `${shorten(kind)} (${shorten(apiVersion)})` : '';
}

interface Check {
  readonly document: SourceDocument;
  readonly problems: Problem[];
  /** What all of it is. */
  readonly owner: string;
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
    if (!scalar.accepts(value)) complain(check, path, scalar.allowed, scalar, String(value));
  } else if (typeof value !== 'object' || Array.isArray(value)) {
    complain(check, path, 'a map (key: value)');
  } else if (fields !== undefined) {
    checkObject(check, value, path, type, fields);
  } else {
    for (const [key, inner] of Object.entries(value)) checkValue(check, inner, [...path, key], type.slice(1, -1));
  }
}

function checkObject(check: Check, value: object, path: Path, type: string, fields: FieldTypes): void {
  const names = [...fields.keys()];
  for (const [key, inner] of Object.entries(value)) {
    const field = fields.get(key);
    if (field === undefined) {
      check.problems.push(unknownField(check, path, key, names));
      continue;
    }
    const warning = unmodelledWarning(type, key, inner);
    const below = warning === undefined ? check : { ...check, problems: [] };
    checkValue(below, inner, [...path, key], field.type);
    if (warning === undefined) continue;
    check.problems.push(unmodelledField(check.document, [...path, key], inner, field.type, warning));
    addProblems(
      check.problems,
      below.problems.filter(({ severity }) => severity === 'error'),
    );
  }
}

const MAX_NAMES_SHOWN = 12;
/** So many misspelt fields of an object are looked up among the right ones. */
export const MAX_HINTS = 100;

/**
 * In the words of the strict decoder. Where a name was probably meant, or there are very many, the allowed ones are
 * left out; hints are for the first of very many slips.
 */
function unknownField(
  { document, problems, owner }: Check,
  path: Path,
  key: string,
  names: readonly string[],
): Problem {
  const at = pathText([...path, key]);
  const hint = problems.length > MAX_HINTS ? '' : nearestNameHint(key, names);
  return {
    file: document.file,
    ...document.placeOfKey(path, key),
    path: at,
    message: `unknown field "${at}"`,
    found: '',
    allowed: hint !== '' || names.length > MAX_NAMES_SHOWN ? '' : names.join(', '),
    ...(owner !== '' && { note: `${owner} does not have it` }),
    hint,
    severity: 'error',
  };
}

/** A warning at the field, or at the one that stands alone in it. */
function unmodelledField(
  document: SourceDocument,
  path: Path,
  value: unknown,
  type: string,
  warning: UnmodelledWarning,
): Problem {
  const isMap = fieldsOfType(type) !== undefined && typeof value === 'object' && value !== null;
  const [inner, second] = isMap ? Object.keys(value) : [];
  const key = String(path.at(-1));
  const at = inner === undefined || second !== undefined ? undefined : inner;
  const place = at === undefined ? document.placeOfKey(path.slice(0, -1), key) : document.placeOfKey(path, at);
  const { message, note } = at === undefined ? warning : warningWithin(warning, key, at);
  const full = at === undefined ? path : [...path, at];
  return { ...problemAt(document, full, message), ...place, found: '', note, severity: 'warning' };
}

function complain(check: Check, path: Path, allowed: string, scalar?: Scalar, text = ''): void {
  const { noun, meant } = scalar ?? {};
  const message = named(path, 'a value of the wrong type');
  const words = scalar === SCALARS.q ? (QUANTITIES[String(path.at(-1))] ?? allowed) : allowed;
  const problem = problemAt(check.document, path, message, words, meantHint(meant?.(text)));
  const isNamed = noun !== undefined && problem.found !== '';
  check.problems.push(isNamed ? { ...problem, message: `"${problem.found}" is not ${noun}` } : problem);
}

interface Scalar {
  readonly allowed: string;
  /** What the value is called, where there is a word for it. */
  readonly noun?: string;
  readonly meant?: (text: string) => string | undefined;
  accepts(value: unknown): boolean;
}

/** What is usual for a resource. */
const QUANTITIES: { readonly [resource: string]: string } = {
  cpu: 'a quantity such as 0.8, 800m or 2',
  memory: 'a quantity such as 512Mi or 2Gi',
};

const INT32_MAX = 2_147_483_647;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const SCALARS: { readonly [letter: string]: Scalar } = {
  s: { allowed: 'a text (in quotes if it looks like a number)', accepts: (value) => typeof value === 'string' },
  y: {
    allowed: 'a text in base64',
    accepts: (value) => typeof value === 'string' && BASE64.test(value.replace(/[\r\n]/g, '')),
  },
  i: { allowed: 'a whole number of 32 bits', accepts: isInt32 },
  l: { allowed: 'a whole number', accepts: (value) => Number.isSafeInteger(value) },
  n: { allowed: 'a number', accepts: (value) => typeof value === 'number' && Number.isFinite(value) },
  b: { allowed: 'true or false', accepts: (value) => typeof value === 'boolean' },
  x: {
    allowed: 'a whole number or a percentage such as 25%',
    accepts: (value) => isInt32(value) || typeof value === 'string',
  },
  q: {
    allowed: 'a quantity such as 500m or 2Gi',
    noun: 'a quantity',
    meant: meantQuantity,
    accepts: (value) => (typeof value === 'string' || typeof value === 'number') && parseQuantity(String(value)).ok,
  },
  t: {
    allowed: 'an RFC 3339 time such as 2026-01-05T09:00:00Z',
    accepts: (value) => typeof value === 'string' && parseRfc3339(value) !== undefined,
  },
};

/** Whether a value is of a scalar type; undefined where the type is none. */
export function isOfScalar(value: unknown, type: string): boolean | undefined {
  return SCALARS[type]?.accepts(value);
}

function isInt32(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= INT32_MAX;
}
