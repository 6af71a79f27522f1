// What would make a pod fit, in a few lines: the easiest change of each sort, each tried by the scheduler itself.
// A change that is not enough alone is told too, as long as a refusal names it.

import type { Pod } from '../model/objects.ts';
import { explainAttempt } from '../scheduler/explain.ts';
import { withObjects } from '../scheduler/snapshot-of.ts';
import { type Attempt, snapshotOfAttempt } from './explain-decision.ts';
import { easiest, type FitChange, type FitPlan, fitPlan } from './fit-plans.ts';

/** A change after which the pod would have a node, or would not yet. */
export interface FitEdit {
  readonly what: 'request' | 'node' | 'free' | 'selector' | 'toleration' | 'label' | 'uncordon' | 'drop' | 'evict';
  readonly values: { readonly [name: string]: string };
  readonly isEnough: boolean;
}

const MOST_EDITS = 6;
/** Nodes of a large cluster for which plans are made: those with equal refusals are alike. */
const MOST_PLANS = 24;

/** The plans for the nodes that refused, of equal refusals one each in a large cluster. */
export function fitPlans(attempt: Attempt): readonly FitPlan[] {
  const { profile, pod, startIndex } = attempt;
  const snapshot = snapshotOfAttempt(attempt);
  const { nodes } = explainAttempt(profile, pod, snapshot, startIndex);
  const alike = new Map<string, string>();
  for (const { node, verdicts, state } of nodes) {
    if (state === 'feasible') continue;
    const refusals = verdicts.map(({ plugin, status }) => `${plugin} ${status?.reasons.join() ?? ''}`).join('|');
    const key = nodes.length <= MOST_PLANS ? node : refusals;
    if (!alike.has(key) && alike.size < MOST_PLANS) alike.set(key, node);
  }
  return [...alike.values()].flatMap((node) => fitPlan(attempt, snapshot, node) ?? []);
}

/** A few changes; those that are enough come first. */
export function fitEdits(attempt: Attempt): readonly FitEdit[] {
  const plans = fitPlans(attempt);
  const alone = easiest(plans).filter(({ changes }) => changes.length === 1);
  const edits = [
    ...alone.flatMap((plan) => planEdits(plan)),
    ...nodeEdits(attempt),
    ...selectorEdits(attempt),
    ...plans
      .filter((plan) => !alone.includes(plan))
      .flatMap(({ changes, node }) => changes.map((change) => editOf(change, node, false))),
  ];
  const first = new Map<string, FitEdit>();
  for (const edit of edits) {
    const key = edit.what === 'toleration' ? `${edit.what} ${edit.values.taint}` : edit.what;
    if (!first.has(key)) first.set(key, edit);
  }
  return [...first.values()].toSorted((a, b) => Number(b.isEnough) - Number(a.isEnough)).slice(0, MOST_EDITS);
}

/** A smaller request, or room for the one that is. */
function planEdits({ changes: [change], node }: FitPlan): readonly FitEdit[] {
  if (change === undefined) return [];
  const edit = editOf(change, node, true);
  if (change.what !== 'request') return [edit];
  return [edit, { what: 'free', values: { resource: change.resource, amount: change.missing, node }, isEnough: true }];
}

function editOf(change: FitChange, node: string, isEnough: boolean): FitEdit {
  switch (change.what) {
    case 'request': {
      const { resource, amount, old } = change;
      return { what: 'request', values: { resource, amount, old, node }, isEnough };
    }
    case 'toleration':
      return { what: 'toleration', values: { taint: `${change.taint.key}:${change.taint.effect}`, node }, isEnough };
    case 'label':
      return { what: 'label', values: { label: `${change.key}=${change.value}`, node }, isEnough };
    case 'drop': {
      const { field, detail } = change;
      return { what: 'drop', values: { field: detail === '' ? field : `${field} ${detail}`, node }, isEnough };
    }
    case 'evict':
      return { what: 'evict', values: { pod: change.pod, node }, isEnough };
    case 'uncordon':
      return { what: 'uncordon', values: { node }, isEnough };
  }
}

/** The nodes that a pod would find in a cluster. */
function nodesFor(pod: Pod, attempt: Attempt): readonly string[] {
  const explained = explainAttempt(attempt.profile, pod, snapshotOfAttempt(attempt), 0);
  return explained.nodes.filter(({ state }) => state === 'feasible').map(({ node }) => node);
}

/** One more node like one of each pool, empty and without the troubles of its model. */
function nodeEdits(attempt: Attempt): readonly FitEdit[] {
  const { seen, pod } = attempt;
  const models = new Map(seen.list('Node').map((node) => [JSON.stringify(node.status.allocatable), node]));
  for (const model of seen.list('Node')) {
    const wanted = Object.entries(pod.spec.nodeSelector ?? {});
    if (wanted.every(([key, value]) => model.metadata.labels?.[key] === value)) models.set('fitting', model);
  }
  for (const model of [...models.values()].toReversed()) {
    const name = 'one-more-node';
    const labels = { ...model.metadata.labels, 'kubernetes.io/hostname': name };
    const fresh = { ...model, metadata: { ...model.metadata, name, uid: name, labels }, spec: {} };
    const more = withObjects(seen, 'Node', [...seen.list('Node'), fresh]);
    if (!nodesFor(pod, { ...attempt, seen: more }).includes(name)) continue;
    return [{ what: 'node', values: { node: model.metadata.name }, isEnough: true }];
  }
  return [];
}

function selectorEdits(attempt: Attempt): readonly FitEdit[] {
  const { pod } = attempt;
  return Object.entries(pod.spec.nodeSelector ?? {}).map(([key, value]) => {
    const { [key]: _, ...nodeSelector } = pod.spec.nodeSelector ?? {};
    const nodes = nodesFor({ ...pod, spec: { ...pod.spec, nodeSelector } }, attempt);
    return {
      what: 'selector',
      values: { label: `${key}=${value}`, node: nodes[0] ?? '' },
      isEnough: nodes.length > 0,
    };
  });
}
