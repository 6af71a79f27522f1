// Schedulers compared, and traces made scenarios of, as scripts see it: tables, data, statuses.

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compareSchedulers } from '../../src/cli/compare-schedulers.ts';
import { EXIT } from '../../src/cli/exit-status.ts';
import { importOpenb } from '../../src/cli/import-openb.ts';
import { fakeOutput } from './fake-output.ts';

const folder = mkdtempSync(join(tmpdir(), 'orrery-compare-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const HEAD = 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n';
const usual = fileWith('usual.yaml', HEAD);
const packing = fileWith(
  'packing.yaml',
  `${HEAD}profiles:
  - plugins: {score: {disabled: [{name: PodTopologySpread}, {name: NodeResourcesBalancedAllocation}]}}
    pluginConfig:
      - name: NodeResourcesFit
        args: {scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 1}]}}
`,
);
const pods = Array.from({ length: 6 }, (_, index) => `${index},p${index},,500m`);
fileWith('pods.csv', `at,name,for,cpu\n${pods.join('\n')}\n`);
const scenario = fileWith(
  'scenario.yaml',
  'apiVersion: orrery/v1alpha1\nkind: Scenario\nspec: {until: 1m, arrivals: [{file: pods.csv}]}\n',
);
const OPTIONS = { config: [usual, packing], seeds: ['1', '2'] };

describe('compareSchedulers', () => {
  it('prints means and paired differences', () => {
    const output = fakeOutput();
    expect(compareSchedulers(scenario, OPTIONS, output)).toBe(EXIT.fine);
    const lines = output.written().split('\n');
    expect(lines[0]).toMatch(/^FIGURE +CONFIG +MEAN +±95% +DIFFERENCE +±95%$/);
    const of = (label: string): number => lines.findIndex((line) => line.startsWith(label));
    expect(lines[of('nodes used')]?.trim().split(/\s{2,}/)).toEqual(['nodes used', 'usual.yaml', '3', '0']);
    expect(lines[of('nodes used') + 1]?.trim().split(/\s{2,}/)).toEqual(['packing.yaml', '1', '0', '-2', '0']);
  });

  it('gives every run as CSV, and the same each time', () => {
    const [output, again] = [fakeOutput(), fakeOutput()];
    compareSchedulers(scenario, { ...OPTIONS, output: 'csv' }, output);
    compareSchedulers(scenario, { ...OPTIONS, output: 'csv' }, again);
    const rows = output.written().trim().split('\n');
    expect(rows.map((row) => row.split(',').slice(0, 3).join())).toEqual([
      'configuration,seed,pods',
      'usual.yaml,1,6',
      'usual.yaml,2,6',
      'packing.yaml,1,6',
      'packing.yaml,2,6',
    ]);
    expect(again.written()).toBe(output.written());
  });

  it('gives everything as JSON', () => {
    const output = fakeOutput();
    compareSchedulers(scenario, { ...OPTIONS, output: 'json' }, output);
    const { seeds, configurations, compared } = JSON.parse(output.written());
    expect(seeds).toEqual(['1', '2']);
    expect(configurations).toHaveLength(2);
    expect(compared.filter(({ figure }: { figure: string }) => figure === 'nodesUsed')[1]).toEqual({
      figure: 'nodesUsed',
      configuration: 'packing.yaml',
      value: { mean: 1, halfWidth: 0 },
      difference: { mean: -2, halfWidth: 0 },
    });
  });

  it.each([
    { config: [packing], names: ['packing.yaml', 'packing.yaml + last.js'] },
    { config: [], names: ['scenario', 'scenario + last.js'] },
  ])('compares $names', ({ config, names }) => {
    const score = "(_pod, _state, node) => (node.name === 'node-3' ? 100 : 0)";
    const policy = fileWith('last.js', `export const plugin = { name: 'Last', score: ${score} };\n`);
    const output = fakeOutput();
    const options = { config, plugin: [policy], seeds: ['1'], output: 'json' } as const;
    expect(compareSchedulers(scenario, options, output)).toBe(EXIT.fine);
    const { configurations } = JSON.parse(output.written());
    expect(configurations.map(({ name }: { name: string }) => name)).toEqual(names);
  });

  it('needs two of them', () => {
    for (const config of [[usual], []]) {
      const output = fakeOutput();
      expect(compareSchedulers(scenario, { config, seeds: ['1'] }, output)).toBe(EXIT.badInput);
      expect(output.errors()).toEqual([
        'error: nothing to compare with: give --config twice, or a policy with --plugin',
      ]);
    }
  });

  it('names what is wrong with a configuration', () => {
    const output = fakeOutput();
    const wrong = fileWith('wrong.yaml', `${HEAD}percentageOfNodesToScore: 101\n`);
    expect(compareSchedulers(scenario, { ...OPTIONS, config: [usual, wrong] }, output)).toBe(EXIT.badInput);
    expect(output.written()).toBe('');
    expect(output.errors().join('\n')).toContain('wrong.yaml:3');
  });
});

describe('importOpenb', () => {
  it('says how long a run of the whole trace is, and what makes it shorter', () => {
    const nodes = fileWith('n.csv', 'sn,cpu_milli,memory_mib,gpu,model\na,1000,1024,0,\n');
    const head = 'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,creation_time,deletion_time,scheduled_time';
    const pods = fileWith('p.csv', `${head}\np,100,100,0,0,,BE,0,12873540,0\n`);
    const errorsWith = (options: { readonly faster?: number }): readonly string[] => {
      const output = fakeOutput();
      expect(importOpenb(nodes, pods, { output: join(folder, 'long.yaml'), ...options }, output)).toBe(EXIT.fine);
      return output.errors();
    };
    expect(errorsWith({})).toEqual(['note: the run lasts 149 simulated days; with --faster 1000 it lasts 3h34m34s']);
    expect(errorsWith({ faster: 10 })).toEqual([]);
  });

  it('leaves nothing half-written where a list is wrong', () => {
    const output = fakeOutput();
    const nodes = fileWith('nodes.csv', 'sn,cpu\n');
    const before = readdirSync(folder);
    expect(importOpenb(nodes, join(folder, 'none.csv'), { output: join(folder, 'o.yaml') }, output)).toBe(
      EXIT.badInput,
    );
    expect(importOpenb(nodes, nodes, { output: join(folder, 'o.yaml') }, output)).toBe(EXIT.badInput);
    expect(output.errors()[0]).toContain('none.csv" does not exist');
    expect(output.errors()[1]).toContain('nodes: no column "cpu_milli"');
    expect(readdirSync(folder)).toEqual(before);
    expect(existsSync(join(folder, 'o.yaml'))).toBe(false);
  });
});
