// What can break, as plain data: the faults of a scenario's timeline, with every default written out.
// A scenario writes them, the chaos actor carries them out.

import type { Micros } from '../base/time.ts';
import type { NodeTrouble } from '../cluster/actor.ts';
import type { SourceLine } from '../log/row.ts';
import type { Selector } from '../model/selector.ts';

/** How many of those that match are hit: so many, or a share of them, rounded up. A seeded draw says which. */
export type Draw = { readonly pick: number } | { readonly sharePercent: number };

/** Which pods a fault may hit, and how many of them. */
export interface PodTarget {
  readonly selector: Selector;
  readonly namespace: string;
  readonly name?: string;
  readonly draw: Draw;
}

/** Which containers: one of each pod, the first one if no name is given. */
interface ContainerTarget extends PodTarget {
  readonly container?: string;
}

/** Which nodes a fault hits: one by name, or some of those that match. */
export interface NodeTarget {
  readonly selector: Selector;
  readonly name?: string;
  readonly draw: Draw;
}

/** The components that can be stopped. */
type StoppableComponent = 'kube-apiserver' | 'kube-scheduler' | 'kube-controller-manager' | 'csi-provisioner';

/** A fault. Without `forMicros` it stays. */
export type Fault =
  | { readonly how: NodeFault; readonly node: NodeTarget; readonly forMicros?: number }
  | { readonly how: 'kill'; readonly pod: PodTarget }
  | { readonly how: 'unready'; readonly container: ContainerTarget; readonly forMicros?: number }
  | { readonly how: 'out-of-memory'; readonly container: ContainerTarget; readonly forMicros?: number }
  | {
      readonly how: 'exit';
      readonly container: ContainerTarget;
      readonly code: number;
      /** For so long the container exits again, soon after each start. */
      readonly forMicros?: number;
    }
  | { readonly how: 'not-found'; readonly image: string; readonly forMicros?: number }
  | {
      readonly how: 'slow' | 'down';
      /** Host of the registry: `docker.io`, `ghcr.io`. */
      readonly registry: string;
      /** How many times longer pulls take. */
      readonly factor: number;
      readonly forMicros?: number;
    }
  | { readonly how: 'stop'; readonly component: StoppableComponent; readonly forMicros?: number };

/**
 * crash: the power is off; kubelet-stop: its containers go on; network-cut: the kubelet cannot reach the API server;
 * runtime-down: its container runtime does not answer; pod-network-down: it has no network for pods.
 */
export type NodeFault = NodeTrouble;

/** A fault at its time. */
export interface TimedFault {
  readonly at: Micros;
  readonly fault: Fault;
  readonly source: SourceLine;
}
