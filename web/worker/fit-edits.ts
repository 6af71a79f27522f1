// What would make a pod fit: the smallest change of each sort, each checked by asking the scheduler's filters again. A
// change that is not enough alone is shown too, as long as a refusal names it.

import type { Pod } from '../../src/model/objects.ts';
import { requestNumbers } from '../../src/model/pod-requests.ts';
import { type Attempt, snapshotOfAttempt } from '../../src/scenario/explain-decision.ts';
import { explainAttempt } from '../../src/scheduler/explain.ts';
import type { FitEdit } from '../protocol.ts';

const MOST_EDITS = 5;
const STEP_MILLIS = 50;

/** At most five changes; those that are enough come first. */
export function fitEdits(attempt: Attempt): readonly FitEdit[] {
  const edits = [
    ...requestEdits(attempt),
    ...nodeEdits(attempt),
    ...selectorEdits(attempt),
    ...tolerationEdits(attempt),
  ];
  return edits.toSorted((a, b) => Number(b.isEnough) - Number(a.isEnough)).slice(0, MOST_EDITS);
}

/** The nodes that a pod would find in a cluster. */
function nodesFor(pod: Pod, attempt: Attempt): readonly string[] {
  const explained = explainAttempt(attempt.profile, pod, snapshotOfAttempt(attempt), 0);
  return explained.nodes.filter(({ state }) => state === 'feasible').map(({ node }) => node);
}

function withCpu(pod: Pod, cpuMillis: number): Pod {
  const [first, ...rest] = pod.spec.containers;
  if (first === undefined) return pod;
  const others = requestNumbers({ ...pod, spec: { ...pod.spec, containers: rest } } as Pod).cpuMillis;
  const requests = { ...first.resources?.requests, cpu: `${Math.max(cpuMillis - others, 0)}m` };
  const changed = { ...first, resources: { ...first.resources, requests } };
  return { ...pod, spec: { ...pod.spec, containers: [changed, ...rest] } };
}

/** The largest CPU request that finds a node, and what would have to go from that node instead. */
function requestEdits(attempt: Attempt): readonly FitEdit[] {
  const { pod } = attempt;
  const wanted = requestNumbers(pod).cpuMillis;
  if (wanted === 0) return [];
  const snapshot = snapshotOfAttempt(attempt);
  const free = snapshot.nodes
    .map(({ name, allocatable, requested }) => ({ name, cpuMillis: allocatable.cpuMillis - requested.cpuMillis }))
    .filter(({ cpuMillis }) => cpuMillis > 0 && cpuMillis < wanted)
    .toSorted((a, b) => b.cpuMillis - a.cpuMillis);
  for (const { name, cpuMillis } of free) {
    const least = Math.floor(cpuMillis / STEP_MILLIS) * STEP_MILLIS;
    if (least <= 0 || !nodesFor(withCpu(pod, least), attempt).includes(name)) continue;
    const missing = wanted - cpuMillis;
    return [
      { what: 'request', values: { cpu: `${least}m`, old: `${wanted}m`, node: name }, isEnough: true },
      { what: 'free', values: { cpu: `${missing}m`, node: name }, isEnough: true },
    ];
  }
  return [];
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
    const more = {
      get: seen.get,
      list: (kind: string) => (kind === 'Node' ? [...seen.list('Node'), fresh] : seen.list(kind)),
    } as Attempt['seen'];
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

function tolerationEdits(attempt: Attempt): readonly FitEdit[] {
  const { pod, seen } = attempt;
  const taints = new Map(
    seen
      .list('Node')
      .flatMap(({ spec }) => (spec.taints ?? []).map((taint) => [`${taint.key}:${taint.effect}`, taint])),
  );
  return [...taints.values()]
    .filter((taint) => taint.effect !== 'PreferNoSchedule' && !taint.key.startsWith('node.kubernetes.io/'))
    .map((taint) => {
      const toleration = { key: taint.key, operator: 'Exists', effect: taint.effect } as const;
      const tolerations = [...(pod.spec.tolerations ?? []), toleration];
      const nodes = nodesFor({ ...pod, spec: { ...pod.spec, tolerations } }, attempt);
      return {
        what: 'toleration',
        values: { taint: `${taint.key}:${taint.effect}`, node: nodes[0] ?? '' },
        isEnough: nodes.length > 0,
      };
    });
}
