// What kubectl asks of the API server for one object, beside the requests that a real one was recorded to send.

import { describe, expect, it } from 'vitest';
import { micros } from '../../src/base/time.ts';
import type { Refused } from '../../src/cluster/request.ts';
import { parseCommand } from '../../src/kubectl/parse-command.ts';
import { firstRequest, nextRequest, type Task } from '../../src/kubectl/task.ts';
import type { Deployment, KubeObject, Node, ReplicaSet } from '../../src/model/objects.ts';

const deployment: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    namespace: 'k',
    uid: 'u',
    resourceVersion: 7,
    creationTimestamp: micros(0),
    labels: { a: 'b' },
  },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    strategy: {},
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'app:v2' }] } },
  },
  status: {},
};

const node: Node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node-0', uid: 'n', resourceVersion: 3, creationTimestamp: micros(0) },
  spec: {},
  status: {},
};

function replicaSet(revision: number, image: string): ReplicaSet {
  const hash = `h${revision}`;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `web-${hash}`,
      namespace: 'k',
      uid: hash,
      resourceVersion: 1,
      creationTimestamp: micros(revision),
      annotations: {
        'deployment.kubernetes.io/revision': String(revision),
        'kubernetes.io/change-cause': `to ${image}`,
      },
    },
    spec: {
      replicas: 0,
      selector: {},
      template: {
        metadata: { labels: { app: 'web', 'pod-template-hash': hash } },
        spec: { containers: [{ name: 'app', image }] },
      },
    },
    status: {},
  };
}

const context = {
  epochMicros: 1_767_603_600_000_000,
  replicaSetsOf: () => [replicaSet(1, 'app:v1'), replicaSet(2, 'app:v2')],
};

function taskOf(line: string, kind: string, key: string): Task {
  const parsed = parseCommand(line, 'k');
  if (!parsed.ok) throw new Error(line);
  return { command: parsed.command, kind, key };
}

function answerTo(line: string, object: KubeObject): unknown {
  const key = object.kind === 'Node' ? 'node-0' : 'k/web';
  const next = nextRequest(taskOf(line, object.kind, key), { ok: true, object }, context);
  if (next.type === 'refused') return next.message;
  return next.type === 'request' && next.request.verb === 'patch' ? next.request.patch : next.type;
}

describe('first requests', () => {
  it('reads, except where it deletes', () => {
    expect(firstRequest(taskOf('kubectl scale deploy web --replicas=4', 'Deployment', 'k/web'))).toEqual({
      verb: 'get',
      kind: 'Deployment',
      key: 'k/web',
    });
    expect(firstRequest(taskOf('kubectl delete deploy d2 --cascade=orphan', 'Deployment', 'k/d2'))).toEqual({
      verb: 'delete',
      kind: 'Deployment',
      key: 'k/d2',
      propagationPolicy: 'Orphan',
    });
  });
});

describe('patches', () => {
  it.each([
    ['kubectl scale deploy web --replicas=4', deployment, { spec: { replicas: 4 } }],
    ['kubectl scale deploy web --replicas=4 --current-replicas=9', deployment, 'Expected replicas to be 9, was 2'],
    [
      'kubectl set image deploy/web app=registry.example/app:v2',
      deployment,
      { spec: { template: { spec: { containers: [{ name: 'app', image: 'registry.example/app:v2' }] } } } },
    ],
    ['kubectl set image deploy/web nope=nginx:9', deployment, 'unable to find container named "nope"'],
    [
      'kubectl rollout restart deploy/web',
      deployment,
      {
        spec: {
          template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-01-05T09:00:00Z' } } },
        },
      },
    ],
    [
      'kubectl rollout undo deploy/web',
      deployment,
      {
        metadata: { annotations: { 'kubernetes.io/change-cause': 'to app:v1', $patch: 'replace' } },
        spec: {
          template: {
            metadata: { labels: { app: 'web' } },
            spec: { containers: [{ name: 'app', image: 'app:v1' }] },
            $patch: 'replace',
          },
        },
      },
    ],
    ['kubectl rollout undo deploy/web --to-revision=7', deployment, 'unable to find specified revision 7 in history'],
    [
      'kubectl rollout undo deploy/web --to-revision=2',
      deployment,
      'skipped rollback (current template already matches revision 2)',
    ],
    ['kubectl cordon node-0', node, { spec: { unschedulable: true } }],
    ['kubectl uncordon node-0', node, 'done'],
    ['kubectl uncordon node-0', { ...node, spec: { unschedulable: true } }, { spec: { unschedulable: null } }],
    ['kubectl label deploy web c=d a-', deployment, { metadata: { labels: { c: 'd', a: null } } }],
    ['kubectl label deploy web a=c', deployment, "'a' already has a value (b), and --overwrite is false"],
    ['kubectl label deploy web a=b nope-', deployment, 'done'],
  ])('%s', (line, object, expected) => {
    expect(answerTo(line, object)).toEqual(expected);
  });
});

describe('apply', () => {
  const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'k' } };
  const task: Task = { ...taskOf('kubectl apply -f c.yaml', 'ConfigMap', 'k/c'), manifest };
  const missing: Refused = { ok: false, code: 404, reason: 'NotFound', message: 'configmaps "c" not found' };

  it('creates what is not there, and remembers what was applied', () => {
    const next = nextRequest(task, missing, context);
    expect(next).toMatchObject({ type: 'request', request: { verb: 'create', object: { metadata: { name: 'c' } } } });
  });

  it('asks for nothing where nothing changes', () => {
    const created = nextRequest(task, missing, context);
    const object = created.type === 'request' && created.request.verb === 'create' ? created.request.object : manifest;
    expect(nextRequest(task, { ok: true, object: object as KubeObject }, context)).toEqual({ type: 'done' });
  });
});
