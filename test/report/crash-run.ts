// A small run by hand that several tests ask about: a node dies, its pod is evicted, a new pod takes its place
// elsewhere.

import { seconds } from '../../src/base/time.ts';
import type { Seq } from '../../src/log/row.ts';
import type { ReplicaSet } from '../../src/model/objects.ts';
import { condition, LogBuilder, nodeNamed, podNamed, running } from './log-builder.ts';

export interface CrashRun {
  readonly run: LogBuilder;
  /** Rows by what they say. */
  readonly rows: { readonly [name in Landmark]: Seq };
}

type Landmark =
  | 'old'
  | 'fault'
  | 'notReady'
  | 'tainted'
  | 'marked'
  | 'created'
  | 'chosen'
  | 'bound'
  | 'started'
  | 'ready';

const UNREACHABLE = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' } as const;

const replicaSet = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web-5d', namespace: 'shop', uid: 'uid-web-5d', resourceVersion: 1, creationTimestamp: seconds(0) },
  spec: { replicas: 2 },
  status: {},
} as unknown as ReplicaSet;

export function crashRun(): CrashRun {
  const run = new LogBuilder();
  const up = run.plain('kube-apiserver', { type: 'component', component: 'kube-apiserver', state: 'up' });
  run.write('create', 'kubelet/worker-1', nodeNamed('worker-1'), up);
  run.write('create', 'kubelet/worker-2', nodeNamed('worker-2'), up);
  run.write('create', 'deployment-controller', replicaSet, up);
  const tolerations = [{ operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }] as const;
  for (const name of ['web-a', 'web-b']) {
    const pod = podNamed(name, 'web-5d');
    run.write('create', 'replicaset-controller', { ...pod, spec: { ...pod.spec, tolerations } } as never, up);
  }
  run.pod('bind', 'default-scheduler', 'shop/web-a', { spec: { nodeName: 'worker-1' } }, up);
  const old = run.pod('status', 'kubelet/worker-1', 'shop/web-a', { status: running(true) }, up);
  const source = { file: 'tour/first-look.yaml', line: 14 };
  const targets = [{ apiVersion: 'v1', kind: 'Node', name: 'worker-1' }];
  run.at(180);
  const begin = { type: 'fault', phase: 'begin', how: 'crash', text: 'crash worker-1', source, targets } as const;
  const fault = run.plain('chaos', begin);
  const dead = run.plain('machine/worker-1', { type: 'fact', fact: 'node-crashed', node: 'worker-1' }, fault);
  run.at(228);
  const lost = { status: { conditions: [condition('Ready', 'Unknown')] } };
  const grace = { seq: dead, via: { timer: 'node-monitor-grace-period', setBy: dead } };
  const notReady = run.node('node-lifecycle-controller', 'worker-1', lost, grace);
  const tainted = run.node('node-lifecycle-controller', 'worker-1', { spec: { taints: [UNREACHABLE] } }, notReady);
  run.at(528);
  const toleration = { seq: tainted, via: { timer: 'tolerationSeconds', setBy: tainted } };
  const deleted = { metadata: { deletionTimestamp: seconds(558) } };
  const marked = run.pod('mark', 'taint-eviction-controller', 'shop/web-a', deleted, toleration);
  run.at(528.1);
  const created = run.write('create', 'replicaset-controller', podNamed('web-c', 'web-5d'), marked);
  const decision = {
    type: 'decision',
    pod: 'shop/web-c',
    uid: 'uid-web-c',
    startIndex: 0,
    cursor: 0,
    attempt: 1,
  } as const;
  const scheduled = { ...decision, result: 'scheduled', node: 'worker-2', evaluated: 2, feasible: 2 } as const;
  const chosen = run.plain('default-scheduler', scheduled, created);
  const bound = run.pod('bind', 'default-scheduler', 'shop/web-c', { spec: { nodeName: 'worker-2' } }, chosen);
  run.at(530);
  const fact = {
    type: 'fact',
    fact: 'container-started',
    node: 'worker-2',
    pod: 'shop/web-c',
    container: 'app',
  } as const;
  const started = run.plain('machine/worker-2', fact, bound);
  run.at(534);
  const probe = { seq: started, via: { timer: 'readinessProbe', setBy: started } };
  const ready = run.pod('status', 'kubelet/worker-2', 'shop/web-c', { status: running(true) }, probe);
  return { run, rows: { old, fault, notReady, tainted, marked, created, chosen, bound, started, ready } };
}
