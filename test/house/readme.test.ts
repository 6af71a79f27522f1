// Everything that the README tells its readers to type works and prints what it says: each `$ npx orrery ...` is run
// with the built command line beside the README's own scenario. `...` in an output stands for lines that are left out.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { linesOf, ROOT, textOf } from './tree.ts';

const README = textOf('README.md');
const SCENARIO = 'my-first.yaml';

interface Example {
  readonly command: string;
  readonly output: readonly string[];
}

/** The contents of the blocks of code of a language. */
function blocks(language: string): readonly string[] {
  return [...README.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, name, text = '']) =>
    name === language ? [text] : [],
  );
}

/** Commands behind a `$`, without the remark behind a `#`, each with the lines that follow it. */
function examples(): readonly Example[] {
  return blocks('console').flatMap((block) =>
    block.split(/^\$ /m).flatMap((part) => {
      const [first = '', ...output] = linesOf(part);
      const command = first.replace(/\s+#.*$/, '');
      return command === '' ? [] : [{ command, output }];
    }),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'orrery-readme-'));
symlinkSync(join(ROOT, 'scenarios'), join(folder, 'scenarios'));
writeFileSync(join(folder, SCENARIO), blocks('yaml').join(''));
afterAll(() => rmSync(folder, { recursive: true }));

test('there is something to type', () => {
  expect(examples().length).toBeGreaterThan(5);
  expect(blocks('yaml').length).toBe(1);
});

test.each(examples())('$command', ({ command, output }) => {
  const [npx, name, ...words] = command.split(' ');
  expect([npx, name]).toEqual(['npx', 'orrery']);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'dist/cli/orrery.js'), ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  const elided = output.includes('...');
  const shown = output.filter((line) => line !== '...');
  const printed = linesOf(stdout);
  if (elided) expect(printed).toEqual(expect.arrayContaining([...shown]));
  else if (shown.length > 0) expect(printed).toEqual(shown);
});

test('scripts, files and pictures that it names exist', () => {
  const scripts = [...README.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script ?? '');
  expect(scripts.length).toBeGreaterThan(0);
  expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(scripts));
  const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map(([, path]) => path ?? '');
  const paths = [...README.matchAll(/`((?:src|test|scenarios)\/[^`\s]*)`/g)].map(([, path]) => path ?? '');
  expect([...links, ...paths].filter((path) => !path.startsWith('https:') && !existsSync(join(ROOT, path)))).toEqual(
    [],
  );
});
