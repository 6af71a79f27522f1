// The golden story of a scenario: the lines that `orrery run` prints, without row numbers, and how its expectations
// went. Run `npm run golden` to write them anew; commit only what you understand.

import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { formatDuration } from '../../src/base/duration.ts';
import { load } from '../../src/cli/load.ts';
import { Moments } from '../../src/log/moment.ts';
import { formatStoryLine, storyOf } from '../../src/report/story.ts';
import { judgementText } from '../../src/scenario/expect.ts';
import { type FinishedRun, runScenario } from '../../src/scenario/run-scenario.ts';
import { filesBelow, ROOT, textOf } from '../house/tree.ts';

const MICROS_PER_MILLI = 1_000;

/** The files that hold a Scenario, relative to the root. */
export function scenarioFiles(): readonly string[] {
  return filesBelow(['scenarios'], ['.yaml']).filter((path) =>
    parseAllDocuments(textOf(path)).some(
      (document) => (document.toJS() as { kind?: string } | null)?.kind === 'Scenario',
    ),
  );
}

/** Where the story of a scenario stands, relative to the root. */
export function storyFile(scenario: string): string {
  return scenario.replace(/^scenarios/, 'test/golden/stories').replace(/\.yaml$/, '.txt');
}

/** Runs a scenario's file to its end. */
export function runFile(scenario: string): FinishedRun {
  const complaints: string[] = [];
  const output = { write: () => undefined, error: (line: string) => void complaints.push(line) };
  const loaded = load([join(ROOT, scenario)], output);
  if (loaded === undefined) throw new Error(complaints.join('\n'));
  return runScenario(loaded.scenario);
}

/** The golden story of a finished run. */
export function storyText({ simulation: { log }, judgements }: FinishedRun): string {
  const lines = storyOf(log, { moments: new Moments(log) }).map((line) => formatStoryLine(line, false));
  const verdicts = judgements.map((judgement) => {
    const at = formatDuration(Math.floor(judgement.at / MICROS_PER_MILLI) * MICROS_PER_MILLI);
    return `${judgement.isMet ? 'met   ' : 'FAILED'} ${judgementText(judgement, at)}`;
  });
  return `${[...lines, '', ...verdicts].join('\n')}\n`;
}
