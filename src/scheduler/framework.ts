// The scheduling framework's contract: what a plugin is and what it gets to see. A plugin is a value with the extension
// points of Kubernetes that it takes part in; filter and score are pure over (pod, state, node), so that the cycle, the
// explanation of a decision and a property test can all ask the same plugin the same question. Of upstream's statuses,
// Success is `undefined` (or `run`), Skip and Wait are kinds of an answer, the others are codes.
// Mirrors staging/src/k8s.io/kube-scheduler/framework/interface.go (v1.36).

import type { View } from '../cluster/actor.ts';
import type { ApiRequest } from '../cluster/request.ts';
import type { KubeObject, Pod } from '../model/objects.ts';
import type { WakeUp } from './cluster-event.ts';
import type { NodeInfo } from './node-info.ts';

/**
 * Unschedulable: removing pods may help. UnschedulableAndUnresolvable: it cannot. Pending: the plugin itself will make
 * the pod schedulable, which is worth no back-off. Error: the attempt fails.
 */
type Code = 'Unschedulable' | 'UnschedulableAndUnresolvable' | 'Pending' | 'Error';

/** Why not. */
export interface Status {
  readonly code: Code;
  readonly reasons: readonly string[];
}

/** A status with the plugin that gave it. */
export interface Verdict extends Status {
  readonly plugin: string;
}

/** The objects of every kind that the scheduler watches, with what reserved pods have assumed of them. */
export type Lister = Pick<View, 'get' | 'list' | 'inNamespace'>;

/** The cluster as one attempt sees it. */
export interface Snapshot {
  /** Zone by zone in turn: the order in which nodes are searched. */
  readonly nodes: readonly NodeInfo[];
  node(name: string): NodeInfo | undefined;
  readonly objects: Lister;
  /** The wall clock, in microseconds since 1970. */
  readonly nowEpochMicros: number;
  /** Pods that preemption has made (or is making) room for on a node, and that are not there yet. */
  nominatedTo(nodeName: string): readonly Pod[];
}

/** A status in place of an answer. */
interface Rejection {
  readonly kind: 'rejected';
  readonly status: Status;
}

/** What preFilter says: go on with this state (on these nodes alone, where given), skip my filter, or a status. */
export type PreFiltered<S> =
  | { readonly kind: 'run'; readonly state: S; readonly nodeNames?: ReadonlySet<string> }
  | { readonly kind: 'skip' }
  | Rejection;

/** What preScore says: go on with this state, or skip my score; `rejected` fails the attempt. */
export type PreScored<S> = { readonly kind: 'run'; readonly state: S } | { readonly kind: 'skip' } | Rejection;

/** A copy of a node, to which pods come and from which they go: what would the filters of one attempt say then? */
export interface Trial {
  readonly node: NodeInfo;
  /** A pod more (1) or less (-1). */
  change(changed: Pod, delta: 1 | -1): void;
  /** The first filter that rejects, with nominated pods counted as in any attempt. */
  verdict(): Verdict | undefined;
}

/** What postFilter gets: a pod that fits nowhere, and why. */
export interface FilterFailure {
  readonly pod: Pod;
  readonly snapshot: Snapshot;
  /** Verdicts of nodes that a filter rejected. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** The status of all other nodes: preFilter rejected or excluded them. */
  readonly elsewhere: Status;
  /** Plugins whose preFilter was called. */
  readonly preFiltered: ReadonlySet<string>;
  /** Begins with the node as the filters see it now. */
  tryOn(node: NodeInfo): Trial;
  /** An integer from 0 to n - 1, from the scheduler's own stream. */
  draw(n: number): number;
}

/**
 * `nominated`: these victims are to go, and the pod waits for the node; the scheduler evicts them and writes the
 * nomination. `offset` is where the search for it began. Messages of the others are joined in the FailedScheduling
 * text.
 */
export type PostFiltered =
  | { readonly kind: 'nominated'; readonly node: string; readonly victims: readonly Pod[]; readonly offset: number }
  | { readonly kind: 'rejected'; readonly message: string; readonly clearsNomination?: boolean }
  | { readonly kind: 'error'; readonly message: string };

