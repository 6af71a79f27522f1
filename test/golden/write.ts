// Writes the golden story and digest of every scenario anew, and says which ones changed.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow, ROOT } from '../house/tree.ts';
import { DIGESTS_FILE, digestsText } from './digests.ts';
import { runFile, scenarioFiles, storyFile, storyText } from './stories.ts';

const scenarios = scenarioFiles();
const wanted = new Set(scenarios.map(storyFile));
for (const orphan of filesBelow(['test/golden/stories']).filter((path) => !wanted.has(path))) {
  rmSync(join(ROOT, orphan));
  process.stdout.write(`removed ${orphan}\n`);
}
const digests = new Map<string, string>();
for (const scenario of scenarios) {
  const run = runFile(scenario);
  digests.set(scenario, run.digest);
  write(storyFile(scenario), storyText(run));
}
write(DIGESTS_FILE, digestsText(digests));

function write(file: string, text: string): void {
  const path = join(ROOT, file);
  const old = existsSync(path) ? readFileSync(path, 'utf8') : '';
  process.stdout.write(`${old === text ? 'same   ' : 'changed'} ${file}\n`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
