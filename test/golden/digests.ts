// The runs whose digests must be the same everywhere: every scenario of the repository, and a few random ones. Also
// the file of golden digests, one line a scenario, which tells another machine or a later day from this one.

import fc from 'fast-check';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { runScenario } from '../../src/scenario/run-scenario.ts';
import type { RunSource } from '../../src/server/page-server.ts';
import { filesBelow, textOf } from '../house/tree.ts';
import { plan, scenarioText } from '../property/random-scenario.ts';
import { scenarioFiles } from './stories.ts';

/** Where the golden digests stand, relative to the root. */
export const DIGESTS_FILE = 'test/golden/digests.txt';

const RANDOM_RUNS = { numRuns: 5, seed: 20 };

/** A run that is to be compared, by a name. */
export interface DigestSource {
  readonly name: string;
  readonly run: RunSource;
}

/** Every scenario of the repository, with the files that it needs. */
export function scenarioSources(): readonly DigestSource[] {
  const files = filesBelow(['scenarios'], ['.yaml', '.ts']).map((name) => ({ name, text: textOf(name) }));
  return scenarioFiles().map((main) => ({ name: main, run: { files, main } }));
}

/** The same few random scenarios each time. */
export function randomSources(): readonly DigestSource[] {
  return fc.sample(plan, RANDOM_RUNS).map((given, index) => {
    const main = `random-${index + 1}.yaml`;
    return { name: main, run: { files: [{ name: main, text: scenarioText(given) }], main } };
  });
}

/** Runs a scenario from memory, here and now. */
export function digestHere({ name, run }: DigestSource): string {
  const main = run.files.filter((file) => file.name === run.main);
  const parsed = parseScenario(main, readFromMemory(run.files));
  if (!parsed.ok) throw new Error(`${name}: ${JSON.stringify(parsed.problems)}`);
  return runScenario(parsed.scenario).digest;
}

/** The text of the file of golden digests. */
export function digestsText(digests: ReadonlyMap<string, string>): string {
  return [...digests].map(([name, digest]) => `${digest}  ${name}\n`).join('');
}
