// Which pods of a ReplicaSet go first when there are too many: those whose loss hurts least.
// The relation is not transitive (ages are compared in powers of two), so the result depends on the sort; it is
// stable here.
// Mirrors pkg/controller/controller_utils.go, ActivePodsWithRanks (v1.36).

import { byCodeUnit } from '../../base/compare.ts';
import { mergeSorted } from '../../base/merge-sort.ts';
import type { Micros } from '../../base/time.ts';
import { findCondition } from '../../model/condition.ts';
import type { Pod, PodPhase } from '../../model/objects.ts';
import { isPodActive, isPodReady } from '../../model/pod-status.ts';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const NANOS_PER_MICRO = 1_000;
const PHASE_ORDER: ReadonlyMap<PodPhase, number> = new Map([
  ['Pending', 0],
  ['Unknown', 1],
  ['Running', 2],
]);

/**
 * The `count` pods to delete. `related` are all pods of the ReplicaSets of the same owner: a pod that shares its node
 * with many of them goes before one that stands alone.
 */
export function podsToDelete(
  active: readonly Pod[],
  related: readonly Pod[],
  count: number,
  now: Micros,
): readonly Pod[] {
  if (count >= active.length) return active;
  const perNode = new Map<string, number>();
  for (const pod of related) {
    if (!isPodActive(pod)) continue;
    const node = pod.spec.nodeName ?? '';
    perNode.set(node, (perNode.get(node) ?? 0) + 1);
  }
  const ranked = active.map((pod) => rank(pod, perNode.get(pod.spec.nodeName ?? '') ?? 0));
  const sorted = mergeSorted(ranked, (a, b) => compare(a, b, now));
  return sorted.slice(0, count).map(({ pod }) => pod);
}

interface Ranked {
  readonly pod: Pod;
  readonly isAssigned: boolean;
  readonly phase: number;
  readonly isReady: boolean;
  readonly deletionCost: number;
  readonly neighbours: number;
  readonly readySince: Micros | undefined;
  readonly restarts: number;
  readonly sidecarRestarts: number;
}

function rank(pod: Pod, neighbours: number): Ranked {
  const isReady = isPodReady(pod);
  const sidecars = new Set(pod.spec.initContainers?.filter((c) => c.restartPolicy === 'Always').map((c) => c.name));
  const initStatuses = pod.status.initContainerStatuses?.filter((status) => sidecars.has(status.name));
  return {
    pod,
    isAssigned: (pod.spec.nodeName ?? '') !== '',
    phase: PHASE_ORDER.get(pod.status.phase ?? 'Pending') ?? 0,
    isReady,
    deletionCost: deletionCost(pod),
    neighbours,
    readySince: isReady ? findCondition(pod.status.conditions, 'Ready')?.lastTransitionTime : undefined,
    restarts: maxRestarts(pod.status.containerStatuses),
    sidecarRestarts: maxRestarts(initStatuses),
  };
}

/** Not transitive, as upstream's: see compareAges. */
function compare(a: Ranked, b: Ranked, now: Micros): number {
  if (a.isAssigned !== b.isAssigned) return a.isAssigned ? 1 : -1;
  if (a.phase !== b.phase) return a.phase - b.phase;
  if (a.isReady !== b.isReady) return a.isReady ? 1 : -1;
  if (a.deletionCost !== b.deletionCost) return a.deletionCost - b.deletionCost;
  if (a.neighbours !== b.neighbours) return b.neighbours - a.neighbours;
  if (a.isReady && a.readySince !== b.readySince) return compareAges(a.readySince, b.readySince, a.pod, b.pod, now);
  if (a.restarts !== b.restarts) return b.restarts - a.restarts;
  if (a.sidecarRestarts !== b.sidecarRestarts) return b.sidecarRestarts - a.sidecarRestarts;
  const [created, otherCreated] = [a.pod.metadata.creationTimestamp, b.pod.metadata.creationTimestamp];
  return created === otherCreated ? 0 : compareAges(created, otherCreated, a.pod, b.pod, now);
}

/** Younger first, by powers of two of the age; within one power the smaller uid, which is as good as chance. */
function compareAges(a: Micros | undefined, b: Micros | undefined, podA: Pod, podB: Pod, now: Micros): number {
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  const powers = ageBits(now - a) - ageBits(now - b);
  return powers !== 0 ? powers : byCodeUnit(podA.metadata.uid, podB.metadata.uid);
}

/** floor(log2(age in nanoseconds)); -1 for an age of nothing. */
function ageBits(ageMicros: number): number {
  let nanos = ageMicros * NANOS_PER_MICRO;
  let bits = -1;
  for (; nanos >= 1; nanos = Math.floor(nanos / 2)) bits += 1;
  return bits;
}

/** The annotation's value if it is an int32 in plain notation; else 0. */
function deletionCost(pod: Pod): number {
  const text = pod.metadata.annotations?.[DELETION_COST];
  const cost = text !== undefined && /^(0|-?[1-9][0-9]*)$/.test(text) ? Number(text) : 0;
  return cost === (cost | 0) ? cost : 0;
}

function maxRestarts(statuses: readonly { readonly restartCount: number }[] | undefined): number {
  return (statuses ?? []).reduce((most, { restartCount }) => Math.max(most, restartCount), 0);
}
