// A saved run answers as the run itself does, is there whole or not at all, and says so when it is damaged.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-status.ts';
import { kubectl } from '../../src/cli/kubectl.ts';
import { run } from '../../src/cli/run.ts';
import { why } from '../../src/cli/why.ts';
import { fakeOutput } from './fake-output.ts';

const ROOT: string = join(import.meta.dirname, '../..');
const SCENARIO: string = join(ROOT, 'scenarios/tour/first-look.yaml');
const folder: string = mkdtempSync(join(tmpdir(), 'orrery-saved-'));
const saved: string = join(folder, 'run.orrery');

beforeAll(async () => {
  expect(await run([SCENARIO], { output: 'json', save: saved }, fakeOutput())).toBe(EXIT.fine);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What a command says of a file: status, answer, complaints. */
function asked(ask: (output: ReturnType<typeof fakeOutput>) => number): readonly unknown[] {
  const output = fakeOutput();
  return [ask(output), output.written(), output.errors()];
}

describe('a saved run', () => {
  it.each([
    ['get', 'pods', { allNamespaces: true }],
    ['get', 'pods', { output: 'yaml' }],
    ['get', 'deployments', { output: 'json' }],
    ['get', 'deployments', {}],
    ['describe', 'nodes', {}],
    ['events', '', {}],
  ])('answers %s %s %j as the scenario does', (verb, kind, more) => {
    const args = kind === '' ? [] : [kind];
    const [fromFile, fromRun] = [saved, SCENARIO].map((filename) =>
      asked((output) => kubectl([verb], args, { filename: [filename], at: '3m', ...more }, output)),
    );
    expect(fromFile).toEqual(fromRun);
    expect(fromFile?.[0]).toBe(EXIT.fine);
  });

  it('explains as the scenario does', () => {
    const [fromFile, fromRun] = [saved, SCENARIO].map((filename) =>
      asked((output) => why('event', '200', { filename: [filename] }, output)),
    );
    expect(fromFile).toEqual(fromRun);
  });

  it('tells the same story, with the same digest and rows', async () => {
    for (const format of ['story', 'json', 'jsonl'] as const) {
      const [fromFile, fromRun] = [fakeOutput(), fakeOutput()];
      const status = await run([saved], { output: format }, fromFile);
      expect(status).toBe(await run([SCENARIO], { output: format }, fromRun));
      expect(fromFile.written()).toBe(fromRun.written());
    }
  });

  it('saved again is the same file', async () => {
    const again = join(folder, 'again.orrery');
    await run([saved], { output: 'json', save: again }, fakeOutput());
    expect(gunzipSync(readFileSync(again)).equals(gunzipSync(readFileSync(saved)))).toBe(true);
  });

  it('has its seed, and stands alone', async () => {
    const output = fakeOutput();
    expect(await run([saved], { seed: '2' }, output)).toBe(EXIT.badInput);
    expect(await run([saved, saved], {}, output)).toBe(EXIT.badInput);
    expect(output.errors()).toEqual([
      `${saved}: error: a saved run has its seed`,
      `${saved}: error: a saved run stands alone`,
    ]);
  });

  const bytes = (): Buffer => readFileSync(saved);
  const text = (): string => gunzipSync(bytes()).toString();
  const lines = (): readonly string[] => text().split('\n');
  it.each([
    ['cut off', () => bytes().subarray(0, bytes().length - 100), 'not a whole saved run: the file ends early'],
    ['cut off after its first bytes', () => bytes().subarray(0, 5), 'not a whole saved run: the file ends early'],
    [
      'turned in one byte',
      () => bytes().map((byte, index) => (index === 2_000 ? byte ^ 1 : byte)),
      'not a whole saved',
    ],
    ['short of lines', () => gzipSync(lines().slice(0, -3).join('\n')), /not a whole saved run: \d+ events of \d+/],
    ['of another sort', () => gzipSync('hello\n'), 'not a saved run'],
    ['of another format', () => gzipSync('{"format":"x"}\n'), 'not a saved run of this format'],
    ['empty inside', () => gzipSync(''), 'not a saved run: it is empty'],
    ['wrong in a line', () => gzipSync(text().replace('"type":"write"', '"type":7')), 'cannot be read'],
  ] as const)('that is %s is refused', async (_, damaged, problem) => {
    const file = join(folder, 'damaged.orrery');
    writeFileSync(file, damaged());
    const output = fakeOutput();
    expect(await run([file], {}, output)).toBe(EXIT.badInput);
    expect(output.errors()[0]).toMatch(problem);
    expect(output.written()).toBe('');
  });

  it('is not there where it cannot be written', async () => {
    const output = fakeOutput();
    expect(await run([SCENARIO], { save: join(folder, 'no/such/folder/run.orrery') }, output)).toBe(EXIT.badInput);
    expect(output.errors().at(-1)).toMatch(/^--save .*no such file or directory/);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('Ctrl-C', () => {
  it('ends a run with 130, and saves what has happened so far, marked as such', async () => {
    const file = join(folder, 'long.yaml');
    const target = join(folder, 'long.orrery');
    const pools = 'cluster: {pools: [{name: a, count: 20, capacity: {cpu: 8}}]}';
    const scale = 'timeline: [{at: 10s, every: 20s, do: kubectl rollout restart deployment/web}]';
    const pod = 'template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: b}]}}';
    writeFileSync(
      file,
      `apiVersion: orrery/v1alpha1\nkind: Scenario\nspec: {until: 20h, ${pools}, ${scale}}\n---\n` +
        `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n` +
        `spec: {replicas: 50, selector: {matchLabels: {app: web}}, ${pod}}\n`,
    );
    const output = fakeOutput();
    setTimeout(() => process.emit('SIGINT'), 300);
    expect(await run([file], { output: 'json', save: target }, output)).toBe(EXIT.interrupted);
    expect(output.errors().at(-1)).toMatch(/^interrupted at \d/);
    const [header = ''] = gunzipSync(readFileSync(target)).toString('utf8', 0, 400).split('\n');
    expect(header).toContain('"isComplete":false');
    const later = fakeOutput();
    expect(kubectl(['get'], ['nodes'], { filename: [target] }, later)).toBe(EXIT.fine);
    expect(later.written().split('\n')).toHaveLength(22);
  }, 60_000);
});
