// The words that geometry needs in the page's language. Handed in, so that geometry knows no catalogue and tests can
// use plain ones.

import type { Flag, NodeSegment, Segment, StateClass } from '../../src/report/timeline-model.ts';
import type { Measure } from './draw-list.ts';

export interface Words {
  readonly segment: (segment: Segment) => string;
  /** A number of pods in a state: `24 Terminating`. */
  readonly stateCount: (state: StateClass, count: number) => string;
  readonly node: (segment: NodeSegment) => string;
  readonly flag: (flag: Flag) => string;
  readonly down: (durationMicros: number) => string;
  readonly available: (count: number) => string;
  readonly pods: (count: number) => string;
  readonly min: (count: number) => string;
  readonly max: (count: number) => string;
  /** Of an autoscaler: its goal in percent, and how many replicas it wants. */
  readonly goal: (percent: number) => string;
  readonly desired: (count: number) => string;
  readonly duration: (micros: number) => string;
  /** What a cut of the axis swallows: `3 inside`. */
  readonly inside: (count: number) => string;
  readonly deadNotNoticed: string;
  /** Names of the rows that stay on top. */
  readonly actions: string;
  readonly events: string;
}

/** What every part of the geometry is given besides its own data. */
export interface Setting {
  readonly words: Words;
  readonly measure: Measure;
}
