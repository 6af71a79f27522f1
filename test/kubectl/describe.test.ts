// kubectl describe beside what the real one printed for the same objects, and the alignment of its columns.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Micros, micros, seconds } from '../../src/base/time.ts';
import { describeObject } from '../../src/kubectl/describe/describe.ts';
import type { DescribeSource } from '../../src/kubectl/describe/shared-parts.ts';
import { TabbedText } from '../../src/kubectl/describe/tabbed-text.ts';
import type { Condition, Deployment, KubeObject, Node, Pod, ReplicaSet } from '../../src/model/objects.ts';

const RECORDED = '../shared/vectors/api/kubectl.jsonl';
/** 2026-01-01T00:00:00Z. */
const STARTS_AT = 1_767_225_600_000_000;

const texts = new Map<string, string>();
if (existsSync(RECORDED)) {
  for (const line of readFileSync(RECORDED, 'utf8').trim().split('\n')) {
    const { id, argv, stdout } = JSON.parse(line) as { id: string; argv: readonly string[]; stdout: string };
    if (argv[1] === 'describe') texts.set(id, stdout);
  }
}

function sourceOf(...objects: readonly KubeObject[]): DescribeSource {
  return {
    now: seconds(100),
    startsAtEpochMicros: STARTS_AT,
    get: (kind, key) => objects.find((each) => each.kind === kind && each.metadata.name === key) as never,
    list: (kind) => objects.filter((each) => each.kind === kind) as never,
  };
}

function metadataOf(name: string, namespace?: string, at: Micros = micros(0)): Pod['metadata'] {
  const base = { name, uid: name, resourceVersion: 1, creationTimestamp: at };
  return namespace === undefined ? base : { ...base, namespace };
}

const mount = {
  name: 'kube-api-access-tmj2c',
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
  readOnly: true,
};
const restarted: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: metadataOf('restarts-recent', 'k-pods-describe-4'),
  spec: {
    priority: 0,
    serviceAccountName: 'default',
    nodeName: 'node-1',
    containers: [{ name: 'c', image: 'nginx:1.27', volumeMounts: [mount] }],
    volumes: [{ name: 'kube-api-access-tmj2c', projected: {} }],
    tolerations: ['not-ready', 'unreachable'].map((key) => ({
      key: `node.kubernetes.io/${key}`,
      operator: 'Exists' as const,
      effect: 'NoExecute' as const,
      tolerationSeconds: 300,
    })),
  },
  status: {
    phase: 'Running',
    podIP: '10.1.0.9',
    qosClass: 'BestEffort',
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [
      {
        name: 'c',
        ready: true,
        restartCount: 4,
        image: 'nginx:1.27',
        state: { running: { startedAt: micros(0) } },
        lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: micros(0), finishedAt: micros(0) } },
      },
    ],
  },
};

const template: Deployment['spec']['template'] = {
  metadata: { labels: { app: 'a' } },
  spec: {
    containers: [
      {
        name: 'c',
        image: 'nginx:1.27',
        ports: [{ containerPort: 80, protocol: 'TCP' }],
        env: [{ name: 'A', value: 'b' }],
        resources: { limits: { cpu: '500m' } },
      },
    ],
  },
};

const deployment: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    ...metadataOf('web', 'k-deployment'),
    labels: { app: 'a' },
    annotations: { 'deployment.kubernetes.io/revision': '2', 'kubernetes.io/change-cause': 'second' },
  },
  spec: {
    replicas: 4,
    minReadySeconds: 5,
    selector: { matchLabels: { app: 'a' } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
    template,
  },
  status: {
    updatedReplicas: 2,
    replicas: 5,
    availableReplicas: 3,
    unavailableReplicas: 2,
    conditions: [
      { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' },
      { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated' },
    ],
  },
};

function replicaSet(hash: string, image: string, replicas: number): ReplicaSet {
  const [container] = template.spec.containers;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      ...metadataOf(`web-${hash}`, 'k-deployment'),
      labels: { app: 'a', 'pod-template-hash': hash },
      annotations: {
        'deployment.kubernetes.io/desired-replicas': '4',
        'deployment.kubernetes.io/max-replicas': '5',
        'deployment.kubernetes.io/revision': '1',
        'kubernetes.io/change-cause': 'change 1',
      },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'web', controller: true }],
    },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'a', 'pod-template-hash': hash } },
      template: {
        metadata: { labels: { app: 'a', 'pod-template-hash': hash } },
        spec: { containers: [{ ...container, name: 'c', image }] },
      },
    },
    status: { replicas },
  };
}

