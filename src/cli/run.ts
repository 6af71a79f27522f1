// `orrery run FILE...`: runs a scenario and tells it: the story with a summary, the rows, or the summary as JSON.
// Status 1 when an expectation fails, 4 when a limit stopped it, 130 when it was interrupted: then what happened so
// far is told and saved, marked as not complete.

import { formatDuration } from '../base/duration.ts';
import { decisionRecords } from '../experiment/decision-log.ts';
import { Moments } from '../log/moment.ts';
import { rowLines } from '../log/row-lines.ts';
import { savedLines } from '../log/saved-run.ts';
import type { JsonObject } from '../model/json.ts';
import { patchToApiJson } from '../model/times.ts';
import { formatStoryLine, storyOf } from '../report/story.ts';
import { type Judgement, judgementText } from '../scenario/expect.ts';
import type { FinishedRun } from '../scenario/run-scenario.ts';
import { profilesOfScenario } from '../scenario/scheduler-profiles.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { type Loaded, type LoadOptions, load, runsOf } from './load.ts';
import type { Output } from './output.ts';
import { writeSavedFile } from './saved-file.ts';
import { summaryOf, warningLines } from './summary.ts';
import { VERSION } from './version.ts';
import { watchedRun } from './watched-run.ts';

export interface RunOptions extends LoadOptions {
  readonly output?: 'story' | 'json' | 'jsonl';
  readonly maxEvents?: number;
  /** Where to save the run. */
  readonly save?: string;
  /** Where to write the scheduler's attempts. */
  readonly decisions?: string;
}

/**
 * Runs what the files hold: scenarios one after another, or Kubernetes YAML on the default cluster. The worst
 * status.
 */
export async function run(names: readonly string[], options: RunOptions, output: Output): Promise<ExitStatus> {
  const runs = runsOf(names);
  for (const [flag, file] of [
    ['--save', options.save],
    ['--decisions', options.decisions],
  ] as const) {
    if (file === undefined || runs.length === 1) continue;
    output.error(`${flag} ${file}: one run is saved to one file, these are ${runs.length}`);
    return EXIT.badInput;
  }
  const statuses: ExitStatus[] = [];
  const summaries: object[] = [];
  for (const files of runs) {
    statuses.push(await runOne(files, { ...options, isOneOfMany: runs.length > 1, summaries }, output));
    if (statuses.includes(EXIT.interrupted)) break;
  }
  const document = runs.length > 1 ? summaries : summaries[0];
  if (options.output === 'json' && document !== undefined) {
    output.write(`${JSON.stringify(document, undefined, 2)}\n`);
  }
  return SEVERITY.find((status) => statuses.includes(status)) ?? EXIT.fine;
}

const SEVERITY: readonly ExitStatus[] = [EXIT.interrupted, EXIT.internal, EXIT.badInput, EXIT.limit, EXIT.negative];

interface OneOptions extends RunOptions {
  /** Rows then name their scenario. */
  readonly isOneOfMany: boolean;
  /** Where the summary goes: those of several runs are one document. */
  readonly summaries: object[];
}

async function runOne(names: readonly string[], options: OneOptions, output: Output): Promise<ExitStatus> {
  const loaded = load(names, output, options);
  if (loaded === undefined) return EXIT.badInput;
  const { finished, isInterrupted } = await watchedRun(loaded, names, output, options.maxEvents);
  if (finished === undefined) return EXIT.internal;
  if (options.save !== undefined && !save(options.save, loaded, finished, output)) return EXIT.badInput;
  if (options.decisions !== undefined && !(await saveDecisions(options.decisions, loaded, finished, output))) {
    return EXIT.badInput;
  }
  if (options.output !== 'json') {
    for (const warning of warningLines(loaded, finished)) output.error(warning);
  }
  switch (options.output ?? 'story') {
    case 'json':
      options.summaries.push(summaryOf(loaded, finished));
      break;
    case 'jsonl':
      writeRows(loaded, finished, options.isOneOfMany, output);
      break;
    case 'story':
      tell(loaded, finished, output);
  }
  if (isInterrupted) {
    output.error(`interrupted at ${formatDuration(Math.floor(finished.reached / 1_000) * 1_000)}`);
    return EXIT.interrupted;
  }
  if (!finished.isComplete) {
    const events = finished.simulation.log.length;
    const limit = options.maxEvents ?? events;
    output.error(`stopped at ${formatDuration(finished.reached)}, after ${events} events: ${limit} are the limit`);
    return EXIT.limit;
  }
  const failed = finished.judgements.filter(({ isMet }) => !isMet);
  for (const judgement of failed) output.error(`failed: ${sentence(judgement)}`);
  return failed.length === 0 ? EXIT.fine : EXIT.negative;
}

/** Rows with objects as the API shows them. */
function writeRows({ scenario }: Loaded, { simulation }: FinishedRun, isOneOfMany: boolean, output: Output): void {
  const { name, startsAtEpochMicros } = scenario;
  const shown = (changed: JsonObject): JsonObject => patchToApiJson(changed, startsAtEpochMicros) as JsonObject;
  const first = isOneOfMany ? { scenario: name } : {};
  for (const line of rowLines(simulation.log, shown, first)) output.write(`${line}\n`);
}

/** Writes the scheduler's attempts; false after a complaint. */
async function saveDecisions(
  name: string,
  { scenario }: Loaded,
  { simulation }: FinishedRun,
  output: Output,
): Promise<boolean> {
  const { writeDecisions } = await import('./decisions-file.ts');
  try {
    const { log, moments } = simulation;
    const profiles = profilesOfScenario(scenario);
    await writeDecisions(name, decisionRecords(log, moments, profiles, scenario.startsAtEpochMicros));
    return true;
  } catch (error) {
    output.error(`--decisions ${name}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

/** Saves the run; false after a complaint. */
function save(
  name: string,
  { files, named, choices, scenario }: Loaded,
  finished: FinishedRun,
  output: Output,
): boolean {
  const { simulation, digest, isComplete, reached } = finished;
  const { log, heartbeats } = simulation;
  const header = { version: VERSION, seed: scenario.seed, digest, events: log.length, reached, isComplete };
  try {
    writeSavedFile(name, savedLines({ ...header, files, named, choices, leases: heartbeats.saved() }, log));
    return true;
  } catch (error) {
    output.error(`--save ${name}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

function tell(loaded: Loaded, finished: FinishedRun, output: Output): void {
  const { name, seed, description } = loaded.scenario;
  const { simulation, digest, judgements, reached, isComplete } = finished;
  output.write(`${name}, seed ${seed}${description === '' ? '' : `: ${description}`}\n`);
  const { log, scenario } = simulation;
  const settings = scenario.cluster.settings['kube-controller-manager'];
  const context = { moments: new Moments(log), ...(settings === undefined ? {} : { settings }) };
  for (const line of storyOf(log, context)) output.write(`${formatStoryLine(line)}\n`);
  output.write('\n');
  for (const judgement of judgements) {
    const word = judgement.isJudged ? (judgement.isMet ? 'met' : 'FAILED') : '-';
    output.write(`${word.padEnd(6)}  ${sentence(judgement)}\n`);
  }
  const cut = isComplete ? '' : ' (truncated)';
  output.write(`${simulation.log.length} events in ${formatDuration(reached)}, digest ${digest}${cut}\n`);
}

function sentence(judgement: Judgement): string {
  return judgementText(judgement, formatDuration(Math.floor(judgement.at / 1_000) * 1_000));
}
