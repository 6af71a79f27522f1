// `orrery run FILE...`: runs a scenario and tells it: the story with a summary, the rows, or the summary as JSON.
// Status 1 when an expectation fails, 4 when a limit stopped it.

import { formatDuration } from '../base/duration.ts';
import { Moments } from '../log/moment.ts';
import { formatStoryLine, storyOf } from '../report/story.ts';
import { type Judgement, judgementText } from '../scenario/expect.ts';
import type { FinishedRun } from '../scenario/run-scenario.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { finish } from './finish.ts';
import { type Loaded, load, runsOf } from './load.ts';
import type { Output } from './output.ts';
import { rowLines } from './rows.ts';
import { summaryJson } from './summary.ts';

export interface RunOptions {
  readonly seed?: string;
  readonly output?: 'story' | 'json' | 'jsonl';
  readonly maxEvents?: number;
}

/**
 * Runs what the files hold: scenarios one after another, or Kubernetes YAML on the default cluster. The worst
 * status.
 */
export function run(names: readonly string[], options: RunOptions, output: Output): ExitStatus {
  const statuses = runsOf(names).map((files) => runOne(files, options, output));
  return SEVERITY.find((status) => statuses.includes(status)) ?? EXIT.fine;
}

const SEVERITY: readonly ExitStatus[] = [EXIT.internal, EXIT.badInput, EXIT.limit, EXIT.negative];

function runOne(names: readonly string[], options: RunOptions, output: Output): ExitStatus {
  const loaded = load(names, output, options);
  if (loaded === undefined) return EXIT.badInput;
  const finished = finish(loaded, names, output, options.maxEvents);
  if (finished === undefined) return EXIT.internal;
  if (options.output !== 'json') for (const warning of loaded.warnings) output.error(warning);
  switch (options.output ?? 'story') {
    case 'json':
      output.write(summaryJson(loaded, finished));
      break;
    case 'jsonl':
      for (const line of rowLines(finished.simulation.log)) output.write(`${line}\n`);
      break;
    case 'story':
      tell(loaded, finished, output);
  }
  if (!finished.isComplete) {
    const limit = options.maxEvents ?? finished.simulation.log.length;
    output.error(`stopped at ${formatDuration(finished.reached)}: ${limit} events are the limit`);
    return EXIT.limit;
  }
  const failed = finished.judgements.filter(({ isMet }) => !isMet);
  for (const judgement of failed) output.error(`failed: ${sentence(judgement)}`);
  return failed.length === 0 ? EXIT.fine : EXIT.negative;
}

function tell(loaded: Loaded, { simulation, digest, judgements, reached }: FinishedRun, output: Output): void {
  const { name, seed, description } = loaded.scenario;
  output.write(`${name}, seed ${seed}${description === '' ? '' : `: ${description}`}\n`);
  const { log, scenario } = simulation;
  const settings = scenario.cluster.settings['kube-controller-manager'];
  const context = { moments: new Moments(log), ...(settings === undefined ? {} : { settings }) };
  for (const line of storyOf(log, context)) output.write(`${formatStoryLine(line)}\n`);
  output.write('\n');
  for (const judgement of judgements) {
    output.write(`${judgement.isMet ? 'met   ' : 'FAILED'}  ${sentence(judgement)}\n`);
  }
  output.write(`${simulation.log.length} events in ${formatDuration(reached)}, digest ${digest}\n`);
}

function sentence(judgement: Judgement): string {
  return judgementText(judgement, formatDuration(Math.floor(judgement.at / 1_000) * 1_000));
}
