// A scenario run to its end: the simulation, its judgements, its digest. What every program does with a scenario.
// The command line, the worker and the tests call this one function.

import type { Micros } from '../base/time.ts';
import { digestOf } from '../log/digest.ts';
import { type BuildOptions, buildSimulation, type Simulation } from './build.ts';
import { type Judgement, judge } from './expect.ts';
import type { Scenario } from './scenario.ts';

export interface FinishedRun {
  readonly simulation: Simulation;
  readonly digest: string;
  readonly judgements: readonly Judgement[];
  /** False if a limit stopped the run; `reached` is then before the scenario's end. */
  readonly isComplete: boolean;
  readonly reached: Micros;
}

/** Runs a scenario. A broken invariant throws; the simulation under way is handed to `onStart` first. */
export function runScenario(
  scenario: Scenario,
  options: BuildOptions = {},
  onStart?: (simulation: Simulation) => void,
): FinishedRun {
  const simulation = buildSimulation(scenario, options);
  onStart?.(simulation);
  const isComplete = simulation.runUntil(scenario.until);
  return {
    simulation,
    digest: digestOf(simulation.log),
    judgements: judge(simulation.log, scenario.expect),
    isComplete,
    reached: simulation.kernel.now,
  };
}
