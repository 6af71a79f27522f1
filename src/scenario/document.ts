// The fields of a Scenario document as its schema gives them: durations in microseconds, selectors read, every
// default filled in. Written out by hand so that a reader sees the shape; the compiler checks the schema against it.

import type { TaintEffect } from '../model/objects.ts';
import type { Selector } from '../model/selector.ts';
import type { CurvePoint } from '../traffic/curve.ts';

/** What the schema gives: every default filled in, texts of commands and claims still unread. */
export interface ScenarioDocument {
  readonly metadata: { readonly name?: string | undefined };
  readonly spec: {
    readonly description: string;
    readonly namespace: string;
    readonly seed: string;
    readonly startsAt: number;
    readonly until: number;
    readonly cluster: {
      readonly pools: readonly PoolFields[];
      readonly schedulers: readonly SchedulerFields[];
      readonly settings: Record<string, Record<string, string>>;
    };
    readonly manifests: readonly string[];
    readonly arrivals: readonly ArrivalFields[];
    readonly behaviours: readonly BehaviourFields[];
    readonly timeline: readonly TimelineFields[];
    readonly expect: readonly ExpectationFields[];
  };
}

/** Pods that come one by one. */
export interface ArrivalFields {
  readonly file: string;
  readonly image?: string | undefined;
}

/** A scheduler: the file of its configuration, or the configuration itself. */
export interface SchedulerFields {
  readonly name?: string | undefined;
  readonly config?: string | Readonly<Record<string, unknown>> | undefined;
  /** Files of policies. */
  readonly plugins?: readonly string[] | undefined;
}

export interface PoolFields {
  readonly name: string;
  readonly count: number;
  readonly zones: readonly string[];
  readonly capacity: Record<string, string>;
  readonly labels: Record<string, string>;
  readonly taints: readonly TaintFields[];
}

interface TaintFields {
  readonly key: string;
  readonly value?: string | undefined;
  readonly effect: TaintEffect;
}

export interface BehaviourFields {
  readonly match: {
    readonly selector?: Selector | undefined;
    readonly kind?: string | undefined;
    readonly namespace?: string | undefined;
    readonly name?: string | undefined;
    readonly container?: string | undefined;
  };
  readonly startup?: number | undefined;
  readonly ready?: boolean | undefined;
  readonly exit?: (ExitFields & { readonly times?: number | undefined }) | undefined;
  readonly hang?: { readonly after: number; readonly times?: number | undefined } | undefined;
  readonly termination?: ExitFields | undefined;
  readonly hooks?:
    | { readonly postStart?: ExitFields | undefined; readonly preStop?: ExitFields | undefined }
    | undefined;
  readonly memory?: readonly MemoryPoint[] | undefined;
  readonly image?: { readonly size: string } | undefined;
  readonly cpu?: { readonly load: string; readonly curve?: CurveFields | undefined } | undefined;
}

/** All fields of all kinds of curves; behaviour-fields.ts says which go together. */
export interface CurveFields {
  readonly kind: 'constant' | 'steps' | 'ramp' | 'sine' | 'csv';
  readonly factor?: number | undefined;
  readonly points?: readonly CurvePoint[] | undefined;
  readonly period?: number | undefined;
  readonly peak?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly file?: string | undefined;
}

/** So much memory from a moment of a container's life on. */
export interface MemoryPoint {
  readonly atMicros: number;
  readonly bytes: number;
}

interface ExitFields {
  readonly after: number;
  readonly code: number;
}

/** How many are hit: `pick` or `share`, one if neither is given. */
interface DrawFields {
  readonly pick?: number | undefined;
  /** Percent. */
  readonly share?: number | undefined;
}

export interface PodTargetFields extends DrawFields {
  readonly selector?: Selector | undefined;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  /** Only where a container is hit. */
  readonly container?: string | undefined;
}

export interface NodeTargetFields extends DrawFields {
  readonly selector?: Selector | undefined;
  readonly name?: string | undefined;
}

/** The words of all faults. */
export const FAULT_WORDS = [
  'crash',
  'kubelet-stop',
  'network-cut',
  'runtime-down',
  'pod-network-down',
  'kill',
  'unready',
  'exit',
  'out-of-memory',
  'not-found',
  'slow',
  'down',
  'stop',
] as const;

export interface FaultFields {
  readonly node?: NodeTargetFields | undefined;
  readonly pod?: PodTargetFields | undefined;
  readonly container?: PodTargetFields | undefined;
  readonly image?: string | undefined;
  readonly registry?: string | undefined;
  readonly component?: 'kube-apiserver' | 'kube-scheduler' | 'kube-controller-manager' | 'csi-provisioner' | undefined;
  readonly how: (typeof FAULT_WORDS)[number];
  readonly for?: number | undefined;
  readonly code?: number | undefined;
  readonly factor?: number | undefined;
}

export interface TimelineFields {
  readonly at: number;
  /** Again after this time, `times` times in all, or to the end of the run. */
  readonly every?: number | undefined;
  readonly times?: number | undefined;
  readonly do?: string | undefined;
  readonly fail?: FaultFields | undefined;
}

export interface ExpectationFields {
  readonly within?: number | undefined;
  readonly always?: number | undefined;
  readonly at?: number | undefined;
  /** For `within`: not before this moment. */
  readonly after?: number | undefined;
  /** For `always`: up to this moment. */
  readonly until?: number | undefined;
  readonly that: string;
}