const conditions: readonly Condition[] = [
  {
    type: 'MemoryPressure',
    status: 'False',
    reason: 'KubeletHasSufficientMemory',
    message: 'kubelet has sufficient memory available',
  },
  { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'm' },
].map((condition) => ({
  ...condition,
  status: condition.status as Condition['status'],
  lastHeartbeatTime: micros(0),
  lastTransitionTime: micros(0),
}));

const node: Node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    ...metadataOf('k-ready'),
    labels: {
      'kubernetes.io/hostname': 'k-ready',
      'node-role.kubernetes.io/worker': '',
      'topology.kubernetes.io/zone': 'z1',
    },
    annotations: { a: 'b' },
  },
  spec: { podCIDR: '10.1.0.0/24', taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }] },
  status: {
    conditions,
    addresses: [
      { type: 'InternalIP', address: '10.0.0.1' },
      { type: 'Hostname', address: 'k-ready' },
    ],
    capacity: { cpu: '4', memory: '8Gi', pods: '110', 'ephemeral-storage': '100Gi' },
    allocatable: { cpu: '3800m', memory: '8Gi', pods: '110', 'ephemeral-storage': '100Gi' },
    nodeInfo: {
      machineID: 'm',
      systemUUID: 's',
      bootID: 'b',
      kernelVersion: '6.1.0',
      osImage: 'Linux',
      operatingSystem: 'linux',
      architecture: 'amd64',
      containerRuntimeVersion: 'containerd://2.1.0',
      kubeletVersion: 'v1.36.3',
    },
  },
};

function onNode(
  name: string,
  ageSeconds: number,
  requests: Record<string, string>,
  limits: Record<string, string>,
): Pod {
  return {
    ...restarted,
    metadata: metadataOf(name, 'k-nodes', seconds(100 - ageSeconds)),
    spec: { containers: [{ name: 'c', resources: { requests, limits } }], nodeName: 'k-ready' },
  };
}

/** What has to do with the recording's clock, or with volumes that a model without storage does not spell out. */
function comparable(text: string): string {
  return text
    .replace(/CreationTimestamp:.*/g, 'CreationTimestamp:')
    .replace(/\n {4}(TokenExpirationSeconds|ConfigMapName|Optional|DownwardAPI):.*/g, '')
    .replace(/(Type|QoS Class|Node-Selectors|Tolerations|Events): +/g, '$1: ')
    .replace(/\n +(node\.kubernetes\.io\/unreachable)/g, '\n $1');
}

describe.skipIf(texts.size === 0)('as recorded', () => {
  it.each<[string, KubeObject, readonly KubeObject[]]>([
    ['kubectl/static/pods-describe-4#20', restarted, []],
    [
      'kubectl/static/deployment#13',
      deployment,
      [replicaSet('1111111111', 'nginx:1.26', 3), replicaSet('2222222222', 'nginx:1.27', 2)],
    ],
    ['kubectl/static/deployment#14', replicaSet('1111111111', 'nginx:1.26', 3), []],
    [
      'kubectl/static/nodes#18',
      node,
      [
        onNode('on-0', 6, { cpu: '500m', memory: '1Gi' }, { cpu: '1', memory: '2Gi' }),
        onNode('on-1', 5, { cpu: '250m' }, {}),
      ],
    ],
  ])('%s', (id, object, others) => {
    expect(comparable(describeObject(object, sourceOf(object, ...others)))).toBe(comparable(texts.get(id) ?? ''));
  });
});

describe('TabbedText', () => {
  it('aligns the lines that follow one another, and begins anew after a line without the cell', () => {
    const text = new TabbedText();
    text.line(0, 'a\tb');
    text.line(0, 'long name\tc');
    text.line(0, 'no cell');
    text.line(1, 'x\ty\tz');
    text.list('Labels', []);
    text.list('Taints', ['one', 'two']);
    expect(text.toText()).toBe(
      'a          b\nlong name  c\nno cell\n  x      y  z\nLabels:  <none>\nTaints:  one\n         two\n',
    );
  });
});
