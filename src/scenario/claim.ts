// The little language of `expect`: SUBJECT METRIC OPERATOR VALUE. Subjects are named as kubectl names them, metrics are
// the words of kubectl's columns and status fields. A metric that says yes or no of one object is compared with true or
// false; counts, and sums over many objects, with numbers:
//   deployment/web available == 10      node/worker-1 ready == false      pods(app=web) ready >= 8
//   pod/db ready == true -n shop        pods restarts <= 3                nodes ready >= 5

import type { Result } from '../base/result.ts';
import { kindOfWord } from '../model/kinds.ts';
import { type Selector, selectorOf } from '../model/selector.ts';
import { parseSelector } from '../model/selector-parser.ts';
import { isFlag, METRICS } from './metrics.ts';
import type { Claim, ComparisonOperator, Subject } from './scenario.ts';

/** What is wrong with a claim, at an offset of its text. */
export interface ClaimProblem {
  readonly offset: number;
  readonly message: string;
  readonly found: string;
  readonly allowed: string;
  readonly candidates: readonly string[];
}

const OPERATORS: readonly ComparisonOperator[] = ['==', '!=', '>=', '<=', '>', '<'];
const KINDS: readonly Subject['kind'][] = ['Deployment', 'ReplicaSet', 'Pod', 'Node'];
const KIND_WORDS: readonly string[] = KINDS.flatMap((kind) => [kind.toLowerCase(), `${kind.toLowerCase()}s`]);
const ALLOWED_KINDS = `${KINDS.map((kind) => kind.toLowerCase()).join(', ')}, each with an s too`;
const FORM = 'SUBJECT METRIC OPERATOR VALUE, such as deployment/web available == 10';
/** Kind; name or labels; metric; operator; value; namespace. Blanks are kept, so that places can be counted. */
const PATTERN = new RegExp(
  [
    /^(\s*)([A-Za-z.]+)(?:\/([^\s(]+)|\(([^)]*)\))?/,
    /(\s+)([A-Za-z-]+)/,
    /(\s*)(==|!=|>=|<=|>|<)/,
    /(\s*)(\S+)/,
    /(?:\s+-n\s+(\S+))?\s*$/,
  ]
    .map(({ source }) => source)
    .join(''),
);

/** Reads a claim; names without `-n` are of the given namespace. */
export function parseClaim(text: string, namespace: string): Result<Claim, ClaimProblem> {
  const match = PATTERN.exec(text);
  if (match === null) return failed(0, 'not a claim', text, FORM);
  const [
    ,
    lead = '',
    kindWord = '',
    name,
    labels,
    gap = '',
    metric = '',
    gap2 = '',
    operator = '',
    gap3 = '',
    value = '',
  ] = match;
  const kind = KINDS.find((candidate) => candidate === kindOfWord(kindWord)?.kind);
  if (kind === undefined)
    return failed(lead.length, `nothing can be claimed of "${kindWord}"`, kindWord, ALLOWED_KINDS, KIND_WORDS);
  const selector = labels === undefined ? undefined : parseSelector(labels);
  const labelsAt = lead.length + kindWord.length + 1;
  if (selector?.ok === false) return failed(labelsAt, selector.error, labels ?? '', 'a label selector');
  const metricAt = text.indexOf(gap + metric, labelsAt - 1) + gap.length;
  const known = Object.keys(METRICS[kind]);
  if (!known.includes(metric)) {
    return failed(metricAt, `unknown metric "${metric}" of ${kind}`, metric, known.join(', '), known);
  }
  const valueAt = metricAt + metric.length + gap2.length + operator.length + gap3.length;
  const constant = value === 'true' ? 1 : value === 'false' ? 0 : /^\d+$/.test(value) ? Number(value) : undefined;
  if (constant === undefined) return failed(valueAt, 'not a value', value, 'a whole number, true or false');
  const isYesOrNo = name !== undefined && isFlag(kind, metric);
  if (!isYesOrNo && !/^\d/.test(value)) {
    const what = name === undefined ? `${metric} of many objects is a sum` : `${metric} of a ${kind} is a count`;
    return failed(valueAt, `${what}, not true or false`, value, 'a whole number');
  }
  if (isYesOrNo && constant > 1) {
    return failed(valueAt, `${metric} of a ${kind} is true or false`, value, 'true or false');
  }
  const comparison = OPERATORS.find((each) => each === operator) ?? '==';
  const subject = subjectOf(kind, name, selector?.value, match[11] ?? namespace);
  return { ok: true, value: { subject, metric, operator: comparison, value: constant } };
}

function subjectOf(
  kind: Subject['kind'],
  name: string | undefined,
  selector: Selector | undefined,
  namespace: string,
): Subject {
  const scope = kind === 'Node' ? {} : { namespace };
  return name === undefined ? { kind, ...scope, selector: selector ?? selectorOf([]) } : { kind, ...scope, name };
}

function failed(
  offset: number,
  message: string,
  found: string,
  allowed: string,
  candidates: readonly string[] = [],
): Result<never, ClaimProblem> {
  return { ok: false, error: { offset, message, found, allowed, candidates } };
}
