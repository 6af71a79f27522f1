// Which axis the reader has chosen: time runs evenly, idle time is cut, all but the chain of causes is cut, or every
// event has equal room. The view is told which axis is in force.

import { effect, type Signal, signal } from '@preact/signals';
import type { Timeline } from '../../src/report/timeline-model.ts';
import { type Axis, gapsBetween } from '../timeline/axis.ts';
import { allMoments, busyMoments } from '../timeline/cuts.ts';
import type { TimeRange } from '../timeline/viewport.ts';
import { chain } from './answers.ts';
import type { AxisChoice } from './axis-choice.ts';
import { timeline, until } from './run.ts';
import { axis } from './view.ts';

export const axisChoice: Signal<AxisChoice> = signal<AxisChoice>('linear');
/** Cuts that the reader has opened, by their beginning and end. */
export const openCuts: Signal<readonly TimeRange[]> = signal<readonly TimeRange[]>([]);

const IDLE_AIR = 0.04;
const CHAIN_AIR = 0.03;

/** Keeps the view's axis from now on. Another choice closes all cuts again. */
export function startAxis(): void {
  effect(() => {
    axisChoice.value;
    openCuts.value = [];
  });
  effect(() => {
    const shown = timeline.value;
    // Of every tab, and while it is hidden too: the axis stays as it is.
    const steps = chain.value;
    const moments = steps === undefined || steps.length < 2 ? undefined : steps.map((step) => step.at);
    axis.value = shown === undefined ? undefined : axisOf(axisChoice.value, shown, moments);
  });
}

function axisOf(choice: AxisChoice, shown: Timeline, chain: readonly number[] | undefined): Axis | undefined {
  switch (choice) {
    case 'linear':
      return undefined;
    case 'index':
      return { kind: 'index', moments: [...new Set([...allMoments(shown), until.value])] };
    case 'idle':
      return { kind: 'cut', gaps: closed(gapsBetween(busyMoments(shown), shown.until, IDLE_AIR)) };
    case 'chain': {
      if (chain === undefined) return undefined;
      return { kind: 'cut', gaps: closed(gapsBetween(chain, shown.until, CHAIN_AIR)) };
    }
  }
}

function closed(gaps: readonly TimeRange[]): readonly TimeRange[] {
  return gaps.filter((gap) => !openCuts.value.some((open) => open.from < gap.to && gap.from < open.to));
}
