// A run as the page draws it: tracks, bars and segments, folded from the log once. Plain data that can be posted from
// the worker to the page. Nothing here knows pixels, languages or colours: geometry is computed from this and a
// viewport.

import type { Micros } from '../base/time.ts';
import type { Seq } from '../log/row.ts';

/** The classes of the page's visual system; each has a fill, a pattern, an icon and a word. */
export type StateClass =
  | 'running'
  | 'notready'
  | 'pending'
  | 'creating'
  | 'failing'
  | 'completed'
  | 'terminating'
  | 'unknown';

/** A stretch of a bar with one class and one word. */
export interface Segment {
  readonly from: Micros;
  readonly to: Micros;
  readonly state: StateClass;
  /** kubectl's STATUS word, or the exact reason; of a running pod that is not ready `Running 0/1`. */
  readonly word: string;
  /** True while the world is otherwise than the API server says (a dead node still "Running"). */
  readonly isStale: boolean;
  readonly restarts: number;
  /** The row that began it. */
  readonly seq: Seq;
}

/**
 * A pod without a node from its creation to its binding, or a pod on its node from the binding to the removal of the
 * object. A pod that was bound within a second has no bar before its binding.
 */
export interface PodBar {
  /** `namespace/name`. */
  readonly key: string;
  readonly uid: string;
  /** Key of the controlling owner as `Kind/namespace/name`, or empty. */
  readonly owner: string;
  readonly from: Micros;
  readonly to: Micros;
  /** False when it still exists at the end of the run. */
  readonly isGone: boolean;
  /** When it was told to make room: by a taint, for a more important pod, through the eviction API. */
  readonly evictedAt?: Micros;
  /** When its grace period is over, once it was deleted. */
  readonly dueAt?: Micros;
  readonly lane: number;
  readonly segments: readonly Segment[];
}

/** Requested share of a node over time: a step function. */
export interface UsageStep {
  readonly at: Micros;
  readonly pods: number;
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

export interface NodeSegment {
  readonly from: Micros;
  readonly to: Micros;
  readonly state: 'ready' | 'notready' | 'absent';
  readonly isStale: boolean;
  readonly isCordoned: boolean;
  /** NoExecute and NoSchedule taints as `key:effect`. */
  readonly taints: readonly string[];
  readonly seq: Seq;
}

/** Nodes come in the order in which they were registered. */
export interface NodeTrack {
  readonly name: string;
  readonly pool: string;
  readonly zone: string;
  readonly allocatable: { readonly pods: number; readonly cpuMillis: number; readonly memoryBytes: number };
  readonly segments: readonly NodeSegment[];
  readonly usage: readonly UsageStep[];
  readonly bars: readonly PodBar[];
  readonly laneCount: number;
}

export interface WorkloadStep {
  readonly at: Micros;
  /** Ready and available pods per ReplicaSet, in the order of WorkloadTrack.replicaSets; of other kinds one number. */
  readonly available: readonly number[];
  /** Pods that are not terminating. */
  readonly pods: number;
  readonly desired: number;
  /** The allowed band: of a Deployment desired - maxUnavailable to desired + maxSurge. */
  readonly min: number;
  readonly max: number;
}

/** Pods that are counted: a Deployment's, a DaemonSet's, a Job's, those of a ReplicaSet without an owner. */
export interface WorkloadTrack {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Names of a Deployment's, oldest first. */
  readonly replicaSets: readonly string[];
  /** Which of them has the highest revision in the end: after an undo an old one. 0 of other kinds. */
  readonly newest: number;
  readonly steps: readonly WorkloadStep[];
}

/** What an autoscaler wants, has, and may want. */
export interface HpaStep {
  readonly at: Micros;
  readonly desired: number;
  readonly current: number;
  readonly min: number;
  readonly max: number;
  /** Whether it would want fewer, and waits for its stabilization window to end. */
  readonly isHeld: boolean;
}

/** Its first metric when it was read; `undefined` where it could not be had. */
export interface HpaSample {
  readonly at: Micros;
  readonly percent: number | undefined;
}

export interface HpaTrack {
  readonly namespace: string;
  readonly name: string;
  /** What it scales, as `Deployment/shop/web`. */
  readonly target: string;
  /** Name of its first metric (`cpu`), and what that should be in percent. */
  readonly metric: string;
  readonly goal: number;
  readonly steps: readonly HpaStep[];
  readonly samples: readonly HpaSample[];
}

export interface ComponentTrack {
  readonly name: string;
  readonly down: readonly { readonly from: Micros; readonly to: Micros; readonly seq: Seq }[];
  /** Times of its writes (kube-apiserver: of all writes), ascending. */
  readonly writes: readonly Micros[];
}

/** A flag on the track of actions and faults. */
export interface Flag {
  readonly at: Micros;
  readonly kind: 'action' | 'fault' | 'fault-end';
  readonly text: string;
  readonly seq: Seq;
}

export interface EventMark {
  readonly at: Micros;
  readonly isWarning: boolean;
  readonly reason: string;
  readonly message: string;
  /** `Kind/namespace/name` of the involved object. */
  readonly about: string;
  readonly seq: Seq;
}

export interface Timeline {
  readonly name: string;
  readonly description: string;
  readonly file: string;
  readonly seed: string;
  readonly startsAtEpochMicros: number;
  readonly until: Micros;
  /** Rows in the log. */
  readonly rows: number;
  readonly digest: string;
  readonly flags: readonly Flag[];
  readonly events: readonly EventMark[];
  readonly components: readonly ComponentTrack[];
  readonly workloads: readonly WorkloadTrack[];
  readonly hpas: readonly HpaTrack[];
  readonly noNode: { readonly bars: readonly PodBar[]; readonly laneCount: number };
  readonly nodes: readonly NodeTrack[];
}

// ---- answers to questions about a moment ----

/**
 * One step of a chain of causes, first the root. Texts are built from `what` by the page's and the CLI's catalogues.
 */
export interface ChainStep {
  readonly seq: Seq;
  readonly at: Micros;
  readonly actor: string;
  /** Key of the sentence, e.g. `fault.crash`, `node.notReady`, `pod.created`; see report/sentences. */
  readonly sentence: string;
  readonly values: { readonly [name: string]: string };
  /** Object it is about as `Kind/namespace/name` (or `Kind/name`). */
  readonly about: string;
  /** Where a timer stood before this step: its setting by its Kubernetes name. */
  readonly via?: string;
  /** The same with its value, where one is known: `node-monitor-grace-period=50s`. */
  readonly setting?: string;
  /** Time since the step before. */
  readonly waited: Micros;
  readonly source?: { readonly file: string; readonly line: number };
}

/** A kubectl-like table at a moment. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly {
    /** `Kind/namespace/name` or `Kind/name`. */
    readonly id: string;
    readonly cells: readonly string[];
    readonly state: StateClass;
    /** True where the stored status is not what the world is (its node is dead). */
    readonly isStale: boolean;
  }[];
}
