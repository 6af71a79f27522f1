// How each state class is drawn: its pattern, its icon, its severity. One table, used by bars, lists
// and legends.

import type { StateClass } from '../../src/report/timeline-model.ts';
import { type Color, type ColorName, color, type IconName, type Pattern, type PatternName } from './draw-list.ts';

export const SEVERITY: { readonly [state in StateClass]: number } = {
  failing: 4,
  unknown: 3,
  pending: 2,
  notready: 2,
  terminating: 1,
  creating: 1,
  completed: 0,
  running: 0,
};

/** The worst first. In a stack the worst stands at the foot. */
export const STATES_BY_SEVERITY: readonly StateClass[] = [
  'failing',
  'unknown',
  'pending',
  'notready',
  'terminating',
  'creating',
  'completed',
  'running',
];

const PATTERN: { readonly [state in StateClass]?: PatternName } = {
  pending: 'dots',
  creating: 'diagonal',
  failing: 'cross',
  unknown: 'fine',
};

/** Patterns are strokes of the edge, but of the light ink on the dark fill of a failure. The painter thins them. */
export function patternOf(state: StateClass): Pattern | undefined {
  const name = PATTERN[state];
  if (name === undefined) return undefined;
  return { name, color: state === 'failing' ? color('failing.ink', 0.32) : color(`${state}.edge`) };
}

export function fillOf(state: StateClass, alpha?: number): Color {
  return color(`${state}.fill` satisfies ColorName, alpha);
}

export function edgeOf(state: StateClass): Color {
  return color(`${state}.edge` satisfies ColorName);
}

export function inkOf(state: StateClass): Color {
  return color(`${state}.ink` satisfies ColorName);
}

/** In bars a running pod has no icon: the normal is quiet. */
export function barIconOf(state: StateClass): IconName | undefined {
  return state === 'running' ? undefined : state;
}
