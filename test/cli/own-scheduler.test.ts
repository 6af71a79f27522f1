// The scheduler of the command line: another configuration, a policy of one's own, both in a run that was saved.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-status.ts';
import { finish } from '../../src/cli/finish.ts';
import { load } from '../../src/cli/load.ts';
import { run } from '../../src/cli/run.ts';
import { validate } from '../../src/cli/validate.ts';
import { why } from '../../src/cli/why.ts';
import { ROOT } from '../house/tree.ts';
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

it('names a policy that never answers', async () => {
  const endless = fileWith('endless.js', "export const plugin = { name: 'Endless', score() { for (;;); } };\n");
  const words = ['--import', 'tsx', join(ROOT, 'src/cli/main.ts'), 'run', pod, '--plugin', endless];
  const child = spawn(process.execPath, words, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    let said = '';
    for await (const piece of child.stderr) {
      said += String(piece);
      if (said.includes('\n')) break;
    }
    expect(said).toContain(`${endless}: score of plugin Endless has been at it for more than a second`);
    expect(said).toContain(`kill ${child.pid}`);
  } finally {
    child.kill('SIGKILL');
  }
});

it('tells what leads into a defect again, with the scheduler that was chosen', () => {
  const output = fakeOutput();
  const loaded = load([pod], output, { schedulerConfig: config, plugin: [policy], seed: '5' });
  if (loaded === undefined) throw new Error('it cannot be read');
  const broken = { ...loaded, scenario: { ...loaded.scenario, manifests: undefined as never } };
  expect(finish(broken, [pod], output)).toBeUndefined();
  const flags = `--scheduler-config ${config} --plugin ${policy} --seed 5`;
  expect(output.errors().at(-1)).toBe(`it happens again with: orrery run ${pod} ${flags}`);
});
