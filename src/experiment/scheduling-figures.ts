// What a run says about its schedulers: how long pods waited, how full the cluster got, how much of what was left was
// of no use. One pass over the log that keeps what is on which node; the peak is looked at when it is passed.

import { byNumber } from '../base/compare.ts';
import { MICROS_PER_SECOND } from '../base/time.ts';
import type { Log } from '../log/log.ts';
import type { Seq } from '../log/row.ts';
import type { Node, Pod } from '../model/objects.ts';
import { numbersOf, requestNumbers } from '../model/pod-requests.ts';
import { isTerminalPhase } from '../model/pod-status.ts';

/** The figures of one run. Times are seconds, shares are from 0 to 1. */
export interface SchedulingFigures {
  readonly pods: number;
  /** Pods that were never bound; they count as waiting to the end of the run. */
  readonly neverBound: number;
  readonly pendingP50: number;
  readonly pendingP95: number;
  readonly pendingMax: number;
  /** Requests of bound pods by what nodes have, at the moment when most of it was requested. */
  readonly cpuAtPeak: number;
  readonly memoryAtPeak: number;
  readonly gpuAtPeak: number;
  /** Most nodes with pods at one moment. */
  readonly nodesUsed: number;
  /**
   * Of what is free at the peak of the scarcest resource, the share on nodes where a pod of the run does not fit,
   * averaged over its pods (the measure of Weng et al., USENIX ATC 2023).
   */
  readonly fragmentation: number;
  /** Pods that had to go for more important ones. */
  readonly preemptions: number;
}

const CPU = 0;
const MEMORY = 1;
/** CPU in thousandths, memory in bytes, GPUs in whole ones or in shares, pods. */
const SIZE = 4;
const GPU = 2;
const PODS = 3;

type Amounts = readonly number[];

interface Place {
  readonly allocatable: Amounts;
  readonly used: number[];
  pods: number;
}

/** Reads the log of a run. */
export function schedulingFigures(log: Log, untilMicros: number): SchedulingFigures {
  const gpu = gpuResource(log);
  const cluster = new ClusterFill(gpu);
  const created = new Map<string, number>();
  const waits = new Map<string, number>();
  let preemptions = 0;
  for (let seq = 0; seq < log.length; seq += 1) {
    const object = log.object(seq);
    if (object === undefined) continue;
    const isGone = log.verb(seq) === 'delete';
    if (object.kind === 'Node') cluster.setNode(object as Node, isGone);
    if (object.kind !== 'Pod') continue;
    const pod = object as Pod;
    if (log.verb(seq) === 'mark' && isForPreemptor(log, seq)) preemptions += 1;
    const { uid } = pod.metadata;
    if (!created.has(uid)) created.set(uid, log.at(seq));
    const isBound = pod.spec.nodeName !== undefined && pod.spec.nodeName !== '';
    if (isBound && !waits.has(uid)) waits.set(uid, log.at(seq) - (created.get(uid) ?? 0));
    cluster.setPod(pod, isBound && !isGone && !isTerminalPhase(pod.status.phase));
  }
  const pending = [...created]
    .map(([uid, at]) => (waits.get(uid) ?? untilMicros - at) / MICROS_PER_SECOND)
    .sort(byNumber);
  return {
    pods: created.size,
    neverBound: created.size - waits.size,
    pendingP50: quantile(pending, 0.5),
    pendingP95: quantile(pending, 0.95),
    pendingMax: pending.at(-1) ?? 0,
    ...cluster.figures(),
    preemptions,
  };
}

/** True if the scheduler deletes a pod to make room; not every such deletion has an event, since those are limited. */
function isForPreemptor(log: Log, seq: Seq): boolean {
  const cause = log.cause(seq);
  const plain = cause === undefined ? undefined : log.plain(cause.seq);
  return plain?.type === 'decision' && plain.preemption !== undefined;
}

/** The smallest value that so large a share does not exceed. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

/** The extended resource that counts as GPUs: shares where nodes have them, else the first with `gpu` in its name. */
function gpuResource(log: Log): string | undefined {
  for (let seq = 0; seq < log.length; seq += 1) {
    const object = log.object(seq);
    if (object?.kind !== 'Node') continue;
    const names = Object.keys((object as Node).status.allocatable ?? {}).filter((name) => name.includes('gpu'));
    if (names.length > 0) return names.find((name) => name.endsWith('gpu-milli')) ?? names[0];
  }
  return undefined;
}

/** What is on the nodes, and what was at the fullest moments. */
class ClusterFill {
  readonly #gpu: string | undefined;
  readonly #places = new Map<string, Place>();
  readonly #pods = new Map<string, { readonly node: string; readonly amounts: Amounts }>();
  /** How many pods of the run ask for the same. */
  readonly #shapes = new Map<string, { readonly amounts: Amounts; count: number }>();
  readonly #seen = new Set<string>();
  readonly #total: number[] = new Array<number>(SIZE).fill(0);
  readonly #used: number[] = new Array<number>(SIZE).fill(0);
  readonly #peak: number[] = new Array<number>(SIZE).fill(0);
  #nodesUsed = 0;
  #nodesUsedMax = 0;
  #fullest = 0;
  #scarcest = CPU;
  /** Free amounts by node when the cluster was last at its fullest; taken when it is about to change. */
  #free: readonly Amounts[] = [];
  #isAtPeak = false;

