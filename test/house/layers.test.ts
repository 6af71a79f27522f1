// Who may import whom: an allow-list by folder, with its debts. See src/README.md for the reasons.

import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { importsOf } from './imports.ts';
import { filesBelow, textOf } from './tree.ts';

interface Layer {
  /** Where the layer's files live: a beginning of their path. */
  readonly at: string;
  /** Beginnings of the paths of ours that it may import, beside its own. */
  readonly sees: readonly string[];
  /** Packages, and `node:` for Node's own modules. */
  readonly packages: readonly string[];
}

const BELOW_LOG: readonly string[] = ['src/base/', 'src/kernel/', 'src/model/'];
const BELOW_ACTORS: readonly string[] = [...BELOW_LOG, 'src/log/', 'src/cluster/'];
const ACTORS: readonly string[] = ['scheduler', 'controllers', 'node', 'cloud', 'traffic', 'faults'];
const BELOW_SCENARIO: readonly string[] = [...BELOW_ACTORS, 'src/kubectl/', ...ACTORS.map((actor) => `src/${actor}/`)];
const BELOW_PROGRAMS: readonly string[] = [...BELOW_SCENARIO, 'src/scenario/', 'src/report/'];

/** The first layer whose place fits is a file's own. */
const LAYERS: readonly Layer[] = [
  { at: 'src/base/', sees: [], packages: ['seedrandom'] },
  { at: 'src/kernel/', sees: ['src/base/'], packages: [] },
  { at: 'src/model/', sees: ['src/base/'], packages: [] },
  { at: 'src/log/', sees: BELOW_LOG, packages: [] },
  { at: 'src/cluster/', sees: [...BELOW_LOG, 'src/log/'], packages: [] },
  ...ACTORS.map((actor): Layer => ({ at: `src/${actor}/`, sees: BELOW_ACTORS, packages: [] })),
  { at: 'src/kubectl/', sees: BELOW_ACTORS, packages: ['yaml'] },
  { at: 'src/report/', sees: ['src/base/', 'src/model/', 'src/log/', 'src/kubectl/print'], packages: [] },
  { at: 'src/scenario/', sees: BELOW_SCENARIO, packages: ['sucrase', 'yaml', 'zod/mini'] },
  { at: 'src/experiment/', sees: BELOW_PROGRAMS, packages: [] },
  { at: 'src/server/', sees: BELOW_PROGRAMS, packages: ['node:'] },
  {
    at: 'src/cli/',
    sees: [...BELOW_PROGRAMS, 'src/experiment/', 'src/server/', 'package.json'],
    packages: ['node:', 'commander', 'hyparquet-writer', 'yaml'],
  },
  { at: 'web/worker', sees: [...BELOW_PROGRAMS, 'web/'], packages: ['sucrase'] },
  { at: 'web/editor/', sees: ['web/'], packages: ['@codemirror', '@lezer'] },
  {
    at: 'web/',
    sees: ['src/base/', 'src/model/', 'src/report/'],
    packages: ['preact', '@preact/signals', 'd3'],
  },
];

/** Imports that break the list, each with the reason why it is still there. */
const DEBTS: ReadonlyMap<string, string> = new Map<string, string>([]);

const files: readonly string[] = filesBelow(['src', 'web'], ['.ts', '.tsx']);

function isAllowed(layer: Layer, target: string): boolean {
  const isOurs = /^(src|web|test|scenarios)\/|^package\.json$/.test(target);
  if (isOurs) return [layer.at, ...layer.sees].some((place) => target.startsWith(place));
  return layer.packages.some((name) => target === name || target.startsWith(name.endsWith(':') ? name : `${name}/`));
}

const LATER: { readonly [name: string]: { readonly node: string } } = manifest.imports;

/** What stands behind the name of a part that the page loads later. */
function behind(target: string): string {
  return LATER[target]?.node.replace('./', '') ?? target;
}

function violations(): readonly string[] {
  return files.flatMap((path) => {
    const layer = LAYERS.find(({ at }) => path.startsWith(at));
    if (layer === undefined) return path.split('/').length > 2 ? [`${path} belongs to no layer`] : [];
    return importsOf(path, textOf(path))
      .map(behind)
      .filter((target) => !isAllowed(layer, target))
      .map((target) => `${path} -> ${target}`);
  });
}

describe('layers', () => {
  test('imports keep to the list', () => {
    expect(violations().filter((violation) => !DEBTS.has(violation))).toEqual([]);
  });

  test('every debt is still owed', () => {
    const owed = new Set(violations());
    expect([...DEBTS.keys()].filter((debt) => !owed.has(debt))).toEqual([]);
  });

  test.each([
    ["import { a } from './b.ts';", ['src/log/b.ts']],
    ["import type {\n  A,\n  B,\n} from '../base/c.ts';", ['src/base/c.ts']],
    ["export { a } from '../model/d.ts';", ['src/model/d.ts']],
    ["const m = await import('../model/e.ts');", ['src/model/e.ts']],
    ["import './f.css';\nimport seedrandom from 'seedrandom';", ['seedrandom', 'src/log/f.css']],
    ["new Worker(new URL('./w.ts', import.meta.url))", ['src/log/w.ts']],
    ["const text = 'nothing is taken from here';", []],
  ])('reads %j', (text, expected) => {
    expect([...importsOf('src/log/a.ts', text)].sort()).toEqual(expected);
  });

  test.each([
    ['src/kernel/clock.ts', 'src/model/objects.ts', false],
    ['src/controllers/deployment.ts', 'src/kubectl/printers.ts', false],
    ['src/controllers/deployment.ts', 'src/scheduler/cycle.ts', false],
    ['src/cluster/store.ts', 'node:fs', false],
    ['src/report/story.ts', 'src/scenario/parse.ts', false],
    ['src/scenario/build.ts', 'src/controllers/deployment.ts', true],
    ['src/cli/main.ts', 'node:fs', true],
    ['web/views/app.tsx', 'src/scenario/build.ts', false],
    ['web/worker/worker.ts', 'src/scenario/build.ts', true],
    ['web/views/app.tsx', 'preact/hooks', true],
  ])('%s may import %s: %s', (path, target, expected) => {
    const layer = LAYERS.find(({ at }) => path.startsWith(at));
    expect(layer !== undefined && isAllowed(layer, target)).toBe(expected);
  });
});
