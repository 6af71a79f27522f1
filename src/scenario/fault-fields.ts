// Which fields of a fault belong together: `node` is crashed, `pod` is killed, and so on. One strict object in the
// schema and these rules beside it give a better answer to a slip than a union of a dozen shapes would.

import type { NodeTrouble } from '../cluster/actor.ts';
import type { Draw, Fault, NodeTarget, PodTarget } from '../faults/fault.ts';
import { selectorOf } from '../model/selector.ts';
import type { FaultFields, NodeTargetFields, PodTargetFields } from './document.ts';
import { nearestNameHint, type Problem } from './problem.ts';
import { problemAt, unknownKeyProblem } from './schema-problems.ts';
import type { Path, SourceDocument } from './source-document.ts';

type TargetKey = 'node' | 'pod' | 'container' | 'image' | 'registry' | 'component';
type OtherKey = 'for' | 'code' | 'factor';
type How = FaultFields['how'];

/** What can happen to each target, and the other keys that mean something then. */
export const FAULT_RULES: { readonly [target in TargetKey]: { readonly [how in How]?: readonly OtherKey[] } } = {
  node: {
    crash: ['for'],
    'kubelet-stop': ['for'],
    'network-cut': ['for'],
    'runtime-down': ['for'],
    'pod-network-down': ['for'],
  },
  pod: { kill: [], unready: ['for'] },
  container: { exit: ['code', 'for'], 'out-of-memory': ['for'], unready: ['for'] },
  image: { 'not-found': ['for'] },
  registry: { slow: ['factor', 'for'], down: ['for'] },
  component: { stop: ['for'] },
};

const TARGETS: readonly TargetKey[] = ['node', 'pod', 'container', 'image', 'registry', 'component'];
const OTHERS: readonly OtherKey[] = ['for', 'code', 'factor'];
const DEFAULT_FACTOR = 10;

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
  const keys = FAULT_RULES[target][fields.how];
  const problems: Problem[] = [];
  if (keys === undefined) {
    const allowed = Object.keys(FAULT_RULES[target]);
    const hint = nearestNameHint(fields.how, allowed);
    const message = `this cannot happen to: ${target}`;
    problems.push(problemAt(document, [...path, 'how'], message, allowed.join(', '), hint));
  }
  for (const key of OTHERS) {
    if (keys === undefined || fields[key] === undefined || keys.includes(key)) continue;
    problems.push(unknownKeyProblem(document, path, key, [target, 'how', ...keys]));
  }
  problems.push(...targetProblems(fields, document, path));
  const fault = problems.length === 0 ? faultOf(fields, namespace) : undefined;
  return fault === undefined ? { ok: false, problems } : { ok: true, fault };
}

function targetProblems(fields: FaultFields, document: SourceDocument, path: Path): readonly Problem[] {
  return (['node', 'pod', 'container'] as const).flatMap((kind) => {
    const chosen = fields[kind];
    if (chosen === undefined) return [];
    const at: Path = [...path, kind];
    const problems: Problem[] = [];
    if ((chosen.selector ?? chosen.name ?? chosen.pick ?? chosen.share) === undefined) {
      const which = `which ${kind === 'node' ? 'nodes' : 'pods'} is not said`;
      problems.push(problemAt(document, at, which, 'selector, name, pick or share'));
    }
    if (chosen.pick !== undefined && chosen.share !== undefined) {
      problems.push(problemAt(document, at, 'how many is said twice', 'pick or share'));
    }
    return problems;
  });
}

function faultOf(fields: FaultFields, namespace: string): Fault | undefined {
  const { how, node, pod, container, image, registry, component } = fields;
  const duration = fields.for === undefined ? {} : { forMicros: fields.for };
  if (node !== undefined) return { how: how as NodeTrouble, node: nodeTargetOf(node), ...duration };
  const unready = how === 'unready' ? (pod ?? container) : undefined;
  if (unready !== undefined) return { how: 'unready', container: containerTargetOf(unready, namespace), ...duration };
  if (pod !== undefined) return { how: 'kill', pod: podTargetOf(pod, namespace) };
  if (image !== undefined) return { how: 'not-found', image, ...duration };
  if (registry !== undefined) {
    const factor = fields.factor ?? DEFAULT_FACTOR;
    return { how: how === 'slow' ? 'slow' : 'down', registry, factor, ...duration };
  }
  if (component !== undefined) return { how: 'stop', component, ...duration };
  if (container === undefined) return undefined;
  const target = containerTargetOf(container, namespace);
  if (how === 'out-of-memory') return { how, container: target, ...duration };
  return { how: 'exit', container: target, code: fields.code ?? 1, ...duration };
}

function nodeTargetOf({ selector, name, ...draw }: NodeTargetFields): NodeTarget {
  return { selector: selector ?? selectorOf([]), ...(name === undefined ? {} : { name }), draw: drawOf(draw) };
}

function containerTargetOf(fields: PodTargetFields, namespace: string): PodTarget & { readonly container?: string } {
  const { container } = fields;
  return { ...podTargetOf(fields, namespace), ...(container === undefined ? {} : { container }) };
}

function podTargetOf({ selector, name, namespace: own, pick, share }: PodTargetFields, namespace: string): PodTarget {
  return {
    selector: selector ?? selectorOf([]),
    namespace: own ?? namespace,
    ...(name === undefined ? {} : { name }),
    draw: drawOf({ pick, share }),
  };
}

function drawOf({ pick, share }: Pick<PodTargetFields, 'pick' | 'share'>): Draw {
  return share === undefined ? { pick: pick ?? 1 } : { sharePercent: share };
}