/**
 * What reserve says: the pod will be on this node, and these objects (new versions of stored ones) will be as given:
 * all attempts see them so until a watch delivers a newer version or the pod fails to be bound.
 */
export type Reserved = { readonly kind: 'reserved'; readonly assumed?: readonly KubeObject[] } | Rejection;

/**
 * What permit says: go on (and let waiting pods of these uids go on, too), wait until some permit lets the pod go on
 * (a rejection when the time is over), or a status.
 */
export type Permitted =
  | { readonly kind: 'allowed'; readonly alsoUids?: readonly string[] }
  | { readonly kind: 'wait'; readonly timeoutMicros: number }
  | Rejection;

/**
 * What preBind says: these writes have to succeed, and then `isReady` has to become true: asked each second, when one
 * of the objects `readyOn` (`Kind/key`) has changed, or anything where that is absent. A status from it, or no answer
 * in time (counted from the writes), fails the binding; the reason begins with the `activity`.
 */
export type PreBound =
  | {
      readonly kind: 'run';
      readonly requests: readonly ApiRequest[];
      readonly isReady?: (objects: Lister) => boolean | Status;
      readonly readyOn?: readonly string[];
      readonly timeoutMicros?: number;
      readonly activity?: string;
    }
  | { readonly kind: 'skip' }
  | Rejection;

/** A pod as the scheduling queue orders it. */
interface QueuedOrder {
  readonly pod: Pod;
  /** Micros when it last entered the queue. */
  readonly timestamp: number;
}

/**
 * A plugin. `F` is what its preFilter hands to its filter, reserve and preBind, `S` what its preScore hands to its
 * score: plain data, never changed after it was made.
 */
export interface Plugin<F = unknown, S = unknown> {
  readonly name: string;
  /** Events that may make a pod schedulable that this plugin rejected; absent: any event. */
  readonly wakesOn?: readonly WakeUp[];
  /** A status keeps the pod out of the queue. */
  preEnqueue?(pod: Pod, objects: Lister): Status | undefined;
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
  reserve?(pod: Pod, state: F, node: NodeInfo, objects: Lister): Reserved;
  /** The pod will not be on the node after all. What reserve assumed is forgotten without a word from the plugin. */
  unreserve?(pod: Pod, nodeName: string): void;
  permit?(pod: Pod, nodeName: string, waiting: readonly Pod[]): Permitted;
  preBind?(pod: Pod, state: F, nodeName: string, objects: Lister): PreBound;
  /** The request that puts the pod on the node, sent by the scheduler; undefined leaves it to the next plugin. */
  bind?(pod: Pod, nodeName: string): ApiRequest | undefined;
  postBind?(pod: Pod, nodeName: string): void;
}

/** A score plugin with the weight of its scores. */
export interface WeightedPlugin {
  readonly plugin: Plugin;
  readonly weight: number;
}

/** The plugins of each extension point, in order of execution, as a KubeSchedulerConfiguration's profile has them. */
export interface Profile {
  readonly schedulerName: string;
  /** 0: adaptive. */
  readonly percentageOfNodesToScore: number;
  readonly preEnqueue: readonly Plugin[];
  readonly queueSort: Plugin;
  readonly preFilter: readonly Plugin[];
  readonly filter: readonly Plugin[];
  readonly postFilter: readonly Plugin[];
  readonly preScore: readonly Plugin[];
  readonly score: readonly WeightedPlugin[];
  readonly reserve: readonly Plugin[];
  readonly permit: readonly Plugin[];
  readonly preBind: readonly Plugin[];
  readonly bind: readonly Plugin[];
  readonly postBind: readonly Plugin[];
  /** Every plugin that is at some point: their wake-ups count. */
  readonly plugins: readonly Plugin[];
}

/** The profiles of one scheduler by the schedulerName of the pods that they are for. All sort the queue alike. */
export type Profiles = ReadonlyMap<string, Profile>;

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

/** The schedulerName of pods that ask for none. */
export const DEFAULT_SCHEDULER = 'default-scheduler';

/** The profile that a pod asks for; undefined where this scheduler is not responsible for it. */
export function profileFor(profiles: Profiles, pod: Pod): Profile | undefined {
  return profiles.get(pod.spec.schedulerName ?? DEFAULT_SCHEDULER);
}
