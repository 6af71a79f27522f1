// A scenario run to its end: the simulation, its judgements, its digest. What every program does with a scenario.
// The command line, the worker and the tests call these functions.

import { type Micros, micros } from '../base/time.ts';
import { digestOf } from '../log/digest.ts';
import { type BuildOptions, buildSimulation, type RunRecord, type Simulation } from './build.ts';
import { type Judgement, judge } from './expect.ts';
import type { Scenario } from './scenario.ts';

export interface FinishedRun {
  readonly simulation: RunRecord;
  readonly digest: string;
  readonly judgements: readonly Judgement[];
  /** False if a limit or an interruption stopped the run; `reached` is then before the scenario's end. */
  readonly isComplete: boolean;
  readonly reached: Micros;
}

/** At most so many rows are written between two looks at a run: it can be stopped soon, and the looks cost nothing. */
const ROWS_PER_STEP = 2_000;
/**
 * And so many timers fire, divided by the number of nodes: a quiet stretch writes few rows, but some timers look at all
 * nodes.
 */
const NODE_TIMERS_PER_STEP = 20_000;
const MOST_TIMERS_PER_STEP = 1_000;
/** The first step's share of the run. */
const FIRST_SHARE = 1 / 1_000;

/** Runs a scenario. A broken invariant throws; the simulation under way is handed to `onStart` first. */
export function runScenario(
  scenario: Scenario,
  options: BuildOptions = {},
  onStart?: (simulation: Simulation) => void,
): FinishedRun {
  const steps = runInSteps(scenario, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    onStart?.(step.value);
  }
}

/** The same, step by step: yields the simulation under way before each step. To send `true` stops the run there. */
export function* runInSteps(
  scenario: Scenario,
  options: BuildOptions = {},
): Generator<Simulation, FinishedRun, boolean | undefined> {
  const simulation = buildSimulation(scenario, options);
  const { log, kernel } = simulation;
  const { maxRows = Number.POSITIVE_INFINITY } = options;
  const budget = { rows: ROWS_PER_STEP, timers: timersPerStep(scenario) };
  let isComplete = true;
  let isThere = true;
  let stepMicros = Math.max(1, Math.round(scenario.until * FIRST_SHARE));
  do {
    isComplete = (yield simulation) !== true;
    if (!isComplete) break;
    const rowsBefore = log.length;
    const to = micros(Math.min(scenario.until, kernel.now + stepMicros));
    isThere = simulation.runUntil(to, budget);
    isComplete = isThere || log.length < maxRows;
    stepMicros = nextStep(stepMicros, log.length - rowsBefore);
  } while (isComplete && !(isThere && kernel.now >= scenario.until));
  return {
    simulation,
    digest: digestOf(simulation.log),
    judgements: judge(log, scenario.expect, isComplete ? undefined : kernel.now),
    isComplete,
    reached: simulation.kernel.now,
  };
}

function timersPerStep({ cluster }: Scenario): number {
  const nodes = cluster.pools.reduce((sum, { count }) => sum + count, 1);
  return Math.min(MOST_TIMERS_PER_STEP, Math.ceil(NODE_TIMERS_PER_STEP / nodes));
}

/** At most twice or half as long as the step before. */
function nextStep(micros: number, rows: number): number {
  if (rows < ROWS_PER_STEP / 2) return micros * 2;
  return rows >= ROWS_PER_STEP ? Math.max(1, Math.round(micros / 2)) : micros;
}
