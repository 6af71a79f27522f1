// Pods that no selector can tell apart, because they share their labels: mostly those of one template. A new selector
// is asked about each class once, instead of about every pod of the cluster.

import type { Pod, StringMap } from '../../model/objects.ts';
import type { NodeInfo } from '../node-info.ts';

/** The pods of one class that are on nodes. `T` is what the classes are counted for. */
export interface PodClass<T> {
  /** One of them: labels, namespace and whether it is terminating are those of all. */
  readonly sample: Pod;
  /** How many are on a node. */
  readonly byRow: Map<number, number>;
  pods: number;
  members: T[];
}

const NO_LABELS: StringMap = {};

/** The classes over a fixed list of nodes. */
export class PodClasses<T> {
  readonly #findMembers: (sample: Pod) => T[];
  readonly #byLabels = new WeakMap<StringMap, PodClass<T>[]>();
  readonly all: Set<PodClass<T>> = new Set();

  /** `findMembers` tells what a new class is counted for. */
  constructor(nodes: readonly NodeInfo[], findMembers: (sample: Pod) => T[]) {
    this.#findMembers = findMembers;
    nodes.forEach(({ pods }, row) => {
      for (const pod of pods) this.count(row, pod, 1);
    });
  }

  /** A pod came to the node of this row (1) or left it (-1). The class is as it is afterwards. */
  count(row: number, pod: Pod, delta: 1 | -1): PodClass<T> {
    const counted = this.#classOf(pod);
    counted.pods += delta;
    const pods = (counted.byRow.get(row) ?? 0) + delta;
    if (pods === 0) counted.byRow.delete(row);
    else counted.byRow.set(row, pods);
    if (counted.pods === 0) this.#drop(counted);
    return counted;
  }

  #classOf(pod: Pod): PodClass<T> {
    const { labels = NO_LABELS, namespace, deletionTimestamp } = pod.metadata;
    let sharing = this.#byLabels.get(labels);
    if (sharing === undefined) {
      sharing = [];
      this.#byLabels.set(labels, sharing);
    }
    for (const known of sharing) {
      const { metadata } = known.sample;
      const isGoing = metadata.deletionTimestamp !== undefined;
      if (metadata.namespace === namespace && isGoing === (deletionTimestamp !== undefined)) return known;
    }
    const made = { sample: pod, byRow: new Map<number, number>(), pods: 0, members: this.#findMembers(pod) };
    sharing.push(made);
    this.all.add(made);
    return made;
  }

  #drop(empty: PodClass<T>): void {
    this.all.delete(empty);
    const labels = empty.sample.metadata.labels ?? NO_LABELS;
    const sharing = this.#byLabels.get(labels)?.filter((known) => known !== empty) ?? [];
    this.#byLabels.set(labels, sharing);
  }
}
