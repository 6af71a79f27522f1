// Schedulers under the same weather: each configuration runs with each seed, and a seed's random streams are the same
// for all (arrivals, jitter, failures), so that a difference between two runs of a seed is the configuration's.

import { type Estimate, estimate, pairedDifference } from './paired-difference.ts';
import type { SchedulingFigures } from './scheduling-figures.ts';

/** The figures of one configuration, seed by seed. */
export interface ConfigurationRuns {
  readonly name: string;
  readonly figures: readonly SchedulingFigures[];
}

/** One figure of one configuration. */
export interface ComparedFigure {
  readonly figure: keyof SchedulingFigures;
  readonly configuration: string;
  readonly value: Estimate;
  /** Against the first configuration, seed by seed; absent for the first itself. */
  readonly difference?: Estimate;
}

/** In the order in which they are shown. */
export const FIGURES: readonly (keyof SchedulingFigures)[] = [
  'pods',
  'neverBound',
  'pendingP50',
  'pendingP95',
  'pendingMax',
  'cpuAtPeak',
  'memoryAtPeak',
  'gpuAtPeak',
  'nodesUsed',
  'fragmentation',
  'preemptions',
];

/** Every figure of every configuration. */
export function compared(configurations: readonly ConfigurationRuns[]): readonly ComparedFigure[] {
  const [first] = configurations;
  return FIGURES.flatMap((figure) =>
    configurations.map((runs): ComparedFigure => {
      const values = valuesOf(runs, figure);
      const told = { figure, configuration: runs.name, value: estimate(values) };
      if (first === undefined || runs === first) return told;
      return { ...told, difference: pairedDifference(valuesOf(first, figure), values) };
    }),
  );
}

function valuesOf({ figures }: ConfigurationRuns, figure: keyof SchedulingFigures): readonly number[] {
  return figures.map((run) => run[figure]);
}
