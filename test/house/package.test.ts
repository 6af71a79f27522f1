// The package as its users get it: packed, installed elsewhere without a network, and run by its name.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './tree.ts';

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

const elsewhere: string = mkdtempSync(join(tmpdir(), 'orrery-package-'));
let packed: Packed | undefined;

function run(folder: string, command: string, ...parameters: readonly string[]): string {
  return execFileSync(command, parameters, { cwd: folder, encoding: 'utf8', timeout: 60_000 });
}

beforeAll(() => {
  const said = run(ROOT, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', elsewhere);
  [packed] = JSON.parse(said) as readonly Packed[];
  writeFileSync(join(elsewhere, 'package.json'), '{}');
  run(elsewhere, 'npm', 'install', '--offline', '--no-audit', '--no-fund', join(elsewhere, packed?.filename ?? ''));
});

afterAll(() => {
  rmSync(elsewhere, { recursive: true });
});

describe('the package', () => {
  test('holds what was built, the scenarios and what npm asks for', () => {
    const paths = packed?.files.map(({ path }) => path) ?? [];
    expect(paths.filter((path) => !/^(dist|scenarios)\/|^(package\.json|README\.md|LICENSE)$/.test(path))).toEqual([]);
    for (const path of ['dist/cli/orrery.js', 'dist/web/index.html', 'scenarios/tour/first-look.yaml']) {
      expect(paths).toContain(path);
    }
  });

  test('is well formed', async () => {
    const { messages } = await publint({ pkgDir: ROOT, strict: true });
    expect(messages).toEqual([]);
  });

  test('runs where it is installed', () => {
    expect(run(elsewhere, 'npx', '--no-install', 'orrery', '--help')).toContain('Usage: orrery');
    const scenario = 'node_modules/orrery/scenarios/tour/first-look.yaml';
    expect(run(elsewhere, 'npx', '--no-install', 'orrery', 'run', scenario, '-o', 'json')).toContain('"digest"');
  });
});
