// What can break, as plain data: the faults of a scenario's timeline, with every default written out.
// A scenario writes them, the chaos actor carries them out.

import type { Micros } from '../base/time.ts';
import type { SourceLine } from '../log/row.ts';
import type { Selector } from '../model/selector.ts';

/** Which pods a fault may hit, and how many of them a seeded draw picks. */
export interface PodTarget {
  readonly selector: Selector;
  readonly namespace: string;
  readonly name?: string;
  readonly pick: number;
}

/** The components that can be stopped. */
type StoppableComponent = 'kube-scheduler' | 'kube-controller-manager';

/** A fault. Without `forMicros` it stays. */
export type Fault =
  | { readonly how: 'crash'; readonly node: string; readonly forMicros?: number }
  | { readonly how: 'kill'; readonly pod: PodTarget }
  | {
      readonly how: 'exit';
      readonly container: PodTarget & { readonly container?: string };
      readonly code: number;
      /** For so long the container exits again, soon after each start. */
      readonly forMicros?: number;
    }
  | { readonly how: 'not-found'; readonly image: string; readonly forMicros?: number }
  | { readonly how: 'stop'; readonly component: StoppableComponent; readonly forMicros?: number };

/** A fault at its time. */
export interface TimedFault {
  readonly at: Micros;
  readonly fault: Fault;
  readonly source: SourceLine;
}
