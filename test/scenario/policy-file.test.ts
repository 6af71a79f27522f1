// Policies of one's own: what a file may look like, what is said about one that cannot be used, and how one that breaks
// its contract is stopped.

import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../src/scenario/policy-file.ts';
import { formatProblem } from '../../src/scenario/problem.ts';
import { deploymentText, runText } from './run-text.ts';

const file = (text: string, name = 'p.ts') => ({ name, text });

/** The name of the plugin, or the problem. */
function read(text: string, name?: string): string {
  const reading = readPolicy(file(text, name));
  return reading.ok ? reading.plugin.name : formatProblem(reading.problem);
}

describe('a file', () => {
  it.each([
    [
      'exports a plugin of the types',
      "import type { Plugin } from 'orrery/policy';\n" +
        "export const plugin: Plugin = {name: 'A', filter: () => undefined};",
    ],
    ['exports it as the default', "export default { name: 'A', score: () => 1 };"],
    [
      'may use the functions',
      "import { unschedulable } from 'orrery/policy';\n" +
        "export const p = {name: 'A', filter: () => unschedulable('no')};",
    ],
  ])('%s', (_name, text) => {
    expect(read(text)).toBe('A');
  });

  it('may be JavaScript', () => {
    expect(read("export const p = { name: 'A', filter() {} };", 'p.js')).toBe('A');
  });

  it.each([
    ['const = 5;', 'p.ts:1:7: error: not TypeScript: Unexpected token'],
    ['export const five = 5;', 'exports no plugin; allowed: one export such as'],
    [
      "export const a = {name: 'A', filter() {}};\nexport const b = {name: 'B', filter() {}};",
      'exports more than one plugin',
    ],
    ['export const p = {filter() {}};', 'the plugin has no name'],
    ["export const p = {name: 'A'};", 'plugin A takes part in nothing; allowed: preEnqueue, queueSort'],
    ["export const p = {name: 'NodeName', filter() {}};", 'a built-in plugin is called NodeName'],
    ["export const p = {name: 'A', fliter() {}};", 'there is no extension point "fliter". Did you mean filter?'],
    ["export const p = {name: 'A', filter: 5};", 'plugin A: filter is no function'],
    [
      "import fs from 'node:fs';\nexport const p = {name: 'A', filter: fs.readSync};",
      'only "orrery/policy" can be imported',
    ],
    ['throw new Error("no");', 'cannot be run: Error: no'],
  ])('%s', (text, problem) => {
    expect(read(text)).toContain(problem);
  });

  it.each([
    'Date.now()',
    'Math.random()',
    'setTimeout(() => 0, 1)',
    'fetch("x")',
    'process.exit()',
    'this.x',
    'globalThis.x',
  ])('has no %s', (expression) => {
    expect(read(`(function () { ${expression}; })();\nexport const p = {name: 'A', filter() {}};`)).toContain(
      'TypeError',
    );
  });
});

const CLUSTER = `  until: 1m
  cluster:
    pools: [{name: n, count: 3}]
    schedulers: [{plugins: [p.ts]}]`;

/** What a run with this policy gives: the nodes of its pods. */
function nodesWith(members: string): ReadonlySet<string | undefined> {
  const text = `import { unresolvable } from 'orrery/policy';\nexport const p = {name: 'Mine', ${members}};`;
  const { at } = runText(CLUSTER, deploymentText('web', 6), { 'p.ts': text });
  return new Set(
    at(60)
      .list('Pod')
      .map(({ spec }) => spec.nodeName),
  );
}

describe('a policy', () => {
  it('filters among the others', () => {
    const members = "filter: (_pod, _state, node) => (node.name === 'n-2' ? undefined : unresolvable('not mine'))";
    expect(nodesWith(members)).toEqual(new Set(['n-2']));
  });

  it('sees what its preFilter prepares', () => {
    const members =
      "preFilter: (pod, snapshot) => ({kind: 'run', state: snapshot.nodes.length, nodeNames: new Set(['n-3'])}), " +
      'filter: (_pod, count) => (count === 3 ? undefined : unresolvable("no"))';
    expect(nodesWith(members)).toEqual(new Set(['n-3']));
  });

  it.each([
    ['score() { throw new RangeError("far") }', 'p.ts: score of plugin Mine threw RangeError: far (pod default/web-'],
    ['score: () => 0.5', 'gave 0.5, which is no integer (pod default/web-'],
    ['score: () => undefined', 'gave undefined, which is no integer'],
    ['score: () => 1, normalizeScore: () => [1]', 'which is no list of a score for each of 3 nodes'],
    ['filter: () => "no"', 'filter of plugin Mine gave no, which is no status'],
    [
      "preFilter: () => ({kind: 'run', nodeNames: new Set(['n-9'])})",
      'names a node that is not there (pod default/web-',
    ],
    ['preFilter: () => undefined', 'gave undefined, which is not of a kind of run, skip, rejected'],
  ])('is stopped: %s', (members, message) => {
    expect(() => nodesWith(members)).toThrow(message);
  });

  it('that scores out of range fails its attempts, as upstream does', () => {
    const text = "export const p = {name: 'Mine', score: () => 101};";
    const { rows } = runText(CLUSTER, deploymentText('web', 1), { 'p.ts': text });
    expect(rows('decision')[0]).toMatchObject({
      result: 'error',
      message: expect.stringContaining('plugin "Mine" returns an invalid score 101'),
    });
  });
});
