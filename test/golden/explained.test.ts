// Every decision of every scenario, taken apart again from the log alone, is the decision that was taken.

import { expect, test } from 'vitest';
import { countExplained } from '../scenario/count-explained.ts';
import { runFile, scenarioFiles } from './stories.ts';

test.each(scenarioFiles())('%s', (scenario) => {
  expect(countExplained(runFile(scenario))).toBeGreaterThan(0);
});
