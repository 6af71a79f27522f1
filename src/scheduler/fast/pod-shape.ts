// What the fast cycle needs to know of a pod besides its labels, compiled once for the pods that share a spec; and what
// of a node matters to such pods alone (taints, labels, cordons), computed once for each node.

import { allowsNode } from '../../model/node-affinity.ts';
import type { Pod, PodSpec } from '../../model/objects.ts';
import type { RequestAmounts, RequestNumbers } from '../../model/pod-requests.ts';
import { incomingScoreRequests, requestNumbers } from '../../model/pod-requests.ts';
import type { Plugin, Snapshot } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import { hasUntoleratedTaint } from '../plugins/taint-toleration.ts';
import { builtInArgs } from '../registry.ts';
import type { FastProfile } from './fast-profile.ts';
import type { NodeColumns } from './node-columns.ts';
import { type RowMemo, RowMemos } from './row-memo.ts';
import type { RowVerdicts } from './row-verdicts.ts';
import { FITS, type VerdictTable } from './verdict-table.ts';
import type { Wanted } from './wanted.ts';
import { NOTHING_WANTED, wantedOf } from './wanted.ts';

/** The pod's node selector or affinity does not allow the node. */
export const EXCLUDED = 1;
/** The node has a NoSchedule or NoExecute taint that the pod does not tolerate. */
export const TAINTED = 2;

/** What is true of (pods like this, node) until the node object changes; by row. */
export interface NodeVerdicts {
  /** The verdict of the filters that look at the pod's spec and the node object alone; 0: not asked yet. */
  readonly ids: Uint16Array;
  /** Sum of the flags above. */
  readonly flags: Uint8Array;
  /** Raw scores of TaintToleration and NodeAffinity. */
  readonly taints: Float64Array;
  readonly affinity: Float64Array;
  /** Some node has a raw score of TaintToleration above 0. */
  hasTaints: boolean;
}

/** A plugin that scores node by node, and what it said. */
export interface PlainScore {
  readonly plugin: Plugin;
  readonly weight: number;
  readonly memo: RowMemo;
}

/** A compiled spec. */
export interface PodShape {
  readonly request: RequestNumbers;
  readonly wanted: Wanted;
  /** What the preFilter of NodeResourcesFit leaves for its filter. */
  readonly fitState: RequestNumbers | undefined;
  readonly scored: RequestAmounts;
  /** What NodeResourcesFit and the balance score together by columns. */
  readonly resourceScores: RowMemo;
  /** What plugins without columns score. */
  readonly plainScores: readonly PlainScore[];
  readonly hasPreferences: boolean;
  /** The pod's node selector or affinity allows only some nodes. */
  readonly restrictsNodes: boolean;
  /** The nodes that its affinity names, if it does. */
  readonly nodeNames: ReadonlySet<string> | undefined;
  /** Built-in filters without columns that do not skip such a pod: host ports, volumes, features. */
  readonly plainFilters: readonly Plugin[];
  readonly verdicts: NodeVerdicts;
  /** Verdicts of NodeResourcesFit by what is short, as bits. */
  readonly shortages: { [bits: number]: number };
  /** Its last attempt failed: the next one will look for reasons at once. */
  hasFailed: boolean;
  /** Made when an attempt fails for reasons that rows give alone. */
  failures: RowVerdicts | undefined;
}

const VERDICTS_MAX = 200;

const NO_NODES: Snapshot = {
  nodes: [],
  node: () => undefined,
  objects: { get: () => undefined, list: () => [], inNamespace: () => [] },
  nowEpochMicros: 0,
  nominatedTo: () => [],
};

/** Shapes over a fixed list of nodes. */
export class PodShapes {
  readonly #profile: FastProfile;
  readonly #table: VerdictTable;
  readonly #columns: NodeColumns;
  readonly memos: RowMemos;
  /** A shape, or undefined for a spec that the fast cycle leaves to the plain one. */
  #bySpec = new WeakMap<PodSpec, PodShape | 'unusual'>();
  readonly #verdicts = new Map<string, NodeVerdicts>();

  constructor(profile: FastProfile, table: VerdictTable, columns: NodeColumns) {
    this.#profile = profile;
    this.#table = table;
    this.#columns = columns;
    this.memos = new RowMemos(columns.nodes.length);
  }

