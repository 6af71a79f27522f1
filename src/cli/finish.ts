// Runs a loaded scenario to its end. A broken invariant is a defect of the program: it is reported with the moment,
// the row and the actor, and with the command that runs into it again; never with a stack trace. A policy of the
// user's own that breaks its contract stops the run, too: whoever called tells that. A saved run is not run again.

import { formatDuration } from '../base/duration.ts';
import type { Simulation } from '../scenario/build.ts';
import { type FinishedRun, runInSteps } from '../scenario/run-scenario.ts';
import { PolicyFailure } from '../scheduler/guarded-plugin.ts';
import type { Loaded } from './load.ts';
import type { Output } from './output.ts';

/** More rows than a run of any scenario that fits into memory. */
const DEFAULT_MAX_ROWS = 20_000_000;

/** The finished run, or `undefined` after a broken invariant was reported. */
export function finish(loaded: Loaded, names: readonly string[], output: Output): FinishedRun | undefined {
  const steps = stepsOf(loaded, names, output);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, step by step: yields the simulation under way before each; to send `true` stops it there. */
export function* stepsOf(
  { scenario, saved, choices }: Loaded,
  names: readonly string[],
  output: Output,
  maxRows: number = DEFAULT_MAX_ROWS,
): Generator<Simulation, FinishedRun | undefined, boolean | undefined> {
  if (saved !== undefined) return saved;
  let current: Simulation | undefined;
  try {
    const steps = runInSteps(scenario, { maxRows });
    let step = steps.next();
    while (step.done !== true) {
      current = step.value;
      step = steps.next(yield current);
    }
    return step.value;
  } catch (error) {
    if (error instanceof PolicyFailure) {
      throw new PolicyFailure(`at ${formatDuration(current?.kernel.now ?? 0)}: ${error.message}`);
    }
    output.error(`internal error: ${error instanceof Error ? error.message : String(error)}`);
    if (current !== undefined) {
      const { kernel, log } = current;
      const { actor = '-', key = '', name = '' } = kernel.firing ?? {};
      output.error(
        `at ${formatDuration(kernel.now)}, after row ${log.length - 1}, in ${actor} ${key} ${name}`.trimEnd(),
      );
    }
    const flags = [
      ...(choices.config === undefined ? [] : ['--scheduler-config', choices.config]),
      ...(choices.plugins ?? []).flatMap((file) => ['--plugin', file]),
    ];
    const words = ['orrery', 'run', ...names, ...flags, '--seed', scenario.seed];
    output.error(`it happens again with: ${words.join(' ')}`);
    return undefined;
  }
}
