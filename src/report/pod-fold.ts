// Pods over time: a bar before the binding, a bar on the node after it, each cut into segments of one state. A pod
// whose node died is stale until somebody says otherwise: the API server about its node, or the kubelet about the pod.

import type { Micros } from '../base/time.ts';
import { podStatusWord } from '../kubectl/printers/pod-status-word.ts';
import type { FactRow, Seq, WriteVerb } from '../log/row.ts';
import { findCondition } from '../model/condition.ts';
import { keyOf, type Pod } from '../model/objects.ts';
import { requestNumbers } from '../model/pod-requests.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { withLanes } from './lanes.ts';
import type { NodeFold, Share } from './node-fold.ts';
import { controllerId } from './owner.ts';
import { barWord, podStateClass } from './state-class.ts';
import type { PodBar, Segment, StateClass } from './timeline-model.ts';

/**
 * A pod that is bound sooner than this after its creation is not drawn among those without a node; one whose kubelet
 * tells sooner than this what it does was never pending there.
 */
const SHORT_WAIT_MICROS = 1_000_000;

const STALE_STATES: ReadonlySet<StateClass> = new Set(['running', 'notready', 'pending', 'creating', 'failing']);

/** True if nothing of such a state is so once the pod's node is dead: it is only what was reported last. */
export function isStaleState({ status }: Pod, state: StateClass): boolean {
  return STALE_STATES.has(state) && !isTerminalPhase(status.phase);
}

/** Whoever evicts a pod says so in a condition; collecting one that nobody can end is no eviction. */
function isEvicted({ status }: Pod): boolean {
  const condition = findCondition(status.conditions, 'DisruptionTarget');
  return condition?.status === 'True' && condition.reason !== 'DeletionByPodGC';
}

type Bar = Omit<PodBar, 'lane'>;

interface OpenPod {
  readonly key: string;
  readonly uid: string;
  owner: string;
  pod: Pod;
  node: string;
  from: Micros;
  segments: Segment[];
  open: Segment | undefined;
  /** True from the death of its node until its kubelet is heard of again. */
  isLost: boolean;
  evictedAt: Micros | undefined;
  dueAt: Micros | undefined;
  /** The node and the share that it counts with. */
  counted: { readonly node: string; readonly share: Share } | undefined;
}

/** Bars of one track, with their lanes. */
export interface Lanes {
  readonly bars: readonly PodBar[];
  readonly laneCount: number;
}

const NO_NODE = '';

export class PodFold {
  readonly #nodes: NodeFold;
  readonly #open = new Map<string, OpenPod>();
  readonly #onNode = new Map<string, Map<string, OpenPod>>();
  readonly #bars = new Map<string, Bar[]>();

  constructor(nodes: NodeFold) {
    this.#nodes = nodes;
  }

