// What would make a pod fit: each plan, carried out on the cluster itself, brings the pod onto its node.

import { describe, expect, it } from 'vitest';
import { Moments } from '../../src/log/moment.ts';
import { lastDecision } from '../../src/report/state-row.ts';
import { type Attempt, attemptOf } from '../../src/scenario/explain-decision.ts';
import { fitEdits, fitPlans } from '../../src/scenario/fit-edits.ts';
import type { FitChange } from '../../src/scenario/fit-plans.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { runText } from './run-text.ts';

const POOLS = `  until: 30s
  cluster:
    pools:
      - {name: small, count: 2, capacity: {cpu: 2, memory: 8Gi}}
      - {name: tainted, count: 1, capacity: {cpu: 8, memory: 8Gi}, taints: [{key: team, value: x, effect: NoSchedule}]}
      - {name: gpu, count: 1, capacity: {cpu: 8, memory: 8Gi, nvidia.com/gpu: 2}, labels: {disk: hdd}}`;

function attemptFor(spec: string, others = ''): Attempt {
  const pod = `${others}apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: ${spec}\n`;
  const { log } = runText(POOLS, pod).run.simulation;
  const seq = lastDecision(log, 'default/p', log.length)?.seq ?? -1;
  const profiles = new Map([[defaultProfile.schedulerName, defaultProfile]]);
  const attempt = attemptOf(log, new Moments(log), seq, profiles);
  if (attempt === undefined) throw new Error('no attempt');
  return attempt;
}

function container(requests: string): string {
  return `containers: [{name: main, image: app, resources: {limits: {${requests}}}}]`;
}

function told(attempt: Attempt): { readonly [node: string]: readonly string[] } {
  return Object.fromEntries(
    fitPlans(attempt).map(({ node, changes, refusal }) => [
      node,
      [...changes.map(wordOf), ...(refusal === undefined ? [] : [`but ${refusal.reasons.join()}`])],
    ]),
  );
}

function wordOf(change: FitChange): string {
  switch (change.what) {
    case 'request':
      return `${change.resource} ${change.old} -> ${change.amount}`;
    case 'toleration':
      return `tolerate ${change.taint.key}`;
    case 'label':
      return `label ${change.key}=${change.value}`;
    case 'uncordon':
      return 'uncordon';
    case 'drop':
      return `drop ${change.field} ${change.detail}`.trim();
    case 'evict':
      return `remove ${change.pod}`;
  }
}

describe('fitPlans', () => {
  it('lowers requests to what is free, of all resources at once', () => {
    expect(told(attemptFor(`{${container('cpu: 9, memory: 9Gi')}}`))).toEqual({
      'small-1': ['cpu 9 -> 2', 'memory 9Gi -> 8Gi'],
      'small-2': ['cpu 9 -> 2', 'memory 9Gi -> 8Gi'],
      'tainted-1': ['tolerate team', 'cpu 9 -> 8', 'memory 9Gi -> 8Gi'],
      'gpu-1': ['cpu 9 -> 8', 'memory 9Gi -> 8Gi'],
    });
  });

  it('labels nodes by the selector and by what an affinity asks for', () => {
    const affinity =
      'affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ' +
      '[{matchExpressions: [{key: disk, operator: In, values: [ssd, nvme]}, {key: rack, operator: Exists}]}]}}}';
    expect(told(attemptFor(`{nodeSelector: {zone: a}, ${affinity}, ${container('cpu: 3')}}`))).toEqual({
      'small-1': ['label zone=a', 'label disk=ssd', 'label rack=true', 'cpu 3 -> 2'],
      'small-2': ['label zone=a', 'label disk=ssd', 'label rack=true', 'cpu 3 -> 2'],
      'tainted-1': ['tolerate team', 'label zone=a', 'label disk=ssd', 'label rack=true'],
      'gpu-1': ['label zone=a', 'label disk=ssd', 'label rack=true'],
    });
  });

  it('says what is left where nothing of that helps', () => {
    expect(told(attemptFor(`{${container('nvidia.com/gpu: 3')}}`))).toEqual({
      'small-1': ['but Insufficient nvidia.com/gpu'],
      'small-2': ['but Insufficient nvidia.com/gpu'],
      'tainted-1': ['tolerate team', 'but Insufficient nvidia.com/gpu'],
      'gpu-1': ['nvidia.com/gpu 3 -> 2'],
    });
  });
});

