// The linter's bans hold, and each of them bites. The bans are in biome.json and .biome/determinism.grit: here each
// meets a line that breaks it, in a copy of the house that holds nothing else.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './tree.ts';

/** A line of the engine that must not pass, and a piece of what the linter says of it. */
const ENGINE_BANS: readonly (readonly [string, string])[] = [
  ['export const a: number = Math.random();', 'named stream'],
  ['export const a: number = Math.log(2);', 'dmath'],
  ['export const a: number = Math.pow(2, 0.5);', 'dmath'],
  ['export const a = (x: number): number => x ** 0.5;', 'dmath'],
  ['export const a = (x: number): number => { let y = x; y **= 2; return y; };', 'dmath'],
  ["export const a: number = 'a'.localeCompare('b');", 'compare'],
  ['export const a: number[] = [2, 10].sort();', 'comparator'],
  ['export const a: number[] = [2, 10].toSorted();', 'comparator'],
  ['let a = 1;\nexport const b = (): number => a++;', 'Module state'],
  ['export const a: number = Date.now();', 'Date'],
  ['export const a: string = String(new Date(0));', 'Date'],
  ['export const a: unknown = Intl;', 'Intl'],
  ['export const a: number = performance.now();', 'performance'],
  ['setTimeout(() => {}, 1);', 'setTimeout'],
  ['queueMicrotask(() => {});', 'queueMicrotask'],
  ["console.log('a');", 'console'],
  ['export const a = async (b: unknown): Promise<void> => { await b; };', 'does not wait'],
  ['export const a: unknown = Promise.resolve(1);', 'Promise'],
];

/** The same for every source. */
const BANS: readonly (readonly [string, string])[] = [
  ['export const a: any = 1;', 'any'],
  ['export enum A { B }', 'enum'],
  ['export const a = (b?: string): string => b!;', 'non-null'],
  ['export default 1;', 'default export'],
  [`export function a(b: number): number {\n${'  b;\n'.repeat(72)}  return b;\n}`, 'lines'],
];

/** What neither ban may hit. */
const ALLOWED: readonly string[] = [
  'export const a = (b: number): number => { let c = b; c += Math.sqrt(b) + Math.floor(b); return c; };',
  'export const a: number[] = [2, 10].sort((b, c) => b - c);',
  'for (let i = 0; i < 2; i++) Math.imul(i, 2);',
];

interface Diagnostic {
  readonly category: string;
  readonly message: string;
  readonly location: { readonly path: string; readonly start: { readonly line: number } };
}

const house: string = mkdtempSync(join(tmpdir(), 'orrery-house-'));
const said = new Map<string, string>();

/** What the linter says, by file; errors only. */
function lint(folder: string, ...more: readonly string[]): ReadonlyMap<string, string> {
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
  const flags = ['--reporter=json', '--diagnostic-level=error', '--max-diagnostics=none', ...more];
  const { stdout } = spawnSync(process.execPath, [biome, 'lint', ...flags], { cwd: folder, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
  const found = new Map<string, string>();
  for (const { category, message, location } of diagnostics) {
    const { path, start } = location;
    found.set(path, `${found.get(path) ?? ''}${path}:${start.line} ${message} (${category})\n`);
  }
  return found;
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), `${text}\n`);
}

beforeAll(() => {
  for (const name of ['biome.json', '.biome']) cpSync(join(ROOT, name), join(house, name), { recursive: true });
  ENGINE_BANS.forEach(([line], index) => {
    put(`src/base/engine-${index}.ts`, line);
    put(`src/cli/engine-${index}.ts`, line);
  });
  BANS.forEach(([line], index) => {
    put(`src/cli/any-${index}.ts`, line);
  });
  ALLOWED.forEach((line, index) => {
    put(`src/base/allowed-${index}.ts`, line);
  });
  for (const [path, text] of lint(house, '--vcs-enabled=false')) said.set(path, text);
});

afterAll(() => {
  rmSync(house, { recursive: true });
});

describe('banned calls', () => {
  test.each(ENGINE_BANS.map(([line, words], index) => ({ line, words, index })))(
    'the engine may not: $line',
    ({ words, index }) => {
      expect(said.get(`src/base/engine-${index}.ts`)).toContain(words);
      expect(said.get(`src/cli/engine-${index}.ts`)).toBeUndefined();
    },
  );

  test.each(BANS.map(([line, words], index) => ({ line, words, index })))(
    'no source may: $line',
    ({ words, index }) => {
      expect(said.get(`src/cli/any-${index}.ts`)).toContain(words);
    },
  );

  test.each(ALLOWED.map((line, index) => ({ line, index })))('the engine may: $line', ({ index }) => {
    expect(said.get(`src/base/allowed-${index}.ts`)).toBeUndefined();
  });

  test('the house keeps to them', () => {
    expect([...lint(ROOT).values()].join('')).toBe('');
  });
});
