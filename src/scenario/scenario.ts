// A scenario as plain, frozen data with every default written out: what `parse` gives and `build` takes. It can be
// posted to a worker and written as JSON. Times are microseconds; everything remembers the line it was written on, so
// that every event of a run can lead back to it.

import type { Micros } from '../base/time.ts';
import type { TimedFault } from '../faults/fault.ts';
import type { KubectlCommand } from '../kubectl/command.ts';
import type { SourceLine } from '../log/row.ts';
import type { NewObject, ResourceList, StringMap, Taint } from '../model/objects.ts';
import type { Selector } from '../model/selector.ts';
import type { SchedulerConfiguration } from '../scheduler/configuration/configuration.ts';
import type { CpuLoad } from '../traffic/demand.ts';

export interface Scenario {
  /** `metadata.name`, else the file's name without its ending. */
  readonly name: string;
  readonly description: string;
  /** The main file, as it was named. */
  readonly file: string;
  /** The namespace of commands and of objects that name none, as in a kubectl context. */
  readonly namespace: string;
  readonly seed: string;
  /** The wall-clock instant of the run's start, in microseconds since 1970. */
  readonly startsAtEpochMicros: number;
  readonly until: Micros;
  readonly cluster: ClusterPlan;
  /** Created in this order at the start, file by file. */
  readonly manifests: readonly ManifestFile[];
  readonly behaviours: readonly Behaviour[];
  /** In order of time; entries of one instant as written. */
  readonly timeline: readonly TimelineEntry[];
  readonly expect: readonly Expectation[];
}

interface ClusterPlan {
  readonly pools: readonly Pool[];
  /** None where there is one without a configuration. */
  readonly schedulers: readonly SchedulerPlan[];
  /**
   * Flags by component, under the components' own names: `kube-controller-manager` -> `node-monitor-grace-period`
   * -> `50s`.
   */
  readonly settings: { readonly [component: string]: StringMap };
}

/** A scheduler: the component's name, and what it decides by. */
export interface SchedulerPlan {
  readonly name: string;
  readonly configuration: SchedulerConfiguration;
  /** Policies of the user's own, as they were written. */
  readonly plugins: readonly { readonly name: string; readonly text: string }[];
}

/** Nodes `<name>-1` to `<name>-<count>`; node i lies in `zones[(i-1) mod n]`. */
export interface Pool {
  readonly name: string;
  readonly count: number;
  readonly zones: readonly string[];
  /** cpu, memory, pods and what else was written, as quantities. */
  readonly capacity: ResourceList;
  readonly labels: StringMap;
  readonly taints: readonly Taint[];
}

export interface ManifestFile {
  readonly file: string;
  readonly objects: readonly Manifest[];
}

export interface Manifest {
  readonly object: NewObject;
  readonly source: SourceLine;
}

/** Which containers a behaviour is for: all that is given must agree. */
export interface BehaviourMatch {
  readonly selector?: Selector;
  /** Kind of the pod's owner that stands in the manifests (`Deployment`), or `Pod`. */
  readonly kind?: string;
  readonly namespace?: string;
  /** Name of that owner or pod. */
  readonly name?: string;
  readonly container?: string;
}

/** What the program in a container does. Later entries win over earlier ones, field by field. */
export interface Behaviour {
  readonly match: BehaviourMatch;
  /** From the start of the container to its first successful probe. */
  readonly startupMicros?: number;
  /** Whether readiness probes ever succeed. */
  readonly ready?: boolean;
  /** How each life ends, or only the first so many. */
  readonly exit?: { readonly afterMicros: number; readonly code: number; readonly times?: number };
  /** From then on no probe is answered, in each life or only in the first so many. */
  readonly hang?: { readonly afterMicros: number; readonly times?: number };
  /** What happens on TERM. */
  readonly termination?: { readonly afterMicros: number; readonly code: number };
  /** How long the hooks take, and with which code they end. */
  readonly hooks?: { readonly postStart?: HookBehaviour; readonly preStop?: HookBehaviour };
  /** Memory in use since the start of each life, by moments in order of time. */
  readonly memory?: readonly { readonly atMicros: number; readonly bytes: number }[];
  readonly imageBytes?: number;
  /** CPU that the ready pods of the match use together. */
  readonly cpu?: CpuLoad;
}

/** A hook in a container. */
interface HookBehaviour {
  readonly afterMicros: number;
  readonly code: number;
}

export type TimelineEntry = ActionEntry | FaultEntry;

/** A command of kubectl at a time. */
interface ActionEntry {
  readonly type: 'do';
  readonly at: Micros;
  readonly text: string;
  readonly command: KubectlCommand;
  readonly source: SourceLine;
}

/** A fault at a time. */
interface FaultEntry extends TimedFault {
  readonly type: 'fail';
}

/**
 * When a claim must hold: at some moment from `from` to `to`, at every moment from `from` to `to`, or at one
 * moment.
 */
export type ExpectationTime =
  | { readonly type: 'within'; readonly from: Micros; readonly to: Micros }
  | { readonly type: 'always'; readonly from: Micros; readonly to: Micros }
  | { readonly type: 'at'; readonly at: Micros };

export interface Expectation {
  readonly time: ExpectationTime;
  /** As written: `deployment/web available == 10`. */
  readonly that: string;
  readonly claim: Claim;
  readonly source: SourceLine;
}

/** A comparison of a number that the log's objects give, with a constant. */
export interface Claim {
  readonly subject: Subject;
  readonly metric: string;
  readonly operator: ComparisonOperator;
  /** `true` and `false` are 1 and 0. */
  readonly value: number;
}

export type ComparisonOperator = '==' | '!=' | '>=' | '<=' | '>' | '<';

export interface Subject {
  readonly kind: 'Deployment' | 'ReplicaSet' | 'Pod' | 'Node';
  /** Absent for nodes. */
  readonly namespace?: string;
  /** One object by name, or all that the selector matches. */
  readonly name?: string;
  readonly selector?: Selector;
}
