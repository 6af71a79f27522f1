// Nodes over time: what the API server says of them (Ready, taints, cordoned), whether they are really alive, and how
// much of them is requested. Pods ask it about their node.

import type { Micros } from '../base/time.ts';
import type { Seq } from '../log/row.ts';
import { isConditionTrue } from '../model/condition.ts';
import type { Node } from '../model/objects.ts';
import { numbersOf } from '../model/pod-requests.ts';
import type { NodeSegment, NodeTrack, UsageStep } from './timeline-model.ts';

const ZONE = 'topology.kubernetes.io/zone';
const POOL = 'orrery/pool';
const NOTHING: NodeTrack['allocatable'] = { pods: 0, cpuMillis: 0, memoryBytes: 0 };
const NO_TAINTS: readonly string[] = [];

/** What pods take from a node, or give back. */
export interface Share {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

/** A node's track but for its bars. */
export type NodeHead = Omit<NodeTrack, 'bars' | 'laneCount'>;

interface OpenNode {
  readonly name: string;
  node: Node | undefined;
  isReady: boolean;
  isDead: boolean;
  pool: string;
  zone: string;
  allocatable: NodeTrack['allocatable'];
  readonly segments: NodeSegment[];
  open: NodeSegment;
  readonly usage: UsageStep[];
}

export class NodeFold {
  readonly #nodes = new Map<string, OpenNode>();

  /** True if the API server says that the node is Ready. */
  isReady(name: string): boolean {
    return this.#nodes.get(name)?.isReady ?? false;
  }

  /** True while the node is really down. */
  isDead(name: string): boolean {
    return this.#nodes.get(name)?.isDead ?? false;
  }

  /** Takes a write of a Node; `node` is undefined where it is gone. True if pods may look otherwise now. */
  written(name: string, node: Node | undefined, at: Micros, seq: Seq): boolean {
    const track = this.#track(name);
    const before = track.node;
    track.node = node;
    if (node !== undefined) describe(track, node, before);
    const wasReady = track.isReady;
    track.isReady = node !== undefined && isConditionTrue(node.status.conditions, 'Ready');
    this.#refresh(track, at, seq);
    return track.isReady !== wasReady;
  }

  /** The node really went down, or came up. */
  fact(name: string, isDead: boolean, at: Micros, seq: Seq): void {
    const track = this.#track(name);
    track.isDead = isDead;
    this.#refresh(track, at, seq);
  }

  /** A pod begins (1) or ends (-1) to count on the node. */
  use(name: string, sign: 1 | -1, share: Share, at: Micros): void {
    const { usage } = this.#track(name);
    const last = usage.at(-1);
    const step: UsageStep = {
      at,
      pods: (last?.pods ?? 0) + sign,
      cpuMillis: (last?.cpuMillis ?? 0) + sign * share.cpuMillis,
      memoryBytes: (last?.memoryBytes ?? 0) + sign * share.memoryBytes,
    };
    if (last?.at === at) usage[usage.length - 1] = step;
    else usage.push(step);
  }

  /** All nodes in order of their first row. */
  finish(until: Micros): readonly NodeHead[] {
    return [...this.#nodes.values()].map(({ name, pool, zone, allocatable, segments, open, usage }) => ({
      name,
      pool,
      zone,
      allocatable,
      segments: open.from < until || segments.length === 0 ? [...segments, { ...open, to: until }] : [...segments],
      usage: [...usage],
    }));
  }

  #track(name: string): OpenNode {
    let track = this.#nodes.get(name);
    if (track === undefined) {
      const start = 0 as Micros;
      track = {
        name,
        node: undefined,
        isReady: false,
        isDead: false,
        pool: name.replace(/-\d+$/, ''),
        zone: '',
        allocatable: NOTHING,
        segments: [],
        open: { from: start, to: start, state: 'absent', isStale: false, isCordoned: false, taints: NO_TAINTS, seq: 0 },
        usage: [],
      };
      this.#nodes.set(name, track);
    }
    return track;
  }

  #refresh(track: OpenNode, at: Micros, seq: Seq): void {
    const { node, isReady, open } = track;
    const state = node === undefined ? 'absent' : isReady ? 'ready' : 'notready';
    const isStale = state === 'ready' && track.isDead;
    const isCordoned = node?.spec.unschedulable === true;
    const taints = node === undefined ? NO_TAINTS : taintTexts(node);
    const isSame = open.state === state && open.isStale === isStale && open.isCordoned === isCordoned;
    if (isSame && open.taints.join() === taints.join()) return;
    if (open.from < at) track.segments.push({ ...open, to: at });
    track.open = { from: at, to: at, state, isStale, isCordoned, taints, seq };
  }
}

function describe(track: OpenNode, node: Node, before: Node | undefined): void {
  const { labels } = node.metadata;
  track.zone = labels?.[ZONE] ?? '';
  track.pool = labels?.[POOL] ?? track.pool;
  const { allocatable } = node.status;
  if (allocatable === undefined || allocatable === before?.status.allocatable) return;
  const { cpuMillis, memoryBytes, scalars } = numbersOf(allocatable);
  const pods = scalars.find(([resource]) => resource === 'pods')?.[1] ?? 0;
  track.allocatable = { pods, cpuMillis, memoryBytes };
}

function taintTexts(node: Node): readonly string[] {
  const { taints } = node.spec;
  if (taints === undefined || taints.length === 0) return NO_TAINTS;
  return taints.filter(({ effect }) => effect !== 'PreferNoSchedule').map(({ key, effect }) => `${key}:${effect}`);
}
