// Which fields of a fault belong together: `node` is crashed, `pod` is killed, and so on. One strict object in the
// schema and these rules beside it give a better answer to a slip than a union of six shapes would.

import type { Fault, PodTarget } from '../faults/fault.ts';
import { selectorOf } from '../model/selector.ts';
import type { FaultFields, PodTargetFields } from './document.ts';
import { nearestNameHint, type Problem } from './problem.ts';
import { problemAt, unknownKeyProblem } from './schema-problems.ts';
import type { Path, SourceDocument } from './source-document.ts';

type TargetKey = 'node' | 'pod' | 'container' | 'image' | 'component';

interface FaultRule {
  readonly how: FaultFields['how'];
  /** The other keys that mean something. */
  readonly keys: readonly ('for' | 'code')[];
}

const RULES: { readonly [target in TargetKey]: FaultRule } = {
  node: { how: 'crash', keys: ['for'] },
  pod: { how: 'kill', keys: [] },
  container: { how: 'exit', keys: ['code', 'for'] },
  image: { how: 'not-found', keys: ['for'] },
  component: { how: 'stop', keys: ['for'] },
};

const TARGETS: readonly TargetKey[] = ['node', 'pod', 'container', 'image', 'component'];

export type ReadFault =
  | { readonly ok: true; readonly fault: Fault }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads the fault at a path of a document; `namespace` is the scenario's. */
export function readFault(fields: FaultFields, document: SourceDocument, path: Path, namespace: string): ReadFault {
  const given = TARGETS.filter((target) => fields[target] !== undefined);
  const [target] = given;
  if (target === undefined || given.length > 1) {
    const message = target === undefined ? 'a fault needs something to break' : 'a fault breaks one thing';
    return { ok: false, problems: [problemAt(document, path, message, `one of ${TARGETS.join(', ')}`)] };
  }
  const rule = RULES[target];
  const problems: Problem[] = [];
  if (fields.how !== rule.how) {
    const hint = nearestNameHint(fields.how, [rule.how]);
    problems.push(problemAt(document, [...path, 'how'], `this cannot happen to: ${target}`, rule.how, hint));
  }
  for (const key of ['for', 'code'] as const) {
    if (fields[key] === undefined || rule.keys.includes(key)) continue;
    problems.push(unknownKeyProblem(document, path, key, [target, 'how', ...rule.keys]));
  }
  for (const kind of ['pod', 'container'] as const) {
    const chosen = fields[kind];
    if (chosen === undefined || chosen.selector !== undefined || chosen.name !== undefined) continue;
    problems.push(problemAt(document, [...path, kind], 'which pods is not said', 'selector or name'));
  }
  const fault = problems.length === 0 ? faultOf(fields, namespace) : undefined;
  return fault === undefined ? { ok: false, problems } : { ok: true, fault };
}

function faultOf(fields: FaultFields, namespace: string): Fault | undefined {
  const duration = fields.for === undefined ? {} : { forMicros: fields.for };
  if (fields.node !== undefined) return { how: 'crash', node: fields.node, ...duration };
  if (fields.pod !== undefined) return { how: 'kill', pod: targetOf(fields.pod, namespace) };
  if (fields.image !== undefined) return { how: 'not-found', image: fields.image, ...duration };
  if (fields.component !== undefined) return { how: 'stop', component: fields.component, ...duration };
  if (fields.container === undefined) return undefined;
  const { container } = fields.container;
  const target = { ...targetOf(fields.container, namespace), ...(container === undefined ? {} : { container }) };
  return { how: 'exit', container: target, code: fields.code ?? 1, ...duration };
}

function targetOf(fields: PodTargetFields, namespace: string): PodTarget {
  const { selector, name, pick } = fields;
  return {
    selector: selector ?? selectorOf([]),
    namespace: fields.namespace ?? namespace,
    ...(name === undefined ? {} : { name }),
    pick,
  };
}
