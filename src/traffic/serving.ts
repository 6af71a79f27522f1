// Who takes a share of each load, and when that changed: a fold of the log, carried on when somebody asks. A pod
// takes its share while it is Ready and not being deleted, as the endpoints of a Service would have it; a load's
// weight at a moment is the number of containers that share it.

import { MICROS_PER_SECOND, type Micros } from '../base/time.ts';
import type { Log } from '../log/log.ts';
import type { Seq } from '../log/row.ts';
import { findCondition, isConditionTrue } from '../model/condition.ts';
import type { Pod } from '../model/objects.ts';
import { type CpuLoad, type PodDemand, sharesOf } from './demand.ts';

/** Weights over time: `weights[i]` holds from `times[i]` on. */
interface Steps {
  readonly times: Micros[];
  readonly weights: number[];
}

/** A time without a kubelet on a node, or one in which a pod takes its shares; open at its end. */
export interface Span {
  readonly from: Micros;
  to: Micros;
}

/** The end of what has not ended. */
export const FOREVER: Micros = Number.POSITIVE_INFINITY as Micros;
const KUBELET = 'kubelet/';
const NETWORK_CUT = 'network-cut';

export class Serving {
  readonly #log: Log;
  readonly #demandOf: (pod: Pod) => PodDemand;
  readonly #steps = new Map<CpuLoad, Steps>();
  /** When each pod that takes shares of a load did so, by uid. */
  readonly #serving = new Map<string, Span[]>();
  readonly #outages = new Map<string, Span[]>();
  /** Why each node is silent now: how many reasons there are. */
  readonly #reasons = new Map<string, number>();
  #outageCount = 0;
  #changeCount = 0;
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

  /** Whether a pod took its shares at a moment. */
  servesAt({ metadata }: Pod, t: Micros): boolean {
    this.#catchUp();
    return this.#serving.get(metadata.uid)?.some(({ from, to }) => from <= t && t < to) ?? false;
  }

  /** How often the weight of any load has changed. */
  changes(): number {
    this.#catchUp();
    return this.#changeCount;
  }

  /** How often a kubelet has come or gone. */
  outages(): number {
    this.#catchUp();
    return this.#outageCount;
  }

  /** A node's last outage that began by `t`, if there was one; without an end while it lasts. */
  lastOutage(node: string, t: Micros): Span | undefined {
    this.#catchUp();
    return this.#outages.get(node)?.findLast(({ from }) => from <= t);
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
    const at = this.#log.at(seq);
    if (what?.type === 'component' && what.component.startsWith(KUBELET)) {
      this.#silence(what.component.slice(KUBELET.length), what.state === 'down', at);
    } else if (what?.type === 'fault' && what.how === NETWORK_CUT) {
      for (const { kind, name } of what.targets) if (kind === 'Node') this.#silence(name, what.phase === 'begin', at);
    }
  }

  /** One more reason, or one less, why a node's kubelet cannot be scraped. */
  #silence(node: string, isMore: boolean, at: Micros): void {
    const reasons = (this.#reasons.get(node) ?? 0) + (isMore ? 1 : -1);
    if (reasons < 0) return;
    this.#reasons.set(node, reasons);
    if (reasons !== (isMore ? 1 : 0)) return;
    const outages = this.#outages.get(node) ?? [];
    const last = outages.at(-1);
    if (isMore) outages.push({ from: at, to: FOREVER });
    else if (last !== undefined) last.to = at;
    this.#outages.set(node, outages);
    this.#outageCount += 1;
  }

  #addPod(seq: Seq, pod: Pod): void {
    const { uid } = pod.metadata;
    const spans = this.#serving.get(uid);
    const last = spans?.at(-1);
    const isServing = this.#log.verb(seq) !== 'delete' && takesShares(pod);
    if (isServing === (last?.to === FOREVER)) return;
    const demand = this.#demandOf(pod);
    if (demand.every(({ load }) => load === undefined)) return;
    const at = changeOf(pod, this.#log.at(seq));
    if (last !== undefined && !isServing) last.to = at;
    else if (spans === undefined) this.#serving.set(uid, [{ from: at, to: FOREVER }]);
    else spans.push({ from: at, to: FOREVER });
    this.#step(demand, isServing ? 1 : -1, at);
  }

  #step(demand: PodDemand, sign: 1 | -1, at: Micros): void {
    for (const [load, containers] of sharesOf(demand)) {
      this.#changeCount += 1;
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

/** Whether a pod takes its shares, as it is stored now. */
export function takesShares({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && isConditionTrue(status.conditions, 'Ready');
}

/**
 * Since when a pod serves or no longer does: by its condition where that has just changed, in whole seconds as
 * stored.
 */
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
