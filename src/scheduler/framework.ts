// The scheduling framework's contract: what a plugin is and what it gets to see. A plugin is a value with the extension
// points of Kubernetes that it takes part in; filter and score are pure over (pod, state, node), so that the cycle, the
// explanation of a decision and a property test can all ask the same plugin the same question.
// Mirrors staging/src/k8s.io/kube-scheduler/framework/interface.go (v1.36). Points without a user are not there yet:
// reserve, unreserve, permit, preBind and postBind come with volumes and claims.

import type { View } from '../cluster/actor.ts';
import type { ApiRequest } from '../cluster/request.ts';
import type { Pod } from '../model/objects.ts';
import type { WakeUp } from './cluster-event.ts';
import type { NodeInfo } from './node-info.ts';

/** Unschedulable: removing pods may help. UnschedulableAndUnresolvable: it cannot. Error: the attempt fails. */
type Code = 'Unschedulable' | 'UnschedulableAndUnresolvable' | 'Error';

/** Why not. Success is `undefined`. */
export interface Status {
  readonly code: Code;
  readonly reasons: readonly string[];
}

/** A status with the plugin that gave it. */
export interface Verdict extends Status {
  readonly plugin: string;
}

/** Services and workloads that default spreading looks up; a scheduler's view is one. */
export type Owners = Pick<View, 'get' | 'inNamespace'>;

/** The nodes as one attempt sees them. */
export interface Snapshot {
  /** Zone by zone in turn: the order in which nodes are searched. */
  readonly nodes: readonly NodeInfo[];
  node(name: string): NodeInfo | undefined;
  readonly owners: Owners;
}

/** What preFilter says: go on with this state (on these nodes alone, where given), skip my filter, or a status. */
export type PreFiltered<S> =
  | { readonly kind: 'run'; readonly state: S; readonly nodeNames?: ReadonlySet<string> }
  | { readonly kind: 'skip' }
  | { readonly kind: 'rejected'; readonly status: Status };

/** What preScore says: go on with this state, or skip my score; `rejected` fails the attempt. */
export type PreScored<S> =
  | { readonly kind: 'run'; readonly state: S }
  | { readonly kind: 'skip' }
  | { readonly kind: 'rejected'; readonly status: Status };

/** What postFilter gets: a pod that fits nowhere, and why. */
export interface FilterFailure {
  readonly pod: Pod;
  readonly snapshot: Snapshot;
  /** Verdicts of nodes that a filter rejected. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Plugins whose preFilter was called. */
  readonly preFiltered: ReadonlySet<string>;
  /** Runs all filters on a node as if these pods were not on it. */
  filterWithout(node: NodeInfo, removed: readonly Pod[]): Verdict | undefined;
}

/** `helps`: something was found that will make room. Messages of the others are joined in the FailedScheduling text. */
export type PostFiltered =
  | { readonly kind: 'helps' }
  | { readonly kind: 'rejected'; readonly message: string }
  | { readonly kind: 'error'; readonly message: string };

/** A pod as the scheduling queue orders it. */
interface QueuedOrder {
  readonly pod: Pod;
  /** Micros when it last entered the queue. */
  readonly timestamp: number;
}

/**
 * A plugin. `F` is what its preFilter hands to its filter, `S` what its preScore hands to its score: plain data,
 * never changed after it was made.
 */
export interface Plugin<F = unknown, S = unknown> {
  readonly name: string;
  /** Events that may make a pod schedulable that this plugin rejected. */
  readonly wakesOn?: readonly WakeUp[];
  /** A status keeps the pod out of the queue. */
  preEnqueue?(pod: Pod): Status | undefined;
  /** Negative where a goes first. */
  queueSort?(a: QueuedOrder, b: QueuedOrder): number;
  preFilter?(pod: Pod, snapshot: Snapshot): PreFiltered<F>;
  filter?(pod: Pod, state: F, node: NodeInfo): Status | undefined;
  /** The state as if `changed` had come onto the node (delta 1) or left it (-1). */
  adjust?(pod: Pod, state: F, changed: Pod, node: NodeInfo, delta: 1 | -1): F;
  postFilter?(failure: FilterFailure): PostFiltered;
  preScore?(pod: Pod, nodes: readonly NodeInfo[], snapshot: Snapshot): PreScored<S>;
  /** An integer. */
  score?(pod: Pod, state: S, node: NodeInfo): number;
  /** Scores from 0 to 100, in the order of the nodes. */
  normalizeScore?(state: S, scores: readonly number[], nodes: readonly NodeInfo[]): readonly number[];
  /** The request that puts the pod on the node; the scheduler sends it. */
  bind?(pod: Pod, nodeName: string): ApiRequest;
}

/**
 * Plugins in order of execution with the weights of their scores, as a KubeSchedulerConfiguration's profile has them.
 */
export interface Profile {
  readonly schedulerName: string;
  readonly plugins: readonly { readonly plugin: Plugin; readonly weight: number }[];
  /** 0: adaptive. */
  readonly percentageOfNodesToScore: number;
}

/** The highest score after normalisation. */
export const MAX_NODE_SCORE = 100;

/** A status of one reason. */
export function unschedulable(reason: string): Status {
  return { code: 'Unschedulable', reasons: [reason] };
}

/** A status of one reason that removing pods cannot change. */
export function unresolvable(reason: string): Status {
  return { code: 'UnschedulableAndUnresolvable', reasons: [reason] };
}