describe('fitPlans beside other pods', () => {
  const port = 'ports: [{containerPort: 80, hostPort: 80}]';
  const web = (name: string, node: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, labels: {app: web}}\n` +
    `spec: {nodeName: ${node}, containers: [{name: main, image: app, ${port}}]}\n---\n`;
  const others = web('a', 'small-1') + web('b', 'small-2') + web('c', 'gpu-1');

  it('removes who holds a port', () => {
    const plans = told(attemptFor(`{containers: [{name: main, image: app, ${port}}]}`, others));
    expect(plans).toEqual({
      'small-1': ['remove default/a'],
      'small-2': ['remove default/b'],
      'tainted-1': ['tolerate team'],
      'gpu-1': ['remove default/c'],
    });
  });

  it('does without a term or a constraint, and says what others forbid', () => {
    const term = '{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}';
    const apart = `affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [${term}]}}`;
    expect(told(attemptFor(`{${apart}, ${container('cpu: 1')}}`, others))).toMatchObject({
      'small-1': ['drop podAntiAffinity'],
      'tainted-1': ['tolerate team'],
    });
    const near = term.replace('web', 'db');
    const rack = `affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [${near}]}}`;
    expect(told(attemptFor(`{${rack}, ${container('cpu: 1')}}`, others))['gpu-1']).toEqual(['drop podAffinity']);
    const spread =
      'topologySpreadConstraints: [{topologyKey: rack, maxSkew: 1, whenUnsatisfiable: DoNotSchedule, ' +
      'labelSelector: {matchLabels: {app: web}}}]';
    expect(told(attemptFor(`{${spread}, ${container('cpu: 1')}}`, others))['gpu-1']).toEqual([
      'drop topologySpreadConstraints rack',
    ]);
  });

  it('does not name one node as another', () => {
    const plans = told(attemptFor(`{nodeSelector: {kubernetes.io/hostname: small-9}, ${container('cpu: 1')}}`));
    expect(plans['small-1']).toEqual(["but node(s) didn't match Pod's node affinity/selector"]);
  });
});

describe('fitEdits', () => {
  it('tells the easiest of each sort, and what is not enough alone behind it', () => {
    const edits = fitEdits(attemptFor(`{nodeSelector: {disk: ssd}, ${container('cpu: 7')}}`));
    expect(edits.map(({ what, values, isEnough }) => [what, isEnough, values.node ?? values.label])).toEqual([
      ['label', true, 'gpu-1'],
      ['selector', true, 'gpu-1'],
      ['toleration', false, 'tainted-1'],
      ['request', false, 'small-1'],
    ]);
  });

  it('lowers a request that no node could ever give, and frees nothing', () => {
    const edits = fitEdits(attemptFor(`{${container('cpu: 10')}}`));
    const tainted = { taint: 'team:NoSchedule', node: 'tainted-1' };
    expect(edits).toEqual([
      { what: 'request', values: { resource: 'cpu', amount: '8', old: '10', node: 'gpu-1' }, isEnough: true },
      { what: 'toleration', values: { ...tainted, reason: 'Insufficient cpu' }, isEnough: false },
    ]);
  });

  it('frees a node of the fewest pods whose leaving is enough', () => {
    const pod = (name: string, node: string, cpu: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\n` +
      `spec: {nodeName: ${node}, containers: [{name: main, image: app, resources: {requests: {cpu: ${cpu}}}}]}\n---\n`;
    const others = [
      pod('large', 'gpu-1', '3'),
      pod('fitting', 'gpu-1', '2500m'),
      pod('small', 'gpu-1', '500m'),
      pod('one', 'small-1', '1'),
      pod('two', 'small-1', '1'),
      pod('all', 'small-2', '2'),
    ].join('');
    const attempt = attemptFor(`{${container('cpu: 4')}}`, others);
    const rooms = Object.fromEntries(fitPlans(attempt).map(({ node, room }) => [node, room]));
    expect(rooms).toMatchObject({ 'small-1': undefined, 'small-2': undefined, 'gpu-1': { missing: '2 cpu' } });
    expect(fitEdits(attempt).find(({ what }) => what === 'free')).toEqual({
      what: 'free',
      values: { amount: '2 cpu', node: 'gpu-1' },
      isEnough: true,
      leavers: [{ pod: 'default/fitting', amount: '2500m' }],
    });
    const full = fitPlans(attemptFor(`{${container('cpu: 2')}}`, others));
    expect(full.find(({ node }) => node === 'small-1')).toMatchObject({
      changes: [],
      room: {
        missing: '2 cpu',
        leavers: [{ pod: { metadata: { name: 'one' } } }, { pod: { metadata: { name: 'two' } } }],
      },
    });
  });

  it('adds a node like one whose empty twin the filters accept', () => {
    const spec = `{nodeName: gpu-1, ${container('cpu: 6')}}`;
    const filled = `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: ${spec}\n---\n`;
    const edits = fitEdits(attemptFor(`{nodeSelector: {disk: hdd}, ${container('cpu: 5')}}`, filled));
    const values = { node: 'gpu-1', zone: '', labels: 'disk=hdd', cpu: '8' };
    expect(edits.find(({ what }) => what === 'node')).toMatchObject({ values, isEnough: true });
    const tooMuch = fitEdits(attemptFor(`{nodeSelector: {disk: hdd}, ${container('cpu: 9')}}`, filled));
    expect(tooMuch.map(({ what }) => what)).not.toContain('node');
  });
});
