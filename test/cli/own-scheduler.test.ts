// The scheduler of the command line: another configuration, a policy of one's own, both in a run that was saved.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-status.ts';
import { run } from '../../src/cli/run.ts';
import { validate } from '../../src/cli/validate.ts';
import { why } from '../../src/cli/why.ts';
import { fakeOutput } from './fake-output.ts';

const folder = mkdtempSync(join(tmpdir(), 'orrery-scheduler-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const pod = fileWith(
  'pod.yaml',
  'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: main, image: "shop/web:1"}]}\n',
);
const head = 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n';
const added =
  '{requiredDuringSchedulingIgnoredDuringExecution: ' +
  '{nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}';
const config = fileWith(
  'config.yaml',
  `${head}profiles: [{pluginConfig: [{name: NodeAffinity, args: {addedAffinity: ${added}}}]}]\n`,
);
const policy = fileWith(
  'policy.ts',
  "import { type Plugin, unresolvable } from 'orrery/policy';\n" +
    "const filter = () => unresolvable('node(s) are never right');\n" +
    "export const plugin: Plugin = { name: 'Never', wakesOn: [], filter };\n",
);
const wrong = fileWith('wrong.ts', "export const plugin = { name: 'Wrong', score: () => 0.5 };\n");

async function storyWith(options: object): Promise<string> {
  const output = fakeOutput();
  await run([pod], options, output);
  return output.written();
}

it('takes the configuration and the policies that the command line names', async () => {
  expect(await storyWith({})).toContain('p is Ready');
  expect(await storyWith({ schedulerConfig: config })).toContain(
    "3 node(s) didn't match scheduler-enforced node affinity",
  );
  expect(await storyWith({ plugin: [policy] })).toContain('3 node(s) are never right');
});

it('keeps them in a run that is saved', async () => {
  const saved = join(folder, 'saved.orrery');
  await run([pod], { plugin: [policy], save: saved }, fakeOutput());
  const output = fakeOutput();
  expect(why('pod/p', undefined, { filename: [saved], at: '1m' }, output)).toBe(EXIT.fine);
  expect(output.written()).toContain('node(s) are never right (Never)');
  const refused = fakeOutput();
  expect(await run([saved], { plugin: [policy] }, refused)).toBe(EXIT.badInput);
  expect(refused.errors().join()).toContain('a saved run has its scheduler');
});

it('tells at once what is wrong with them', () => {
  const output = fakeOutput();
  const missing = join(folder, 'nowhere.yaml');
  const bad = fileWith('bad.ts', 'export const plugin = {};\n');
  expect(validate([pod], { schedulerConfig: missing, plugin: [bad] }, output)).toBe(EXIT.badInput);
  expect(output.errors().join()).toContain(`${bad}:1:1: error: the plugin has no name`);
  expect(output.errors().join()).toContain(`${missing}:1:1: error: no such file`);
});

it('stops a policy that breaks its contract', async () => {
  await expect(run([pod], { plugin: [wrong] }, fakeOutput())).rejects.toThrow(
    `${wrong}: score of plugin Wrong gave 0.5, which is no integer (pod default/p, node node-`,
  );
});
