// Who takes a share of each load, and when that changed: a fold of the log, carried on when somebody asks. A pod takes its
// share while it is Ready and not being deleted, as the endpoints of a Service would have it; a load's weight at a moment
// is the number of containers that share it.

import { MICROS_PER_SECOND, type Micros } from '../base/time.ts';
import type { Log } from '../log/log.ts';
import type { Seq } from '../log/row.ts';
import { findCondition } from '../model/condition.ts';
import type { Pod } from '../model/objects.ts';
import { type CpuLoad, type PodDemand, sharesOf } from './demand.ts';

/** Weights over time: `weights[i]` holds from `times[i]` on. */
interface Steps {
  readonly times: Micros[];
  readonly weights: number[];
}

/** A time without a kubelet on a node. */
interface Outage {
  readonly from: Micros;
  to: Micros;
}

const FOREVER: Micros = Number.POSITIVE_INFINITY as Micros;
const KUBELET = 'kubelet/';

export class Serving {
  readonly #log: Log;
  readonly #demandOf: (pod: Pod) => PodDemand;
  readonly #steps = new Map<CpuLoad, Steps>();
  /** Demands of the pods that serve, by uid. */
  readonly #serving = new Map<string, PodDemand>();
  readonly #outages = new Map<string, Outage[]>();
  #outageCount = 0;
  #next: Seq = 0;

  constructor(log: Log, demandOf: (pod: Pod) => PodDemand) {
    this.#log = log;
    this.#demandOf = demandOf;
  }

  /** Number of containers that share a load at a moment. */
  weightAt(load: CpuLoad, t: Micros): number {
    this.#catchUp();
    const steps = this.#steps.get(load);
    if (steps === undefined) return 0;
    const { times, weights } = steps;
    // Mostly asked about the present.
    let index = times.length - 1;
    if ((times[index] ?? 0) > t) index = lastAtOrBefore(times, t);
    return weights[index] ?? 0;
  }

  /** How often a kubelet has come or gone. */
  outages(): number {
    this.#catchUp();
    return this.#outageCount;
  }

  /** The end of a node's last outage that began by `t`: Infinity while it lasts, undefined if there was none. */
  outageEnd(node: string, t: Micros): Micros | undefined {
    this.#catchUp();
    const last = this.#outages.get(node)?.findLast(({ from }) => from <= t);
    return last?.to;
  }

  #catchUp(): void {
    const { length } = this.#log;
    for (; this.#next < length; this.#next += 1) {
      const object = this.#log.object(this.#next);
      if (object === undefined) this.#addPlain(this.#next);
      else if (object.kind === 'Pod') this.#addPod(this.#next, object as Pod);
    }
  }

  #addPlain(seq: Seq): void {
    const what = this.#log.plain(seq);
    if (what?.type !== 'component' || !what.component.startsWith(KUBELET)) return;
    const node = what.component.slice(KUBELET.length);
    const outages = this.#outages.get(node) ?? [];
    const last = outages.at(-1);
    if (what.state === 'down') outages.push({ from: this.#log.at(seq), to: FOREVER });
    else if (last === undefined) return;
    else last.to = this.#log.at(seq);
    this.#outages.set(node, outages);
    this.#outageCount += 1;
  }

  #addPod(seq: Seq, pod: Pod): void {
    const { uid } = pod.metadata;
    const before = this.#serving.get(uid);
    const isServing = this.#log.verb(seq) !== 'delete' && servesAt(pod, FOREVER);
    if (isServing === (before !== undefined)) return;
    if (before !== undefined) {
      this.#serving.delete(uid);
      this.#step(before, -1, changeOf(pod, this.#log.at(seq)));
      return;
    }
    const demand = this.#demandOf(pod);
    this.#serving.set(uid, demand);
    this.#step(demand, 1, changeOf(pod, this.#log.at(seq)));
  }

  #step(demand: PodDemand, sign: 1 | -1, at: Micros): void {
    for (const [load, containers] of sharesOf(demand)) {
      const steps = this.#steps.get(load) ?? { times: [], weights: [] };
      this.#steps.set(load, steps);
      const { times, weights } = steps;
      const weight = (weights.at(-1) ?? 0) + sign * containers;
      const last = times.at(-1);
      if (last !== undefined && last >= at) weights[weights.length - 1] = weight;
      else {
        times.push(at);
        weights.push(weight);
      }
    }
  }
}

/** Whether a pod, as it is stored, took its shares at a moment. */
export function servesAt({ metadata, status }: Pod, t: Micros): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata;
  if (deletionTimestamp !== undefined && deletionTimestamp - deletionGracePeriodSeconds * MICROS_PER_SECOND <= t) {
    return false;
  }
  const ready = findCondition(status.conditions, 'Ready');
  if (ready === undefined) return false;
  const hasChanged = (ready.lastTransitionTime ?? 0) <= t;
  return (ready.status === 'True') === hasChanged;
}

/** Since when a pod serves or no longer does: by its condition where that has just changed, in whole seconds as stored. */
function changeOf(pod: Pod, rowAt: Micros): Micros {
  const { deletionTimestamp } = pod.metadata;
  const readyAt = findCondition(pod.status.conditions, 'Ready')?.lastTransitionTime;
  const second = (Math.floor(rowAt / MICROS_PER_SECOND) * MICROS_PER_SECOND) as Micros;
  return deletionTimestamp === undefined && readyAt !== undefined ? readyAt : second;
}

function lastAtOrBefore(times: readonly Micros[], t: Micros): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
