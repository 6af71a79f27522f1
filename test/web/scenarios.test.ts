// The scenarios that come with the page: all of the repository, each with every file that it needs.

import { expect, test } from 'vitest';
import { builtInSource, FIRST_SCENARIO, SCENARIO_NAMES } from '../../web/scenarios.ts';
import { readSource } from '../../web/worker/source.ts';
import { scenarioFiles } from '../golden/stories.ts';

test('are those of the repository, the tour among them', async () => {
  expect(SCENARIO_NAMES.map((name) => `scenarios/${name}`).toSorted()).toEqual([...scenarioFiles()].toSorted());
  expect(SCENARIO_NAMES).toContain(FIRST_SCENARIO);
  expect(await builtInSource('none.yaml')).toBeUndefined();
});

test.each(SCENARIO_NAMES)('%s can be read', async (name) => {
  const source = await builtInSource(name);
  if (source === undefined) throw new Error('a name without a source');
  const { parsed } = readSource(source);
  expect(parsed.ok ? [] : parsed.problems).toEqual([]);
});
