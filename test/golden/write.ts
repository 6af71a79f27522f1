// Writes the golden story of every scenario anew, and says which ones changed.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow, ROOT } from '../house/tree.ts';
import { runFile, scenarioFiles, storyFile, storyText } from './stories.ts';

const scenarios = scenarioFiles();
const wanted = new Set(scenarios.map(storyFile));
for (const orphan of filesBelow(['test/golden/stories']).filter((path) => !wanted.has(path))) {
  rmSync(join(ROOT, orphan));
  process.stdout.write(`removed ${orphan}\n`);
}
for (const scenario of scenarios) {
  const path = join(ROOT, storyFile(scenario));
  const text = storyText(runFile(scenario));
  const old = existsSync(path) ? readFileSync(path, 'utf8') : '';
  process.stdout.write(`${old === text ? 'same   ' : 'changed'} ${storyFile(scenario)}\n`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
