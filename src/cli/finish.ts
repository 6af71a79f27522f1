// Runs a loaded scenario to its end. A broken invariant is a defect of the program: it is reported with the moment,
// the row and the actor, and with the command that runs into it again; never with a stack trace.

import { formatDuration } from '../base/duration.ts';
import type { Simulation } from '../scenario/build.ts';
import { type FinishedRun, runScenario } from '../scenario/run-scenario.ts';
import type { Loaded } from './load.ts';
import type { Output } from './output.ts';

/** More rows than a run of any scenario that fits into memory. */
const DEFAULT_MAX_ROWS = 20_000_000;

/** The finished run, or `undefined` after a broken invariant was reported. */
export function finish(
  { scenario }: Loaded,
  names: readonly string[],
  output: Output,
  maxRows: number = DEFAULT_MAX_ROWS,
): FinishedRun | undefined {
  let current: Simulation | undefined;
  try {
    return runScenario(scenario, { maxRows }, (simulation) => {
      current = simulation;
    });
  } catch (error) {
    output.error(`internal error: ${error instanceof Error ? error.message : String(error)}`);
    if (current !== undefined) {
      const { kernel, log } = current;
      const { actor = '-', key = '', name = '' } = kernel.firing ?? {};
      output.error(
        `at ${formatDuration(kernel.now)}, after row ${log.length - 1}, in ${actor} ${key} ${name}`.trimEnd(),
      );
    }
    output.error(`it happens again with: orrery run ${names.join(' ')} --seed ${scenario.seed}`);
    return undefined;
  }
}
