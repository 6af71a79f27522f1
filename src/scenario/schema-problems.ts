// zod's issues as problems with places: it knows paths, the document knows lines. Unknown keys get the nearest key
// that is allowed at that place, which is looked up in the schema itself.

import type * as z from 'zod/mini';
import type { IssueParams } from './field-types.ts';
import { meantHint, nearestNameHint, type Problem } from './problem.ts';
import { type Path, type SourceDocument, shorten } from './source-document.ts';

/** Every issue of a failed parse as a problem of that document. */
export function schemaProblems(
  document: SourceDocument,
  schema: z.ZodMiniType,
  issues: readonly z.core.$ZodIssue[],
): readonly Problem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.filter((step): step is string | number => typeof step !== 'symbol');
    if (issue.code === 'unrecognized_keys') {
      const allowed = allowedKeys(schema, path);
      return issue.keys.map((key) => unknownKeyProblem(document, path, key, allowed));
    }
    if (issue.code === 'invalid_key') return invalidKeyProblems(document, path, issue.issues);
    return [valueProblem(document, path, issue)];
  });
}

/** A key that is not allowed at a path. */
export function unknownKeyProblem(
  document: SourceDocument,
  path: Path,
  key: string,
  allowed: readonly string[],
): Problem {
  return {
    ...problemAt(document, path, `unknown field "${shorten(key)}"`),
    ...document.placeOfKey(path, key),
    path: pathText([...path, key]),
    found: '',
    allowed: allowed.join(', '),
    hint: nearestNameHint(key, allowed),
  };
}

/** A problem of the value at a path, with what stands there. */
export function problemAt(document: SourceDocument, path: Path, message: string, allowed = '', hint = ''): Problem {
  const { line, column } = document.placeOf(path);
  const found = document.textOf(path);
  return { file: document.file, line, column, path: pathText(path), message, found, allowed, hint, severity: 'error' };
}

/** `spec.cluster.pools[0].count`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? shorten(step) : `${text}.${shorten(step)}`;
  }, '');
}

/** `until: not a duration`: what is wrong with a value, with the name of its field where the sentence lacks it. */
export function named(path: Path, message: string): string {
  const name = pathText(path.slice(path.findLastIndex((step) => typeof step === 'string')));
  return name !== '' && /^(?:not|out|must|a value)\b/.test(message) ? `${name}: ${message}` : message;
}

function valueProblem(document: SourceDocument, path: Path, issue: z.core.$ZodIssue): Problem {
  if (issue.code === 'custom') {
    const { allowed = '', candidates = [], meant: value } = paramsOf(issue);
    const problem = problemAt(document, path, named(path, issue.message), allowed);
    const last = path.at(-1);
    const isAboutKey = typeof last === 'string' && issue.message.includes(`"${last}"`);
    const place = isAboutKey ? document.placeOfKey(path.slice(0, -1), last) : {};
    const meant = isAboutKey ? last : problem.found;
    return {
      ...problem,
      ...place,
      found: isAboutKey ? '' : problem.found,
      hint: value === undefined ? nearestNameHint(meant, candidates) : meantHint(value),
    };
  }
  if (issue.code === 'invalid_type') {
    const isMissing = document.textOf(path) === '';
    const message = isMissing ? 'a value is missing' : 'a value of the wrong type';
    return problemAt(document, path, named(path, message), TYPE_WORDS[issue.expected] ?? issue.expected);
  }
  return problemAt(document, path, named(path, issue.message));
}

function paramsOf(issue: z.core.$ZodIssue): IssueParams {
  return issue.code === 'custom' ? ((issue.params ?? {}) as IssueParams) : {};
}

const TYPE_WORDS: { readonly [type: string]: string } = {
  object: 'a map (key: value)',
  record: 'a map (key: value)',
  array: 'a list',
  string: 'a text (in quotes if it looks like a number)',
  boolean: 'true or false',
  number: 'a number',
};

function invalidKeyProblems(
  document: SourceDocument,
  path: Path,
  issues: readonly z.core.$ZodIssue[],
): readonly Problem[] {
  const key = String(path.at(-1) ?? '');
  const parent = path.slice(0, -1);
  return issues.map((issue) => {
    const { allowed = '', candidates = [] } = paramsOf(issue);
    const problem = problemAt(document, parent, issue.message, allowed, nearestNameHint(key, candidates));
    return { ...problem, ...document.placeOfKey(parent, key), path: pathText(path), found: key };
  });
}

/** The parts of a zod schema that lead from a path to the keys that are allowed there. */
interface SchemaParts {
  readonly type: string;
  readonly shape?: { readonly [key: string]: z.ZodMiniType };
  readonly innerType?: z.ZodMiniType;
  readonly element?: z.ZodMiniType;
  readonly valueType?: z.ZodMiniType;
  readonly in?: z.ZodMiniType;
  readonly out?: z.ZodMiniType;
}

/** The keys that the strict object at a path allows. */
function allowedKeys(schema: z.ZodMiniType, path: Path): readonly string[] {
  const parts = schema._zod.def as unknown as SchemaParts;
  const isPreparing = (parts.in?._zod.def as SchemaParts | undefined)?.type === 'transform';
  const wrapped = parts.innerType ?? (isPreparing ? parts.out : parts.in);
  if (wrapped !== undefined) return allowedKeys(wrapped, path);
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(parts.shape ?? {});
  const next = parts.shape?.[String(step)] ?? parts.element ?? parts.valueType;
  return next === undefined ? [] : allowedKeys(next, rest);
}