  /** Takes a write of a Pod. */
  written(pod: Pod, verb: WriteVerb, actor: string, at: Micros, seq: Seq): void {
    const key = keyOf(pod);
    const record = this.#open.get(key) ?? this.#create(key, pod, at);
    record.pod = pod;
    record.owner = controllerId(pod) ?? '';
    if (record.evictedAt === undefined && isEvicted(pod)) record.evictedAt = at;
    record.dueAt = pod.metadata.deletionTimestamp ?? record.dueAt;
    const { nodeName = NO_NODE } = pod.spec;
    if (verb === 'delete') {
      this.#refresh(record, at, seq);
      this.#count(record, undefined, at);
      this.#close(record, at, true);
      this.#open.delete(key);
      this.#onNode.get(record.node)?.delete(key);
      return;
    }
    if (nodeName !== record.node) this.#bind(record, nodeName, at);
    if (record.isLost && actor.startsWith('kubelet') && !this.#nodes.isDead(nodeName)) record.isLost = false;
    this.#count(record, nodeName === NO_NODE || isTerminalPhase(pod.status.phase) ? undefined : nodeName, at);
    this.#refresh(record, at, seq);
  }

  /** The API server says something else about a node: its pods look otherwise. */
  nodeChanged(node: string, at: Micros, seq: Seq): void {
    for (const record of this.#onNode.get(node)?.values() ?? []) this.#refresh(record, at, seq);
  }

  /** Takes a fact of the world. */
  fact({ fact, node, pod }: FactRow, at: Micros, seq: Seq): void {
    if (fact === 'node-crashed') {
      for (const record of this.#onNode.get(node)?.values() ?? []) {
        record.isLost = true;
        this.#refresh(record, at, seq);
      }
      return;
    }
    if (pod === undefined || (fact !== 'sandbox-started' && fact !== 'container-started')) return;
    const record = this.#open.get(pod);
    if (record === undefined || !record.isLost) return;
    record.isLost = false;
    this.#refresh(record, at, seq);
  }

  /** The bars of a node, or of the pods without one (`undefined`), up to a moment; the pods go on. */
  finish(until: Micros): (node: string | undefined) => Lanes {
    const alive = new Map<string, Bar[]>();
    for (const record of this.#open.values()) {
      const bar = barOf(record, until, false);
      if (bar !== undefined) push(alive, record.node, bar);
    }
    return (node = NO_NODE) => withLanes([...(this.#bars.get(node) ?? []), ...(alive.get(node) ?? [])]);
  }

  #create(key: string, pod: Pod, at: Micros): OpenPod {
    const record: OpenPod = {
      key,
      uid: pod.metadata.uid,
      owner: '',
      pod,
      node: NO_NODE,
      from: at,
      segments: [],
      open: undefined,
      isLost: false,
      evictedAt: undefined,
      dueAt: undefined,
      counted: undefined,
    };
    this.#open.set(key, record);
    return record;
  }

  #bind(record: OpenPod, node: string, at: Micros): void {
    this.#close(record, at, false);
    this.#onNode.get(record.node)?.delete(record.key);
    record.node = node;
    record.from = at;
    record.segments = [];
    record.open = undefined;
    let onNode = this.#onNode.get(node);
    if (onNode === undefined) {
      onNode = new Map();
      this.#onNode.set(node, onNode);
    }
    onNode.set(record.key, record);
  }

  #count(record: OpenPod, node: string | undefined, at: Micros): void {
    const { counted } = record;
    if (counted?.node === node) return;
    if (counted !== undefined) this.#nodes.use(counted.node, -1, counted.share, at);
    record.counted = node === undefined ? undefined : { node, share: requestNumbers(record.pod) };
    if (record.counted !== undefined) this.#nodes.use(record.counted.node, 1, record.counted.share, at);
  }

  #refresh(record: OpenPod, at: Micros, seq: Seq): void {
    const { pod, open } = record;
    const status = podStatusWord(pod);
    const state = podStateClass(pod, status.word, this.#nodes.isReady(record.node));
    const word = barWord(status, state);
    const isStale = record.isLost && isStaleState(pod, state);
    const { restarts } = status;
    let from = at;
    if (open !== undefined) {
      const isSame = open.state === state && open.word === word && open.isStale === isStale;
      if (isSame && open.restarts === restarts) return;
      const isFirst = record.node !== NO_NODE && record.segments.length === 0;
      if (isFirst && open.state === 'pending' && at - open.from < SHORT_WAIT_MICROS) from = open.from;
      else if (open.from < at) record.segments.push({ ...open, to: at });
    }
    record.open = { from, to: at, state, word, isStale, restarts, seq };
  }

  #close(record: OpenPod, at: Micros, isGone: boolean): void {
    const bar = barOf(record, at, isGone);
    if (bar !== undefined) push(this.#bars, record.node, bar);
  }
}

/** What there is of a pod's bar up to a moment. */
function barOf(record: OpenPod, at: Micros, isGone: boolean): Bar | undefined {
  const { key, uid, owner, node, from, segments: ended, open, evictedAt, dueAt } = record;
  if (open === undefined) return undefined;
  if (node === NO_NODE && at - from < SHORT_WAIT_MICROS) return undefined;
  const segments = open.from < at || ended.length === 0 ? [...ended, { ...open, to: at }] : [...ended];
  return {
    key,
    uid,
    owner,
    from,
    to: at,
    isGone,
    segments,
    ...(evictedAt !== undefined && { evictedAt }),
    ...(dueAt !== undefined && { dueAt }),
  };
}

function push(bars: Map<string, Bar[]>, node: string, bar: Bar): void {
  const known = bars.get(node);
  if (known === undefined) bars.set(node, [bar]);
  else known.push(bar);
}