  /**
   * The shape of a pod, or undefined for one that takes a path of its own (terms that contradict one another or cannot
   * be read, containers that were there before).
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
    for (const { ids } of this.#verdicts.values()) ids[row] = 0;
  }

  /** Asks the static filters and scores about a node, and remembers the answers. */
  judge(pod: Pod, { verdicts, hasPreferences }: PodShape, node: NodeInfo, row: number): void {
    const { staticFilters, scorers } = this.#profile;
    verdicts.ids[row] = FITS;
    for (const plugin of staticFilters) {
      const status = plugin.filter?.(pod, undefined, node);
      if (status === undefined) continue;
      verdicts.ids[row] = this.#table.idOf(plugin.name, status);
      break;
    }
    const isExcluded = !allowsNode(pod.spec, node.node);
    verdicts.flags[row] = (isExcluded ? EXCLUDED : 0) + (hasUntoleratedTaint(pod, node.node) ? TAINTED : 0);
    const taints = scorers.taints?.score?.(pod, undefined, node) ?? 0;
    verdicts.taints[row] = taints;
    if (taints > 0) verdicts.hasTaints = true;
    if (hasPreferences) verdicts.affinity[row] = scorers.nodeAffinity?.score?.(pod, undefined, node) ?? 0;
  }

  #compile(pod: Pod): PodShape | 'unusual' {
    const { nodeAffinity, scorers, steps } = this.#profile;
    const restricted = nodeAffinity?.preFilter?.(pod, NO_NODES);
    if (restricted?.kind === 'rejected') return 'unusual';
    const preferred = scorers.nodeAffinity?.preScore?.(pod, [], NO_NODES);
    if (preferred?.kind === 'rejected') return 'unusual';
    const request = requestNumbers(pod);
    const scored = incomingScoreRequests(pod);
    const requests = JSON.stringify([request, scored]);
    const prepared = steps.find(({ kind }) => kind === 'fit')?.plugin.preFilter?.(pod, NO_NODES);
    const fitState = prepared?.kind === 'run' ? (prepared.state as RequestNumbers) : undefined;
    return {
      request,
      wanted: fitState === undefined ? NOTHING_WANTED : wantedOf(fitState, this.#columns),
      fitState,
      scored,
      resourceScores: this.memos.of(`columns ${requests}`),
      plainScores: this.#profile.plainScores.map(({ plugin, weight }) => {
        const kind = plugin.name === 'ImageLocality' ? JSON.stringify(imagesOf(pod)) : requests;
        return { plugin, weight, memo: this.memos.of(`${plugin.name} ${kind}`) };
      }),
      hasPreferences: preferred?.kind === 'run',
      restrictsNodes: restricted?.kind === 'run',
      nodeNames: restricted?.kind === 'run' ? restricted.nodeNames : undefined,
      plainFilters: steps.flatMap(({ plugin, kind }) =>
        kind === 'plain' && builtInArgs(plugin) !== undefined && plugin.preFilter?.(pod, NO_NODES).kind !== 'skip'
          ? [plugin]
          : [],
      ),
      verdicts: this.#verdictsOf(pod.spec),
      shortages: {},
      hasFailed: false,
      failures: undefined,
    };
  }

  #verdictsOf({ tolerations, nodeSelector, affinity, nodeName }: PodSpec): NodeVerdicts {
    const key = JSON.stringify([tolerations, nodeSelector, affinity?.nodeAffinity, nodeName]);
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    if (this.#verdicts.size >= VERDICTS_MAX) {
      this.#verdicts.clear();
      this.#bySpec = new WeakMap();
    }
    const { length } = this.#columns.nodes;
    const verdicts = {
      ids: new Uint16Array(length),
      flags: new Uint8Array(length),
      taints: new Float64Array(length),
      affinity: new Float64Array(length),
      hasTaints: false,
    };
    this.#verdicts.set(key, verdicts);
    return verdicts;
  }
}

/** All that ImageLocality reads of a pod. */
function imagesOf({ spec: { containers, initContainers = [], volumes = [] } }: Pod): unknown {
  return [containers, initContainers]
    .map((list) => list.map(({ image }) => image))
    .concat([volumes.flatMap(({ image }) => (image === undefined ? [] : [JSON.stringify(image)]))]);
}
