// The rows of the change log: what happened, when, by whom, and why. The log is the watch stream, the audit trail, the
// time-travel store and the feed of every report; nothing else remembers what happened.
// Rows are plain data and never change. A row's sequence number is its index in the log.

import type { Micros } from '../base/time.ts';
import type { KubeObject, ObjectReference } from '../model/objects.ts';

/** Sequence number of a row: its index in the log, from 0. */
export type Seq = number;

/** A named timer that stood between the cause and its effect (a grace period, a back-off, a toleration). */
export interface Via {
  /**
   * The setting or timer by its Kubernetes name, e.g. `node-monitor-grace-period`, `tolerationSeconds`,
   * `CrashLoopBackOff`.
   */
  readonly timer: string;
  /** The row that set the timer. */
  readonly setBy: Seq;
}

/** Why a row is there. Roots (scenario entries, named processes) have none. */
export interface Cause {
  readonly seq: Seq;
  readonly via?: Via;
}

/** create; update of spec or metadata; status; bind; mark = deletionTimestamp was set; delete = the object is gone. */
export type WriteVerb = 'create' | 'update' | 'status' | 'bind' | 'mark' | 'delete';

export interface WriteRow {
  readonly type: 'write';
  readonly verb: WriteVerb;
  readonly kind: string;
  /** `namespace/name` or `name`. */
  readonly key: string;
  readonly revision: number;
  /** The frozen record after the write; for `delete` the last version. */
  readonly object: KubeObject;
  /** The row of the version before, of the same object. */
  readonly before?: Seq;
}

/** An API request that was refused. */
export interface RefusedRow {
  readonly type: 'refused';
  readonly verb: string;
  readonly kind: string;
  readonly key: string;
  readonly code: number;
  readonly reason: string;
  readonly message: string;
}

/** One scheduling attempt, with what is needed to recompute it exactly. */
export interface DecisionRow {
  readonly type: 'decision';
  readonly pod: string;
  readonly uid: string;
  readonly result: 'scheduled' | 'unschedulable' | 'error';
  readonly node?: string;
  readonly message?: string;
  /** Index in the snapshot's node list where the search started. */
  readonly startIndex: number;
  readonly evaluated: number;
  readonly feasible: number;
  /** Number of the tie-break draw in the scheduler's stream; absent when nothing was drawn. */
  readonly draw?: number;
  /** Log length that the scheduler's informers had seen (their newest row + 1). */
  readonly cursor: Seq;
  /** The row of the scheduler's restart: what it had decided before that it has forgotten. Absent in its first life. */
  readonly restart?: Seq;
  readonly attempt: number;
  /** When the pod's back-off would have ended, where it was tried before that, since no other pod waited. */
  readonly backoffUntil?: Micros;
  /**
   * The node on which room is made for the pod, the pods (`namespace/name`) that have to go from it, and the place of
   * the first node that was tried among those that could be.
   */
  readonly preemption?: { readonly node: string; readonly victims: readonly string[]; readonly offset: number };
}

/** A process of the cluster came up or went down (kube-scheduler, kubelet on node-3). Up at the start is a root. */
export interface ComponentRow {
  readonly type: 'component';
  readonly component: string;
  readonly state: 'up' | 'down';
}

export type WorldFact =
  | 'node-crashed'
  | 'node-booted'
  | 'sandbox-started'
  | 'sandbox-stopped'
  | 'image-pulled'
  | 'image-pull-failed'
  | 'container-started'
  | 'container-exited'
  | 'probe-changed';

/** Something really happened, whether or not the API server knows it yet. */
export interface FactRow {
  readonly type: 'fact';
  readonly fact: WorldFact;
  readonly node: string;
  /** `namespace/name` of the pod, where one is concerned. */
  readonly pod?: string;
  readonly container?: string;
  readonly exitCode?: number;
  /** Image name, probe kind and verdict, or another plain word on it. */
  readonly detail?: string;
}

/** What a controller measured before it took a step; a measurement without a step is no row. */
export interface MeasurementRow {
  readonly type: 'measurement';
  /** The object that asks for it. */
  readonly kind: string;
  readonly key: string;
  /** Values and targets in kubectl's words: `cpu: 72%/60%`. */
  readonly text: string;
}

/** A line of a scenario file. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/** A fault of the scenario begins or ends. The beginning is a root. */
export interface FaultRow {
  readonly type: 'fault';
  readonly phase: 'begin' | 'end';
  /** Short text for a flag: `crash worker-1`, `exit 1 in api`; for the end `worker-1 back`. */
  readonly text: string;
  readonly how: string;
  readonly source: SourceLine;
  readonly targets: readonly ObjectReference[];
  /** True for an end that mends nothing: another fault still breaks the same. */
  readonly isCovered?: true;
}

/** Something the scenario or the user did: a kubectl command, or manifests applied at the start. A root. */
export interface ActionRow {
  readonly type: 'action';
  /** The command as written (`kubectl set image deployment/web web=shop/web:2`) or `create FILE`. */
  readonly text: string;
  readonly source: SourceLine;
}

/** What a command printed, when it ended. */
export interface OutputRow {
  readonly type: 'output';
  /** Its exit status. */
  readonly status: number;
  /** Its stdout and stderr. */
  readonly out: string;
  readonly err: string;
}

export type What =
  | WriteRow
  | RefusedRow
  | DecisionRow
  | ComponentRow
  | FactRow
  | MeasurementRow
  | FaultRow
  | ActionRow
  | OutputRow;

export interface Row {
  readonly seq: Seq;
  readonly at: Micros;
  readonly cluster: string;
  readonly actor: string;
  readonly cause: Cause | undefined;
  readonly what: What;
}
