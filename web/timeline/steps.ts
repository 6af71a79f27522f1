// Step functions over time: the value at a moment, and the steps that a view needs, with its two ends added so that an
// area reaches the edges of the canvas.

import { bisector } from 'd3';
import type { Viewport } from './axis.ts';

interface Step {
  readonly at: number;
}

export interface StepInView<S> {
  readonly step: S;
  /** Where it is drawn: its own moment, or the edge of the view. */
  readonly at: number;
}

const byTime = bisector<Step, number>((step) => step.at);

/** The step in force at a moment, `undefined` before the first. */
export function stepAt<S extends Step>(steps: readonly S[], at: number): S | undefined {
  return steps[byTime.right(steps, at) - 1];
}

/**
 * The steps to draw, ascending, the last one repeated at the end of the view. Of several steps within half a pixel
 * only the last is kept: a step that lasts no time has no area.
 */
export function stepsInView<S extends Step>(steps: readonly S[], view: Viewport): readonly StepInView<S>[] {
  const { from, to } = view.range;
  const least = ((to - from) / view.width) * 0.5;
  const result: StepInView<S>[] = [];
  const first = Math.max(byTime.right(steps, from) - 1, 0);
  for (let i = first; i < steps.length; i += 1) {
    const step = steps[i];
    if (step === undefined || step.at > to) break;
    const at = Math.max(step.at, from);
    const before = result.at(-1);
    if (before !== undefined && at - before.at < least) result[result.length - 1] = { step, at: before.at };
    else result.push({ step, at });
  }
  const last = result.at(-1);
  if (last !== undefined) result.push({ step: last.step, at: to });
  return result;
}
