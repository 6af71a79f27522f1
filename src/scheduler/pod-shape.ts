// What the fast cycle needs to know of a pod besides its labels, compiled once for the pods that share a spec; and what
// of a node matters to such pods alone (taints, labels, cordons), computed once for each node.

import { allowsNode } from '../model/node-affinity.ts';
import type { Pod, PodSpec } from '../model/objects.ts';
import type { RequestNumbers } from '../model/pod-requests.ts';
import { incomingScoreRequests, requestNumbers } from '../model/pod-requests.ts';
import type { Plugin } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import { nodeAffinity } from './plugins/node-affinity.ts';
import { nodeName } from './plugins/node-name.ts';
import { nodeUnschedulable } from './plugins/node-unschedulable.ts';
import { hasUntoleratedTaint, taintToleration } from './plugins/taint-toleration.ts';

/** Filters that look at the pod's spec and the node object alone. */
const STATIC_FILTERS: readonly Plugin[] = [nodeUnschedulable, nodeName, taintToleration, nodeAffinity];

/** The node was asked. */
const JUDGED = 1;
/** One of the static filters rejects the node. */
export const REJECTED = 2;
/** The pod's node selector or affinity does not allow the node. */
export const EXCLUDED = 4;
/** The node has a NoSchedule or NoExecute taint that the pod does not tolerate. */
export const TAINTED = 8;

/** What is true of (pods like this, node) until the node object changes; by row. */
export interface NodeVerdicts {
  /** Sum of the flags below; 0: not asked yet. */
  readonly flags: Uint8Array;
  /** Raw scores of TaintToleration and NodeAffinity. */
  readonly taints: Float64Array;
  readonly affinity: Float64Array;
}

/** A compiled spec. */
export interface PodShape {
  readonly request: RequestNumbers;
  readonly scored: { readonly cpuMillis: number; readonly memoryBytes: number };
  readonly hasPreferences: boolean;
  /** The pod's node selector or affinity allows only some nodes. */
  readonly restrictsNodes: boolean;
  readonly verdicts: NodeVerdicts;
}

const VERDICTS_MAX = 200;

/** Shapes over a fixed list of nodes. */
export class PodShapes {
  readonly #nodeCount: number;
  /** A shape, or undefined for a spec that the fast cycle leaves to the plain one. */
  #bySpec = new WeakMap<PodSpec, PodShape | 'unusual'>();
  readonly #verdicts = new Map<string, NodeVerdicts>();

  constructor(nodeCount: number) {
    this.#nodeCount = nodeCount;
  }

  /**
   * The shape of a pod, or undefined for one that takes a path of its own (named nodes, terms that
   * cannot be read, containers that were there before).
   */
  of(pod: Pod): PodShape | undefined {
    if ((pod.status.containerStatuses ?? []).length > 0) return undefined;
    let shape = this.#bySpec.get(pod.spec);
    if (shape === undefined) {
      shape = this.#compile(pod);
      this.#bySpec.set(pod.spec, shape);
    }
    return shape === 'unusual' ? undefined : shape;
  }

  /** A node's object changed: ask again. */
  forgetNode(row: number): void {
    for (const { flags } of this.#verdicts.values()) flags[row] = 0;
  }

  #compile(pod: Pod): PodShape | 'unusual' {
    const objects = { get: () => undefined, list: () => [], inNamespace: () => [] };
    const snapshot = { nodes: [], node: () => undefined, objects, nominatedTo: () => [] };
    const restricted = nodeAffinity.preFilter?.(pod, snapshot);
    if (restricted?.kind === 'rejected') return 'unusual';
    if (restricted?.kind === 'run' && restricted.nodeNames !== undefined) return 'unusual';
    const preferred = nodeAffinity.preScore?.(pod, [], snapshot);
    if (preferred?.kind === 'rejected') return 'unusual';
    return {
      request: requestNumbers(pod),
      scored: incomingScoreRequests(pod),
      hasPreferences: preferred?.kind === 'run',
      restrictsNodes: restricted?.kind === 'run',
      verdicts: this.#verdictsOf(pod.spec),
    };
  }

  #verdictsOf({ tolerations, nodeSelector, affinity, nodeName: wanted }: PodSpec): NodeVerdicts {
    const key = JSON.stringify([tolerations, nodeSelector, affinity?.nodeAffinity, wanted]);
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    if (this.#verdicts.size >= VERDICTS_MAX) {
      this.#verdicts.clear();
      this.#bySpec = new WeakMap();
    }
    const verdicts = {
      flags: new Uint8Array(this.#nodeCount),
      taints: new Float64Array(this.#nodeCount),
      affinity: new Float64Array(this.#nodeCount),
    };
    this.#verdicts.set(key, verdicts);
    return verdicts;
  }
}

/** Asks the static filters and scores about a node, and remembers the answers. */
export function judgeNode(pod: Pod, { verdicts, hasPreferences }: PodShape, node: NodeInfo, row: number): void {
  const isRejected = STATIC_FILTERS.some((plugin) => plugin.filter?.(pod, undefined, node) !== undefined);
  const isExcluded = !allowsNode(pod.spec, node.node);
  const isTainted = hasUntoleratedTaint(pod, node.node);
  verdicts.flags[row] = JUDGED + (isRejected ? REJECTED : 0) + (isExcluded ? EXCLUDED : 0) + (isTainted ? TAINTED : 0);
  verdicts.taints[row] = taintToleration.score?.(pod, undefined, node) ?? 0;
  if (hasPreferences) verdicts.affinity[row] = nodeAffinity.score?.(pod, undefined, node) ?? 0;
}
