// One table per filter: which node a pod may go to, and the exact words where it may not.

import { describe, expect, it } from 'vitest';
import type { ContainerPort, Pod, PodSpec, Taint, TopologySpreadConstraint } from '../../../src/model/objects.ts';
import { ClusterCache } from '../../../src/scheduler/cluster-cache.ts';
import { runFilters, runPreFilters } from '../../../src/scheduler/filtering.ts';
import type { Verdict } from '../../../src/scheduler/framework.ts';
import { defaultProfile } from '../../../src/scheduler/registry.ts';
import { listerOf, nodeOf, podOf, ZONE } from '../objects.ts';

type NodeGiven = Parameters<typeof nodeOf>[1];

/** The first verdict on a node with these pods on it. */
function verdictOn(given: NodeGiven, pod: Pod, placed: readonly Pod[] = []): Verdict | undefined {
  const cache = new ClusterCache(listerOf([]));
  cache.addNode(nodeOf('n1', given));
  for (const other of placed) cache.setPod({ ...other, spec: { ...other.spec, nodeName: 'n1' } });
  const snapshot = cache.snapshot();
  const [node] = snapshot.nodes;
  if (node === undefined) throw new Error('no node');
  return runFilters(runPreFilters(defaultProfile, pod, snapshot).filters, pod, node, snapshot);
}

const spec = (given: Partial<PodSpec>): Pod => podOf('p', { spec: given });
const taint = (effect: Taint['effect'], value?: string): Taint =>
  value === undefined ? { key: 'k', effect } : { key: 'k', value, effect };

describe('NodeUnschedulable', () => {
  it.each([
    ['an ordinary node', false, [], undefined],
    ['a cordoned node', true, [], 'NodeUnschedulable'],
    ['a cordoned node, tolerated', true, [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }], undefined],
    ['another toleration', true, [{ key: 'other', operator: 'Exists' }], 'NodeUnschedulable'],
  ] as const)('%s', (_name, unschedulable, tolerations, plugin) => {
    expect(verdictOn({ unschedulable }, spec({ tolerations }))?.plugin).toBe(plugin);
  });
});

describe('TaintToleration', () => {
  it.each([
    ['no taint', [], [], undefined],
    ['NoSchedule', [taint('NoSchedule')], [], 'TaintToleration'],
    ['NoExecute', [taint('NoExecute')], [], 'TaintToleration'],
    ['PreferNoSchedule only scores', [taint('PreferNoSchedule')], [], undefined],
    [
      'tolerated by key and effect',
      [taint('NoSchedule')],
      [{ key: 'k', operator: 'Exists', effect: 'NoSchedule' }],
      undefined,
    ],
    [
      'another effect',
      [taint('NoExecute')],
      [{ key: 'k', operator: 'Exists', effect: 'NoSchedule' }],
      'TaintToleration',
    ],
    ['another value', [taint('NoSchedule', 'a')], [{ key: 'k', value: 'b' }], 'TaintToleration'],
  ] as const)('%s', (_name, taints, tolerations, plugin) => {
    const verdict = verdictOn({ taints }, spec({ tolerations }));
    expect(verdict?.plugin).toBe(plugin);
    if (plugin !== undefined) expect(verdict?.reasons).toEqual(['node(s) had untolerated taint(s)']);
  });
});

describe('NodeAffinity', () => {
  const required = (operator: 'In' | 'Exists', values: readonly string[]): Partial<PodSpec> => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator, values }] }],
        },
      },
    },
  });
  it.each([
    ['a selector that matches', { nodeSelector: { disk: 'ssd' } }, undefined],
    ['a selector that does not', { nodeSelector: { disk: 'hdd' } }, 'NodeAffinity'],
    ['a term that matches', required('In', ['ssd', 'nvme']), undefined],
    ['a term that does not', required('In', ['hdd']), 'NodeAffinity'],
    ['both must hold', { nodeSelector: { disk: 'ssd' }, ...required('In', ['hdd']) }, 'NodeAffinity'],
  ] as const)('%s', (_name, given, plugin) => {
    const verdict = verdictOn({ labels: { disk: 'ssd' } }, spec(given));
    expect(verdict?.plugin).toBe(plugin);
    if (plugin !== undefined) expect(verdict?.reasons).toEqual(["node(s) didn't match Pod's node affinity/selector"]);
  });

  it('names nodes with metadata.name, each list narrowing the term, each term adding', () => {
    const name = (...values: string[]) => ({ key: 'metadata.name', operator: 'In' as const, values });
    const terms = [{ matchFields: [name('a', 'b'), name('b', 'c')] }, { matchFields: [name('d')] }];
    const pod = spec({
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
    });
    const run = runPreFilters(defaultProfile, pod, new ClusterCache(listerOf([])).snapshot());
    expect([...(run.nodeNames ?? [])]).toEqual(['b', 'd']);
    expect(run.restrictedBy).toEqual(['NodeAffinity']);
  });
});

