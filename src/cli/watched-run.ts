// Runs a scenario while somebody waits: progress on the terminal, and Ctrl-C ends the run where it is. The first one
// stops it in good order, the second one at once.

import { setImmediate } from 'node:timers/promises';
import { formatDuration } from '../base/duration.ts';
import type { Simulation } from '../scenario/build.ts';
import type { FinishedRun } from '../scenario/run-scenario.ts';
import { EXIT } from './exit-status.ts';
import { stepsOf } from './finish.ts';
import type { Loaded } from './load.ts';
import type { Output } from './output.ts';

/** How often the terminal and signals have their turn. */
const TURN_MILLIS = 50;

export interface WatchedRun {
  readonly finished: FinishedRun | undefined;
  readonly isInterrupted: boolean;
}

/** Runs to the end, to a limit, or to the first interruption. */
export async function watchedRun(
  loaded: Loaded,
  names: readonly string[],
  output: Output,
  maxRows: number | undefined,
): Promise<WatchedRun> {
  let isInterrupted = false;
  const interrupt = (): void => {
    if (isInterrupted) process.exit(EXIT.interrupted);
    isInterrupted = true;
  };
  process.on('SIGINT', interrupt);
  try {
    const steps = stepsOf(loaded, names, output, maxRows);
    let lastTurn = performance.now();
    let step = steps.next();
    while (step.done !== true) {
      const { value } = step;
      if (performance.now() - lastTurn > TURN_MILLIS) {
        output.progress?.(progressText(value));
        await setImmediate();
        lastTurn = performance.now();
      }
      step = steps.next(isInterrupted);
    }
    return { finished: step.value, isInterrupted };
  } finally {
    output.progress?.('');
    process.off('SIGINT', interrupt);
  }
}

function progressText({ scenario, kernel, log }: Simulation): string {
  const percent = Math.floor((100 * kernel.now) / scenario.until);
  const now = formatDuration(Math.floor(kernel.now / 1_000_000) * 1_000_000);
  return `${percent} %, ${now} of ${formatDuration(scenario.until)}, ${log.length} events`;
}
