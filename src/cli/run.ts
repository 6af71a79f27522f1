// `orrery run FILE...`: runs a scenario and tells it: the story with a summary, the rows, or the summary as JSON. Status 1
// when an expectation fails, 4 when a limit stopped it.

import { formatDuration } from '../base/duration.ts';
import type { Micros } from '../base/time.ts';
import { Moments } from '../log/moment.ts';
import { formatStoryLine, storyOf } from '../report/story.ts';
import { type Judgement, judgementText } from '../scenario/expect.ts';
import type { FinishedRun } from '../scenario/run-scenario.ts';
import type { ExpectationTime } from '../scenario/scenario.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { finish } from './finish.ts';
import { type Loaded, load } from './load.ts';
import type { Output } from './output.ts';
import { rowLines } from './rows.ts';
import { VERSION } from './version.ts';

export interface RunOptions {
  readonly seed?: string;
  readonly output?: 'story' | 'json' | 'jsonl';
  readonly maxEvents?: number;
}

/** Runs what the files hold: a scenario, or Kubernetes YAML on the default cluster. */
export function run(names: readonly string[], options: RunOptions, output: Output): ExitStatus {
  const loaded = load(names, output, options);
  if (loaded === undefined) return EXIT.badInput;
  const finished = finish(loaded, names, output, options.maxEvents);
  if (finished === undefined) return EXIT.internal;
  switch (options.output ?? 'story') {
    case 'json':
      output.write(`${JSON.stringify(summaryOf(loaded, finished), undefined, 2)}\n`);
      break;
    case 'jsonl':
      for (const line of rowLines(finished.simulation.log)) output.write(`${line}\n`);
      break;
    case 'story':
      tell(loaded, finished, output);
  }
  if (!finished.isComplete) {
    output.error(`stopped at ${formatDuration(finished.reached)}: ${options.maxEvents} events are the limit`);
    return EXIT.limit;
  }
  const failed = finished.judgements.filter(({ isMet }) => !isMet);
  for (const judgement of failed) output.error(`failed: ${sentence(judgement)}`);
  return failed.length === 0 ? EXIT.fine : EXIT.negative;
}

function tell(loaded: Loaded, { simulation, digest, judgements, reached }: FinishedRun, output: Output): void {
  for (const warning of loaded.warnings) output.error(warning);
  const { name, seed, description } = loaded.scenario;
  output.write(`${name}, seed ${seed}${description === '' ? '' : `: ${description}`}\n`);
  for (const line of storyOf(simulation.log)) output.write(`${formatStoryLine(line)}\n`);
  output.write('\n');
  for (const judgement of judgements)
    output.write(`${judgement.isMet ? 'met   ' : 'FAILED'}  ${sentence(judgement)}\n`);
  output.write(`${simulation.log.length} events in ${formatDuration(reached)}, digest ${digest}\n`);
}

function sentence(judgement: Judgement): string {
  return judgementText(judgement, formatDuration(Math.floor(judgement.at / 1_000) * 1_000));
}

/** The summary as data: what a script reads. Times are durations since the run's start. */
function summaryOf({ scenario, warnings }: Loaded, { simulation, digest, judgements, reached }: FinishedRun): object {
  const deployments = new Moments(simulation.log).at(reached).list('Deployment');
  return {
    scenario: scenario.name,
    seed: scenario.seed,
    version: VERSION,
    until: formatDuration(reached),
    events: simulation.log.length,
    digest,
    expectations: judgements.map(({ expectation, isMet, at, value }) => ({
      that: expectation.that,
      [expectation.time.type]: formatDuration(namedMoment(expectation.time)),
      met: isMet,
      moment: formatDuration(at),
      value,
    })),
    workloads: deployments.map(({ kind, metadata, spec, status }) => ({
      kind,
      namespace: metadata.namespace,
      name: metadata.name,
      desired: spec.replicas,
      ready: status.readyReplicas ?? 0,
      updated: status.updatedReplicas ?? 0,
      available: status.availableReplicas ?? 0,
    })),
    warnings,
  };
}

/** The moment that the expectation itself names. */
function namedMoment(time: ExpectationTime): Micros {
  if (time.type === 'at') return time.at;
  return time.type === 'always' ? time.from : time.to;
}