describe('NodeResourcesFit', () => {
  const allocatable = { cpu: '1', memory: '1Gi', pods: '2', 'ephemeral-storage': '1Gi' };
  const gpuNode = { ...allocatable, 'example.com/gpu': '2' };
  const asking = (requests: Record<string, string>): Pod => podOf('p', { requests });
  it.each([
    ['fits exactly', allocatable, { cpu: '1' }, {}, undefined, []],
    [
      'short of cpu because of others',
      allocatable,
      { cpu: '600m' },
      { cpu: '500m' },
      'Unschedulable',
      ['Insufficient cpu'],
    ],
    ['the node is too small', allocatable, { cpu: '2' }, {}, 'UnschedulableAndUnresolvable', ['Insufficient cpu']],
    [
      'one resource too large decides for all',
      allocatable,
      { cpu: '600m', memory: '2Gi' },
      { cpu: '500m' },
      'UnschedulableAndUnresolvable',
      ['Insufficient cpu', 'Insufficient memory'],
    ],
    ['what is not requested does not count', allocatable, { memory: '1Mi' }, { cpu: '3' }, undefined, []],
    [
      'ephemeral storage',
      allocatable,
      { 'ephemeral-storage': '2Gi' },
      {},
      'UnschedulableAndUnresolvable',
      ['Insufficient ephemeral-storage'],
    ],
    [
      'extended resources',
      gpuNode,
      { 'example.com/gpu': '2' },
      { 'example.com/gpu': '1' },
      'Unschedulable',
      ['Insufficient example.com/gpu'],
    ],
    ['an extended resource of nought', allocatable, { 'example.com/gpu': '0' }, {}, undefined, []],
  ] as const)('%s', (_name, node, requests, used, code, reasons) => {
    const verdict = verdictOn({ allocatable: node }, asking(requests), [podOf('other', { requests: used })]);
    expect(verdict?.code).toBe(code);
    expect(verdict?.reasons ?? []).toEqual(reasons);
  });

  it('counts pods', () => {
    const placed = [podOf('a', { requests: {} }), podOf('b', { requests: {} })];
    expect(verdictOn({ allocatable }, asking({}), placed)?.reasons).toEqual(['Too many pods']);
  });
});

describe('PodTopologySpread', () => {
  const spread = (given: Partial<TopologySpreadConstraint>): TopologySpreadConstraint => ({
    maxSkew: 1,
    topologyKey: ZONE,
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { app: 'web' } },
    ...given,
  });
  /** Verdicts on nodes a1 (zone a), b1 (zone b), c1 (no zone) with this many matching pods on a1 and b1. */
  function verdicts(
    constraint: TopologySpreadConstraint,
    onA: number,
    onB: number,
    given: Partial<Pod['metadata']> = {},
  ) {
    const cache = new ClusterCache(listerOf([]));
    cache.addNode(nodeOf('a1', { labels: { [ZONE]: 'a' } }));
    cache.addNode(nodeOf('b1', { labels: { [ZONE]: 'b' }, taints: [taint('NoSchedule')] }));
    cache.addNode(nodeOf('c1'));
    const web = (name: string, nodeName: string): Pod => podOf(name, { labels: { app: 'web' }, nodeName });
    for (let i = 0; i < onA; i++)
      cache.setPod({ ...web(`a${i}`, 'a1'), metadata: { ...web(`a${i}`, 'a1').metadata, ...given } });
    for (let i = 0; i < onB; i++) cache.setPod(web(`b${i}`, 'b1'));
    const pod = podOf('p', {
      labels: { app: 'web' },
      spec: { topologySpreadConstraints: [constraint], tolerations: [{ operator: 'Exists' }] },
    });
    const snapshot = cache.snapshot();
    const { filters } = runPreFilters(defaultProfile, pod, snapshot);
    return Object.fromEntries(
      snapshot.nodes.map((node) => [node.name, runFilters(filters, pod, node, snapshot)?.reasons[0]]),
    );
  }
  const skewed = "node(s) didn't match pod topology spread constraints";
  const missing = "node(s) didn't match pod topology spread constraints (missing required label)";
  it.each([
    ['even', spread({}), 1, 1, { c1: missing }],
    ['a is ahead', spread({}), 2, 1, { a1: skewed, c1: missing }],
    ['a larger skew is allowed', spread({ maxSkew: 2 }), 2, 1, { c1: missing }],
    [
      'fewer domains than asked for: the minimum is 0',
      spread({ minDomains: 3 }),
      1,
      1,
      { a1: skewed, b1: skewed, c1: missing },
    ],
    [
      'a selector for others: the pod itself does not count',
      spread({ labelSelector: { matchLabels: { app: 'db' } } }),
      9,
      0,
      { c1: missing },
    ],
  ] as const)('%s', (_name, constraint, onA, onB, expected) => {
    expect(verdicts(constraint, onA, onB)).toEqual({ a1: undefined, b1: undefined, ...expected });
  });

  it('does not count pods that are being deleted', () => {
    expect(verdicts(spread({}), 3, 0, { deletionTimestamp: 0 as never }).a1).toBeUndefined();
  });
});

