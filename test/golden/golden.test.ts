// Every scenario tells the story that was last looked at and understood. `npm run golden` writes the stories anew.

import { expect, test } from 'vitest';
import { textOf } from '../house/tree.ts';
import { runFile, scenarioFiles, storyFile, storyText } from './stories.ts';

test.each(scenarioFiles())('%s', (scenario) => {
  expect(storyText(runFile(scenario))).toBe(textOf(storyFile(scenario)));
});
