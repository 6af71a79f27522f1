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
    ["preFilter: () => ({kind: 'run', nodeNames: ['n-1']})", 'gave ["n-1"] as nodeNames, which is no Set of names'],
    ["reserve: () => ({kind: 'reserved', assumed: [5]})", 'gave [5] as assumed objects, which is no list of objects'],
    ["permit: () => ({kind: 'wait', timeoutMicros: 'x'})", 'gave x, which is no integer'],
    ["preBind: () => ({kind: 'run'})", 'gave undefined as requests, which is no list'],
    ["preBind: () => ({kind: 'run', requests: [{verb: 'get', kind: 'Pod'}]})", 'is no request to get: key is no text'],
    [
      "preBind: () => ({kind: 'run', requests: [], isReady: () => 'yes'})",
      'preBind of plugin Mine gave yes, which is no',
    ],
    ['score(pod) { pod.metadata.labels.x = 5; return 1; }', 'score of plugin Mine threw TypeError'],
    ['score(pod) { pod.spec.containers[0].image = "x"; return 1; }', 'score of plugin Mine threw TypeError'],
    ['score(_pod, _state, node) { node.pods.length = 0; return 1; }', 'threw TypeError'],
    ['score(_pod, _state, node) { node.node.spec.unschedulable = true; return 1; }', 'threw TypeError'],
    ['filter(_pod, _state, node) { node.requested.cpuMillis = 0; }', 'filter of plugin Mine threw TypeError'],
    ['preScore(_pod, nodes) { nodes.sort(() => 1); }', 'preScore of plugin Mine threw TypeError'],
    ["preFilter(_pod, snapshot) { snapshot.objects.list('Node').pop(); }", 'preFilter of plugin Mine threw TypeError'],
  ])('is stopped: %s', (members, message) => {
    expect(() => nodesWith(members)).toThrow(message);
  });

  it('may change the copies of sums and sets that it was given, to no effect', () => {
    const members =
      "filter(pod, _state, node) { node.usedPorts.clear(); node.requested.scalars.set('gpu', 9); " +
      "return node.requested.scalars.has('gpu') ? undefined : unresolvable('no'); }";
    expect(nodesWith(members).size).toBe(3);
  });

  it('binds only by requests', () => {
    const profile = '{profiles: [{plugins: {bind: {disabled: [{name: DefaultBinder}]}}}]}';
    const cluster = CLUSTER.replace('{plugins: [p.ts]}', `{plugins: [p.ts], config: ${profile}}`);
    const runWith = (answer: string): string | undefined => {
      const text = `export const p = {name: 'Mine', bind: (pod, node) => (${answer})};`;
      return runText(cluster, deploymentText('web', 1), { 'p.ts': text }).at(60).list('Pod')[0]?.spec.nodeName;
    };
    const key = "pod.metadata.namespace + '/' + pod.metadata.name";
    expect(runWith(`{verb: 'bind', kind: 'Pod', key: ${key}, uid: pod.metadata.uid, node}`)).toMatch(/^n-/);
    expect(() => runWith("{kind: 'zzz'}")).toThrow('bind of plugin Mine gave {"kind":"zzz"}, which is no request');
    expect(() => runWith("{verb: 'bind'}")).toThrow('which is no request to bind: key is no text');
  });

  it('orders the queue by numbers', () => {
    const profile = '{profiles: [{plugins: {queueSort: {disabled: [{name: PrioritySort}]}}}]}';
    const cluster = CLUSTER.replace('{plugins: [p.ts]}', `{plugins: [p.ts], config: ${profile}}`);
    const text = "export const p = {name: 'Mine', queueSort: () => NaN};";
    expect(() => runText(cluster, deploymentText('web', 300), { 'p.ts': text })).toThrow(
      'gave NaN, which is no number',
    );
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