describe('NodePorts', () => {
  const withPorts = (name: string, ...ports: readonly ContainerPort[]): Pod =>
    podOf(name, { spec: { containers: [{ name: 'c', ports }] } });
  const port = (hostPort: number, hostIP?: string, protocol = 'TCP'): ContainerPort =>
    hostIP === undefined
      ? { containerPort: 80, hostPort, protocol }
      : { containerPort: 80, hostPort, hostIP, protocol };
  it.each([
    ['another port', port(80), port(81), undefined],
    ['the same port', port(80), port(80), 'NodePorts'],
    ['another protocol', port(80), port(80, undefined, 'UDP'), undefined],
    ['two addresses', port(80, '10.0.0.1'), port(80, '10.0.0.2'), undefined],
    ['all addresses against one', port(80, '10.0.0.1'), port(80), 'NodePorts'],
    ['one address against all', port(80, '0.0.0.0'), port(80, '10.0.0.1'), 'NodePorts'],
    ['a port that starts with the same digits', port(80), port(8080), undefined],
    ['no host port', { containerPort: 80 }, port(80), undefined],
  ])('%s', (_name, used, wanted, plugin) => {
    const verdict = verdictOn({}, withPorts('p', wanted), [withPorts('other', used)]);
    expect(verdict?.plugin).toBe(plugin);
    if (verdict !== undefined) {
      expect(verdict.reasons).toEqual(["node(s) didn't have free ports for the requested pod ports"]);
      expect(verdict.code).toBe('Unschedulable');
    }
  });

  it('counts sidecars, and no init container that ends', () => {
    const init = (restartPolicy?: 'Always'): Pod =>
      podOf('init', {
        spec: {
          containers: [{ name: 'c' }],
          initContainers: [{ name: 'i', ports: [port(80)], ...(restartPolicy && { restartPolicy }) }],
        },
      });
    expect(verdictOn({}, withPorts('p', port(80)), [init()])).toBeUndefined();
    expect(verdictOn({}, withPorts('p', port(80)), [init('Always')])?.plugin).toBe('NodePorts');
  });
});

describe('NodeDeclaredFeatures', () => {
  const restartsAll = spec({ containers: [{ name: 'c', restartPolicyRules: [{ action: 'RestartAllContainers' }] }] });
  it.each([
    ['a pod that needs none', spec({}), [], undefined],
    ['a restart of all containers', restartsAll, [], 'NodeDeclaredFeatures'],
    ['the node declares it', restartsAll, ['A', 'RestartAllContainersOnContainerExits'], undefined],
    [
      'user namespaces with the network of the host',
      spec({ hostNetwork: true, hostUsers: false }),
      ['RestartAllContainersOnContainerExits'],
      'NodeDeclaredFeatures',
    ],
    ['the network of the host alone', spec({ hostNetwork: true }), [], undefined],
  ] as const)('%s', (_name, pod, declaredFeatures, plugin) => {
    expect(verdictOn({ declaredFeatures }, pod)?.plugin).toBe(plugin);
  });
});

describe('the default profile', () => {
  it('asks the filters in the order of upstream', () => {
    expect(defaultProfile.filter.map(({ name }) => name)).toEqual([
      'NodeUnschedulable',
      'NodeName',
      'TaintToleration',
      'NodeAffinity',
      'NodePorts',
      'NodeResourcesFit',
      'VolumeRestrictions',
      'NodeVolumeLimits',
      'VolumeBinding',
      'VolumeZone',
      'PodTopologySpread',
      'InterPodAffinity',
      'DynamicResources',
      'NodeDeclaredFeatures',
    ]);
  });

  it('weighs the scores as upstream does', () => {
    expect(defaultProfile.score.map(({ plugin, weight }) => `${plugin.name} ${weight}`)).toEqual([
      'TaintToleration 3',
      'NodeAffinity 2',
      'NodeResourcesFit 1',
      'VolumeBinding 1',
      'PodTopologySpread 2',
      'InterPodAffinity 2',
      'DynamicResources 2',
      'NodeResourcesBalancedAllocation 1',
      'ImageLocality 1',
    ]);
  });
});
