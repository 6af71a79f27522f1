// What would make a pod fit, in a few lines: the easiest change of each sort, each tried by the scheduler itself.
// A change that is not enough alone is told too, as long as a refusal names it.

import { keyOf, type Node } from '../model/objects.ts';
import { explainAttempt } from '../scheduler/explain.ts';
import type { Verdict } from '../scheduler/framework.ts';
import type { NodeInfo } from '../scheduler/node-info.ts';
import { withObjects } from '../scheduler/snapshot-of.ts';
import { type Attempt, snapshotOfAttempt } from './explain-decision.ts';
import { easiest, type FitChange, type FitPlan, fitPlan, HOSTNAME, refusalAfter, refusalOf } from './fit-plans.ts';
import { type FitRoom, fitRoom, ROOM } from './fit-room.ts';

/** A change after which the pod would have a node, or would not yet: then `reason` is what `node` still says. */
export interface FitEdit {
  readonly what: 'request' | 'node' | 'free' | 'selector' | 'toleration' | 'label' | 'uncordon' | 'drop' | 'evict';
  readonly values: { readonly [name: string]: string };
  readonly isEnough: boolean;
  /** Of `free`: the pods (`namespace/name`) that would leave, each with what it asks for. */
  readonly leavers?: readonly { readonly pod: string; readonly amount: string }[];
}

/** A plan, and the room that could be made on its node instead. */
export interface NodePlan extends FitPlan {
  readonly room: FitRoom | undefined;
}

const MOST_EDITS = 6;
const ZONE = 'topology.kubernetes.io/zone';
/** Nodes of a large cluster for which plans are made: those with equal refusals are alike. */
const MOST_PLANS = 24;

/** The plans for the nodes that refused, of equal refusals one each in a large cluster. */
export function fitPlans(attempt: Attempt): readonly NodePlan[] {
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
  return [...alike.values()].flatMap((node) => {
    const plan = fitPlan(attempt, snapshot, node);
    return plan === undefined ? [] : [{ ...plan, room: fitRoom(attempt, snapshot, plan) }];
  });
}

/** A few changes; those that are enough come first. */
export function fitEdits(attempt: Attempt, plans: readonly NodePlan[] = fitPlans(attempt)): readonly FitEdit[] {
  const alone = easiest(plans).filter(({ changes }) => changes.length === 1);
  const edits = [
    ...alone.flatMap(({ changes, node }) => changes.map((change) => editOf(change, node, true))),
    ...nodeEdits(attempt),
    ...roomEdits([...easiest(plans), ...plans]),
    ...selectorEdits(attempt),
    ...[...easiest(plans), ...plans]
      .filter((plan) => !alone.includes(plan))
      .flatMap(({ changes, node }) => changes.map((change) => tooLittle(attempt, change, node))),
  ];
  const first = new Map<string, FitEdit>();
  for (const edit of edits) {
    const key = edit.what === 'toleration' ? `${edit.what} ${edit.values.taint}` : edit.what;
    if (!first.has(key)) first.set(key, edit);
  }
  return [...first.values()].toSorted((a, b) => Number(b.isEnough) - Number(a.isEnough)).slice(0, MOST_EDITS);
}

/** The room for which the fewest pods have to leave. */
function roomEdits(plans: readonly NodePlan[]): readonly FitEdit[] {
  const rooms = plans.flatMap(({ room }) => room ?? []).toSorted((a, b) => a.leavers.length - b.leavers.length);
  return rooms.slice(0, 1).map(({ node, missing, leavers }) => {
    const leaving = leavers.map(({ pod, amount }) => ({ pod: keyOf(pod), amount }));
    return { what: 'free', values: { amount: missing, node }, isEnough: true, leavers: leaving };
  });
}

function tooLittle(attempt: Attempt, change: FitChange, node: string): FitEdit {
  const edit = editOf(change, node, false);
  const reasons = refusalAfter(attempt, snapshotOfAttempt(attempt), node, change)?.reasons ?? [];
  return { ...edit, values: { ...edit.values, reason: reasons.join(', ') } };
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

/** One more node like one that there is, if the filters accept the pod on it while it is empty. */
function nodeEdits(attempt: Attempt): readonly FitEdit[] {
  const { seen, pod } = attempt;
  const models = new Map<string, Node>();
  for (const model of seen.list('Node')) {
    const sort = JSON.stringify([model.status.allocatable, labelsBut(model, HOSTNAME)]);
    if (!models.has(sort)) models.set(sort, model);
  }
  const found = [...models.values()].find((model) => {
    const node = emptyLike(model);
    const more = withObjects(seen, 'Node', [...seen.list('Node'), node]);
    return refusalOf(attempt, { pod, node, snapshot: snapshotOfAttempt({ ...attempt, seen: more }) }) === undefined;
  });
  if (found === undefined) return [];
  const labels = Object.entries(found.metadata.labels ?? {}).filter(([key]) => !key.includes('/'));
  const values = {
    node: found.metadata.name,
    zone: found.metadata.labels?.[ZONE] ?? '',
    labels: labels.map(([key, value]) => `${key}=${value}`).join(', '),
    cpu: found.status.allocatable?.cpu ?? '',
  };
  return [{ what: 'node', values, isEnough: true }];
}

function labelsBut({ metadata: { labels = {} } }: Node, key: string): object {
  const { [key]: _, ...others } = labels;
  return others;
}

/** Without the pods and the troubles of its model: taints that a pool has are no trouble. */
function emptyLike({ metadata, spec, ...rest }: Node): Node {
  const name = 'one-more-node';
  const taints = spec.taints?.filter(({ key }) => !key.startsWith('node.kubernetes.io/')) ?? [];
  const labels = { ...metadata.labels, [HOSTNAME]: name };
  return { ...rest, metadata: { ...metadata, name, uid: name, labels }, spec: { taints } };
}

function selectorEdits(attempt: Attempt): readonly FitEdit[] {
  const snapshot = snapshotOfAttempt(attempt);
  const { nodeSelector: wanted = {} } = attempt.pod.spec;
  const byRoom = snapshot.nodes.toSorted((a, b) => freeCpu(b) - freeCpu(a));
  return Object.entries(wanted).map(([key, value]) => {
    const { [key]: _, ...nodeSelector } = wanted;
    const pod = { ...attempt.pod, spec: { ...attempt.pod.spec, nodeSelector } };
    const refusal = (info: NodeInfo): Verdict | undefined => refusalOf(attempt, { pod, node: info.node, snapshot });
    const values = { label: `${key}=${value}` };
    const fitting = snapshot.nodes.find((info) => refusal(info) === undefined);
    if (fitting !== undefined) return { what: 'selector', values: { ...values, node: fitting.name }, isEnough: true };
    const nearest = byRoom.find((info) => refusal(info)?.plugin === ROOM) ?? byRoom[0];
    const reason = (nearest && refusal(nearest))?.reasons.join(', ') ?? '';
    return { what: 'selector', values: { ...values, node: nearest?.name ?? '', reason }, isEnough: false };
  });
}

function freeCpu({ allocatable, requested }: NodeInfo): number {
  return allocatable.cpuMillis - requested.cpuMillis;
}
