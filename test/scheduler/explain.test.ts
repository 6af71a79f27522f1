// The explanation agrees with the decision, and says more than the scheduler asked.

import { describe, expect, it } from 'vitest';
import type { KubeObject, ObjectOf } from '../../src/model/objects.ts';
import { keyOf } from '../../src/model/objects.ts';
import { explainAttempt } from '../../src/scheduler/explain.ts';
import type { Profile } from '../../src/scheduler/framework.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import type { AssumedPod } from '../../src/scheduler/snapshot-of.ts';
import { snapshotOf } from '../../src/scheduler/snapshot-of.ts';
import { nodeOf, podOf, replicaSetOf } from './objects.ts';
import { claimOf, classOf, podWith, volumeOf } from './storage-objects.ts';

function snapshot(objects: readonly KubeObject[], assumed: readonly AssumedPod[] = []) {
  return snapshotOf(
    {
      get: <K extends string>(kind: K, key: string) =>
        objects.find((object) => object.kind === kind && keyOf(object) === key) as ObjectOf<K> | undefined,
      list: <K extends string>(kind: K) =>
        objects.filter((object) => object.kind === kind) as readonly KubeObject[] as readonly ObjectOf<K>[],
    },
    assumed,
  );
}

describe('an explanation', () => {
  it('counts the volumes of pods that are on their way as taken', () => {
    const manual = classOf('late', { provisioner: 'kubernetes.io/no-provisioner' });
    const [first, second] = [podWith('p', 'c'), podWith('q', 'd')];
    const objects = [nodeOf('n1'), manual, volumeOf('v'), claimOf('c'), claimOf('d'), first, second];
    const free = explainAttempt(defaultProfile, second, snapshot(objects), 0);
    expect(free.result).toBe('scheduled');
    const { reserve } = defaultProfile;
    const assumed = [{ pod: first, node: 'n1', reserve }];
    const taken = explainAttempt(defaultProfile, second, snapshot(objects, assumed), 0);
    expect(taken.message).toMatch(/^0\/1 nodes are available: 1 node\(s\) didn't find available persistent volumes/);
  });

  it('lists every plugin that would reject a node, and marks those that were not asked', () => {
    const node = nodeOf('n', { unschedulable: true, allocatable: { cpu: '1m' } });
    const { result, nodes } = explainAttempt(defaultProfile, podOf('p'), snapshot([node]), 0);
    expect(result).toBe('unschedulable');
    const verdicts = nodes[0]?.verdicts.map(({ plugin, status, isAsked }) => [plugin, status?.reasons[0], isAsked]);
    expect(verdicts).toEqual([
      ['NodeUnschedulable', 'node(s) were unschedulable', true],
      ['NodeName', undefined, false],
      ['TaintToleration', undefined, false],
      ['NodeResourcesFit', 'Insufficient cpu', false],
    ]);
  });

  it('says where a node is kept free for pods that are nominated to it', () => {
    const node = nodeOf('n', { allocatable: { cpu: '1' } });
    const urgent = podOf('urgent', { requests: { cpu: '1' }, spec: { priority: 1 } });
    const nominated = { ...urgent, status: { ...urgent.status, nominatedNodeName: 'n' } };
    const { nodes, result } = explainAttempt(defaultProfile, podOf('p'), snapshot([node, nominated]), 0);
    expect(result).toBe('unschedulable');
    const refused = nodes[0]?.verdicts.filter(({ status }) => status !== undefined);
    expect(refused).toMatchObject([{ plugin: 'NodeResourcesFit', isAsked: true, isByNomination: true }]);
  });

  it('adds up', () => {
    const objects = [nodeOf('a'), nodeOf('b'), podOf('x', { nodeName: 'a' }), replicaSetOf('web', { app: 'web' })];
    const pod = podOf('p', { labels: { app: 'web' }, owner: 'web' });
    const { nodes, best, result } = explainAttempt(defaultProfile, pod, snapshot(objects), 1);
    expect(result).toBe('scheduled');
    expect(nodes.map(({ node }) => node)).toEqual(['b', 'a']);
    for (const { scores, total } of nodes) {
      expect(scores.map(({ plugin }) => plugin)).toContain('PodTopologySpread');
      expect(scores.reduce((sum, { weight, normalized }) => sum + weight * normalized, 0)).toBe(total);
    }
    expect(best).toEqual(['b']);
  });

  it('counts pods that were assumed, and no finished ones', () => {
    const node = nodeOf('a', { allocatable: { cpu: '1' } });
    const waiting = podOf('w', { requests: { cpu: '1' } });
    const finished = {
      ...podOf('f', { requests: { cpu: '1' }, nodeName: 'a' }),
      status: { phase: 'Succeeded' } as const,
    };
    const explain = (assumed: readonly AssumedPod[]) =>
      explainAttempt(defaultProfile, podOf('p'), snapshot([node, waiting, finished], assumed), 0).result;
    expect(explain([])).toBe('scheduled');
    expect(explain([{ pod: waiting, node: 'a' }])).toBe('unschedulable');
  });

  it('tells unseen nodes from those that the pod excludes', () => {
    const many = Array.from({ length: 120 }, (_x, i) => nodeOf(`n${i}`));
    const { nodes } = explainAttempt(defaultProfile, podOf('p'), snapshot(many), 10);
    expect(nodes.filter(({ state }) => state === 'unseen')).toHaveLength(20);
    const terms = [{ matchFields: [{ key: 'metadata.name', operator: 'In' as const, values: ['n3'] }] }];
    const named = podOf('p', {
      spec: {
        affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
      },
    });
    const explained = explainAttempt(defaultProfile, named, snapshot(many), 0).nodes;
    expect(explained.filter(({ state }) => state === 'excluded')).toHaveLength(119);
    expect(explained.find(({ state }) => state === 'feasible')?.node).toBe('n3');
  });

  it('says what ended a search before all nodes were looked at', () => {
    const many = Array.from({ length: 120 }, (_x, i) => nodeOf(`n${i}`));
    const pod = podOf('p');
    const nominated = { ...pod, status: { ...pod.status, nominatedNodeName: 'n7' } };
    const few = many.slice(0, 2);
    const unscored = { ...defaultProfile, score: [], preScore: [] };
    const broken = { ...defaultProfile, filter: [{ name: 'Broken', filter: () => ({ code: 'Error', reasons: [] }) }] };
    const explained = [
      explainAttempt(defaultProfile, pod, snapshot(many), 10),
      explainAttempt(defaultProfile, nominated, snapshot(many), 10),
      explainAttempt(unscored, pod, snapshot(few), 1),
      explainAttempt(broken as Profile, pod, snapshot(few), 1),
      explainAttempt(defaultProfile, pod, snapshot(few), 1),
    ];
    expect(explained.map(({ endedBy }) => endedBy)).toEqual([
      'enough',
      'nominatedNode',
      'firstFit',
      'error',
      undefined,
    ]);
  });

  it('names the gate of a pod that is not queued', () => {
    const gated = podOf('p', { spec: { schedulingGates: [{ name: 'a' }, { name: 'b' }] } });
    expect(explainAttempt(defaultProfile, gated, snapshot([]), 0)).toMatchObject({
      result: 'gated',
      message: 'waiting for scheduling gates: [a b]',
    });
  });
});
