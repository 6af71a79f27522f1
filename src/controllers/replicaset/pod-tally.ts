// How many pods of a ReplicaSet are active, labelled, ready, terminating: kept from sync to sync, because a
// ReplicaSet of 5,000 pods is synced thousands of times while its pods come up, and each time only a few of them have
// changed.

import type { LabelSelector, Pod, StringMap } from '../../model/objects.ts';
import { isPodActive, isPodReady, isPodTerminating } from '../../model/pod-status.ts';
import { matchesLabelSelector } from '../../model/selector.ts';

/** Counts over a list of pods; plain data. `terminating` and the others are disjoint. */
export interface PodTally {
  readonly pods: readonly Pod[];
  readonly selector: LabelSelector;
  readonly active: number;
  readonly fullyLabeled: number;
  readonly ready: number;
  readonly terminating: number;
  /** Active pods that no longer match the selector. */
  readonly strayed: number;
}

type Counts = { -readonly [K in 'active' | 'fullyLabeled' | 'ready' | 'terminating' | 'strayed']: number };

/**
 * The tally of `pods`, in order of creation, made from the one before where that is of the same selector. The
 * template's labels never change under a selector.
 */
export function tallyPods(
  pods: readonly Pod[],
  selector: LabelSelector,
  templateLabels: StringMap | undefined,
  before?: PodTally,
): PodTally {
  const usable = before !== undefined && before.selector === selector ? before : undefined;
  if (usable?.pods === pods) return usable;
  const counts: Counts = {
    active: usable?.active ?? 0,
    fullyLabeled: usable?.fullyLabeled ?? 0,
    ready: usable?.ready ?? 0,
    terminating: usable?.terminating ?? 0,
    strayed: usable?.strayed ?? 0,
  };
  const add = (pod: Pod, sign: 1 | -1): void => count(counts, pod, sign, selector, templateLabels);
  const old = usable?.pods ?? [];
  let i = 0;
  let j = 0;
  for (; i < old.length && j < pods.length; i += 1) {
    const [was, is] = [old[i], pods[j]];
    if (was === undefined || is === undefined) break;
    if (was === is) {
      j += 1;
      continue;
    }
    add(was, -1);
    if (was.metadata.uid === is.metadata.uid) {
      add(is, 1);
      j += 1;
    }
  }
  for (const gone of old.slice(i)) add(gone, -1);
  for (const fresh of pods.slice(j)) add(fresh, 1);
  return { pods, selector, ...counts };
}

function count(counts: Counts, pod: Pod, sign: 1 | -1, selector: LabelSelector, labels: StringMap | undefined): void {
  const isClaimed = matchesLabelSelector(selector, pod.metadata.labels);
  if (isPodTerminating(pod)) {
    if (isClaimed) counts.terminating += sign;
    return;
  }
  if (!isPodActive(pod)) return;
  if (!isClaimed) {
    counts.strayed += sign;
    return;
  }
  counts.active += sign;
  if (hasLabels(pod, labels)) counts.fullyLabeled += sign;
  if (isPodReady(pod)) counts.ready += sign;
}

function hasLabels(pod: Pod, labels: StringMap | undefined): boolean {
  for (const name in labels) if (pod.metadata.labels?.[name] !== labels[name]) return false;
  return true;
}
