// Every scenario says what it shows, states what it expects, and has a golden story that a reader can finish.

import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { filesBelow, linesOf, textOf } from './tree.ts';

const STORIES = 'test/golden/stories';
const STORY_LINES = 200;

interface ScenarioDocument {
  readonly kind?: string;
  readonly spec?: { readonly expect?: readonly unknown[] };
}

/** The Scenario document of a file, `undefined` where the file holds only objects of a cluster. */
function scenarioIn(path: string): ScenarioDocument | undefined {
  const documents = parseAllDocuments(textOf(path)).map((document) => document.toJS() as ScenarioDocument | null);
  return documents.find((document) => document?.kind === 'Scenario') ?? undefined;
}

const scenarios: readonly string[] = filesBelow(['scenarios'], ['.yaml']).filter((path) => scenarioIn(path));
const storyOf = (path: string): string => path.replace(/^scenarios/, STORIES).replace(/\.yaml$/, '.txt');

describe('scenarios', () => {
  test('exist, each with one story', () => {
    expect(scenarios.length).toBeGreaterThan(0);
    expect(filesBelow([STORIES])).toEqual(scenarios.map(storyOf).sort());
  });

  test.each(scenarios)('%s', (path) => {
    expect(path).toMatch(/^scenarios\/[a-z0-9-]+\/[a-z0-9-]+\.yaml$/);
    expect(textOf(path)).toMatch(/^# \S/);
    expect(scenarioIn(path)?.spec?.expect ?? []).not.toEqual([]);
    expect(linesOf(textOf(storyOf(path))).length).toBeLessThanOrEqual(STORY_LINES);
  });
});