  constructor(gpu: string | undefined) {
    this.#gpu = gpu;
  }

  setNode(node: Node, isGone: boolean): void {
    const { name } = node.metadata;
    const old = this.#places.get(name);
    this.#leavePeak();
    const { cpuMillis, memoryBytes, scalars } = numbersOf(node.status.allocatable ?? {});
    const scalar = (wanted: string | undefined): number => scalars.find(([resource]) => resource === wanted)?.[1] ?? 0;
    const allocatable = isGone ? [0, 0, 0, 0] : [cpuMillis, memoryBytes, scalar(this.#gpu), scalar('pods')];
    const place = { allocatable, used: old?.used ?? [0, 0, 0, 0], pods: old?.pods ?? 0 };
    for (let i = 0; i < SIZE; i += 1) add(this.#total, i, (allocatable[i] ?? 0) - (old?.allocatable[i] ?? 0));
    this.#places.set(name, place);
  }

  setPod(pod: Pod, isPlaced: boolean): void {
    const { uid } = pod.metadata;
    const amounts = this.#amountsOf(pod);
    if (!this.#seen.has(uid)) this.#noteShape(uid, amounts);
    const old = this.#pods.get(uid);
    if ((old !== undefined) === isPlaced) return;
    if (old !== undefined) {
      this.#leavePeak();
      this.#pods.delete(uid);
      this.#move(old.node, old.amounts, -1);
      return;
    }
    const node = pod.spec.nodeName ?? '';
    this.#pods.set(uid, { node, amounts });
    this.#move(node, amounts, 1);
    this.#look();
  }

  #amountsOf(pod: Pod): Amounts {
    const { cpuMillis, memoryBytes, scalars } = requestNumbers(pod);
    const gpu = scalars.find(([resource]) => resource === this.#gpu)?.[1] ?? 0;
    return [cpuMillis, memoryBytes, gpu, 1];
  }

  #noteShape(uid: string, amounts: Amounts): void {
    this.#seen.add(uid);
    const key = amounts.join();
    const shape = this.#shapes.get(key);
    if (shape === undefined) this.#shapes.set(key, { amounts, count: 1 });
    else shape.count += 1;
  }

  #move(node: string, amounts: Amounts, delta: 1 | -1): void {
    const place = this.#places.get(node) ?? { allocatable: [0, 0, 0, 0], used: [0, 0, 0, 0], pods: 0 };
    this.#places.set(node, place);
    for (let i = 0; i < SIZE; i += 1) {
      add(place.used, i, delta * (amounts[i] ?? 0));
      add(this.#used, i, delta * (amounts[i] ?? 0));
    }
    place.pods += delta;
    if (delta > 0 && place.pods === 1) this.#nodesUsed += 1;
    if (delta < 0 && place.pods === 0) this.#nodesUsed -= 1;
  }

  #look(): void {
    this.#nodesUsedMax = Math.max(this.#nodesUsedMax, this.#nodesUsed);
    for (let i = 0; i < PODS; i += 1) {
      const share = this.#share(i);
      this.#peak[i] = Math.max(this.#peak[i] ?? 0, share);
      if (share <= this.#fullest) continue;
      this.#fullest = share;
      this.#scarcest = i;
      this.#isAtPeak = true;
    }
  }

  #share(i: number): number {
    const total = this.#total[i] ?? 0;
    return total === 0 ? 0 : (this.#used[i] ?? 0) / total;
  }

  #leavePeak(): void {
    if (!this.#isAtPeak) return;
    this.#isAtPeak = false;
    this.#free = [...this.#places.values()].map(({ allocatable, used }) =>
      allocatable.map((all, i) => all - (used[i] ?? 0)),
    );
  }

  figures(): Pick<SchedulingFigures, 'cpuAtPeak' | 'memoryAtPeak' | 'gpuAtPeak' | 'nodesUsed' | 'fragmentation'> {
    return {
      cpuAtPeak: this.#peak[CPU] ?? 0,
      memoryAtPeak: this.#peak[MEMORY] ?? 0,
      gpuAtPeak: this.#peak[GPU] ?? 0,
      nodesUsed: this.#nodesUsedMax,
      fragmentation: this.#fragmentation(),
    };
  }

  #fragmentation(): number {
    this.#leavePeak();
    const left = this.#free.reduce((sum, free) => sum + Math.max(0, free[this.#scarcest] ?? 0), 0);
    if (left === 0) return 0;
    let useless = 0;
    for (const { amounts, count } of this.#shapes.values()) {
      for (const free of this.#free) {
        if (!fits(amounts, free)) useless += count * Math.max(0, free[this.#scarcest] ?? 0);
      }
    }
    return useless / (left * this.#seen.size);
  }
}

function fits(amounts: Amounts, free: Amounts): boolean {
  return amounts.every((amount, i) => amount === 0 || amount <= (free[i] ?? 0));
}

function add(list: number[], index: number, amount: number): void {
  list[index] = (list[index] ?? 0) + amount;
}
