// How a pod starts and stops: init containers and sidecars in their order, hooks, probes of all sorts, what is missing.

import { describe, expect, it } from 'vitest';
import type { Container, NewObject, PodSpec } from '../../src/model/objects.ts';
import type { ContainerScript } from '../../src/node/script.ts';
import { createOneNode, type OneNode } from './one-node.ts';

const QUICK = { sandboxMicros: 0, createMicros: 0, startMicros: 0, pullMicros: 0, pullBytesPerSecond: 1e15 };
const second = 1_000_000;

function nodeWith(scripts: { readonly [container: string]: ContainerScript }): OneNode {
  return createOneNode({ runtime: QUICK, script: () => ({ containers: scripts }) });
}

const container = (name: string, more: Partial<Container> = {}): Container => ({ name, image: 'app:1', ...more });

/** Starts and exits of containers, as `second +name` and `second -name code`, whole seconds of them. */
function turns(node: OneNode): readonly string[] {
  return node.facts().flatMap((fact) => {
    const [at = '', what, name = '', code = ''] = fact.split(' ');
    const whole = Math.floor(Number(at));
    if (what === 'container-started') return [`${whole} +${name}`];
    return what === 'container-exited' ? [`${whole} -${name} ${code}`] : [];
  });
}

function run(node: OneNode, spec: Partial<PodSpec>, untilSeconds: number): readonly string[] {
  node.create('web', { automountServiceAccountToken: false, ...spec });
  node.runUntil(untilSeconds);
  return turns(node);
}

const exits = (afterSeconds: number, exitCode = 0): ContainerScript => ({
  lives: [{ exitAfterMicros: afterSeconds * second, exitCode }],
});

describe('init containers', () => {
  it('run one after another, the next one when the last has ended', () => {
    const node = nodeWith({ a: exits(3), b: exits(2) });
    const seen = run(node, { initContainers: [container('a'), container('b')], containers: [container('c')] }, 20);
    expect(seen.map((turn) => turn.slice(turn.indexOf(' ') + 1))).toEqual(['+a', '-a 0', '+b', '-b 0', '+c']);
    expect(node.pod('web')?.status.initContainerStatuses?.map(({ ready }) => ready)).toEqual([true, true]);
  });

  it('that fail are tried again with back-off, or fail the pod that never restarts', () => {
    const spec = { initContainers: [container('a')], containers: [container('c')] };
    const always = nodeWith({ a: exits(1, 1) });
    expect(run(always, spec, 20).filter((turn) => turn.endsWith('+a')).length).toBe(3);
    expect(always.pod('web')?.status.phase).toBe('Pending');
    const never = nodeWith({ a: exits(1, 1) });
    expect(run(never, { ...spec, restartPolicy: 'Never' }, 20)).toEqual(['0 +a', '1 -a 1']);
    expect(never.pod('web')?.status.phase).toBe('Failed');
  });
});

describe('a volume with a claim', () => {
  it('is mounted when the claim is bound, and holds the pod up until then', () => {
    const node = createOneNode({ runtime: QUICK });
    const spec = {
      containers: [container('c')],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'disk' } }],
    };
    node.create('web', { automountServiceAccountToken: false, ...spec });
    node.runUntil(3);
    const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'disk', namespace: 'default' } };
    node.ask({ verb: 'create', kind: claim.kind, object: { ...claim, spec: { volumeName: 'v' } } as NewObject });
    node.runUntil(25);
    const [patchType, subresource, patch] = ['merge', 'status', { status: { phase: 'Bound' } }] as const;
    node.ask({ verb: 'patch', kind: claim.kind, key: 'default/disk', patchType, subresource, patch });
    expect(turns(node)).toEqual([]);
    node.runUntil(60);
    expect(turns(node)).toEqual([expect.stringMatching(/^[23][0-9] \+c$/)]);
    const told = node.events().filter(({ reason }) => reason === 'FailedMount');
    const why = (text: string): string =>
      'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process ' +
      `volumes=[data]: error processing PVC default/disk: ${text}`;
    expect(new Set(told.map(({ message }) => message))).toEqual(
      new Set([
        why('failed to fetch PVC from API server: persistentvolumeclaims "disk" not found'),
        why('PVC is not bound'),
      ]),
    );
  });
});

describe('sidecars', () => {
  const sidecar = (more: Partial<Container> = {}): Container => container('side', { restartPolicy: 'Always', ...more });

  it('hold the main containers back until their start-up probe has succeeded', () => {
    const ready = [{ untilMicros: 5 * second, code: 1 }, { code: 0 }];
    const node = nodeWith({ side: { exec: { up: ready } } });
    const startupProbe = { exec: { command: ['up'] }, periodSeconds: 2, failureThreshold: 9 };
    const seen = run(node, { initContainers: [sidecar({ startupProbe })], containers: [container('c')] }, 20);
    expect(seen).toEqual(['0 +side', '6 +c']);
  });

  it('are started again whenever they end, and stop after the main containers', () => {
    const node = nodeWith({
      side: { lives: [{ exitAfterMicros: 4 * second, exitCode: 1 }, {}], onTerm: { exitAfterMicros: second } },
      c: { onTerm: { exitAfterMicros: 3 * second } },
    });
    run(node, { initContainers: [sidecar()], containers: [container('c')] }, 10);
    node.delete('web');
    node.runUntil(20);
    const order = turns(node).map((turn) => turn.split(' ')[1]);
    expect(order).toEqual(['+side', '+c', '-side', '+side', '-c', '-side']);
    expect(node.pod('web')).toBeUndefined();
  });

  it('end with a pod whose main containers have ended', () => {
    const node = nodeWith({ c: exits(3) });
    run(node, { initContainers: [sidecar()], containers: [container('c')], restartPolicy: 'Never' }, 20);
    expect(node.pod('web')?.status.phase).toBe('Succeeded');
  });
});

describe('probes', () => {
  const live = { exec: { command: ['live'] }, periodSeconds: 2, failureThreshold: 2 };

  it('of liveness restart a container, which has to start up anew', () => {
    const node = nodeWith({
      c: {
        exec: {
          live: [{ untilMicros: 10 * second, code: 0 }, { code: 1, run: 0 }, { code: 0 }],
          up: [{ untilMicros: 6 * second, code: 1 }, { code: 0 }],
        },
      },
    });
    const startupProbe = { exec: { command: ['up'] }, periodSeconds: 2, failureThreshold: 9 };
    const seen = run(node, { containers: [container('c', { livenessProbe: live, startupProbe })] }, 40);
    expect(seen).toEqual(['0 +c', '12 -c 0', '12 +c']);
    const [status] = node.pod('web')?.status.containerStatuses ?? [];
    expect(status).toMatchObject({ restartCount: 1, started: true, ready: true });
    const killing = node.events().find(({ reason }) => reason === 'Killing');
    expect(killing?.message).toBe('Container c failed liveness probe, will be restarted');
  });

  it('have a grace of their own for what they kill', () => {
    const node = nodeWith({ c: { exec: { live: [{ code: 1 }] }, onTerm: { isIgnored: true } } });
    const livenessProbe = { ...live, terminationGracePeriodSeconds: 3 };
    expect(run(node, { containers: [container('c', { livenessProbe })] }, 8).slice(0, 2)).toEqual(['0 +c', '7 -c 137']);
  });

  it('are not asked of a container that has not started up', () => {
    const startupProbe = { tcpSocket: { port: 1 }, periodSeconds: 3, failureThreshold: 4 };
    const node = nodeWith({});
    const seen = run(node, { containers: [container('c', { livenessProbe: live, startupProbe })] }, 13);
    expect(seen).toEqual(['0 +c', '12 -c 0', '12 +c']);
    expect(new Set(node.events().map(({ message }) => message.split(':')[0]))).not.toContain('Liveness probe failed');
  });
});

describe('hooks', () => {
  it('after the start hold the next container back, and take theirs with them when they fail', () => {
    const post = { exec: { command: ['post'] } };
    const first = container('a', { lifecycle: { postStart: post } });
    const slow = nodeWith({ a: { hooks: { postStart: { code: 0, takesMicros: 4 * second } } } });
    expect(run(slow, { containers: [first, container('b')] }, 9)).toEqual(['0 +a', '4 +b']);
    const bad = nodeWith({ a: { hooks: { postStart: { code: 1, takesMicros: 2 * second } } } });
    const seen = run(bad, { containers: [first], restartPolicy: 'Never' }, 9);
    expect(seen).toEqual(['0 +a', '2 -a 0']);
    expect(bad.events().map(({ reason }) => reason)).toContain('FailedPostStartHook');
  });

  it.each([
    ['sleep', { sleep: { seconds: 3 } }, {}, '13 -c 0'],
    [
      'a command that works',
      { exec: { command: ['bye'] } },
      { hooks: { preStop: { code: 0, takesMicros: 2 * second } } },
      '12 -c 0',
    ],
    [
      'a command that takes too long',
      { exec: { command: ['bye'] } },
      { hooks: { preStop: { code: 0, hangs: true } } },
      '15 -c 0',
    ],
    ['a request that nobody answers', { httpGet: { port: 1 } }, { http: {} }, '10 -c 0'],
  ] as const)('before the stop: %s', (_, preStop, script, end) => {
    const node = nodeWith({ c: script as ContainerScript });
    run(node, { terminationGracePeriodSeconds: 5, containers: [container('c', { lifecycle: { preStop } })] }, 10);
    node.delete('web');
    node.runUntil(20);
    expect(turns(node).at(-1)).toBe(end);
  });

  it('fail when their container ends under them', () => {
    const node = nodeWith({ c: { ...exits(12), hooks: { preStop: { code: 0, takesMicros: 9 * second } } } });
    run(node, { containers: [container('c', { lifecycle: { preStop: { exec: { command: ['bye'] } } } })] }, 10);
    node.delete('web');
    node.runUntil(20);
    expect(turns(node).at(-1)).toBe('12 -c 0');
    expect(node.events().map(({ reason }) => reason)).toContain('FailedPreStopHook');
  });
});

describe('what is missing', () => {
  const configMap = (name: string, keys: readonly string[]): NewObject => {
    const data = Object.fromEntries(keys.map((key) => [key, '']));
    return {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'default' },
      data,
    } as unknown as NewObject;
  };
  const add = (node: OneNode, name: string): void => {
    node.ask({ verb: 'create', kind: 'ConfigMap', object: configMap(name, ['a']) });
  };

  it('in the environment keeps a container waiting', () => {
    const node = nodeWith({});
    run(node, { containers: [container('c', { envFrom: [{ configMapRef: { name: 'settings' } }] })] }, 3);
    const waiting = node.pod('web')?.status.containerStatuses?.[0]?.state?.waiting;
    expect(waiting).toEqual({ reason: 'CreateContainerConfigError', message: 'configmap "settings" not found' });
    add(node, 'settings');
    node.runUntil(30);
    expect(turns(node).length).toBe(1);
  });

  it('of a volume keeps the pod waiting, and is looked for again and again', () => {
    const node = nodeWith({});
    run(node, { containers: [container('c')], volumes: [{ name: 'v', configMap: { name: 'files' } }] }, 5);
    expect(node.pod('web')?.status.phase).toBe('Pending');
    add(node, 'files');
    node.runUntil(30);
    expect(turns(node)).toEqual(['7 +c']);
    expect(node.events().find(({ reason }) => reason === 'FailedMount')?.count).toBe(4);
  });

  it('may be optional', () => {
    const node = nodeWith({});
    const env = [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'a', optional: true } } }];
    const volumes = [{ name: 'v', secret: { secretName: 't', optional: true } }];
    expect(run(node, { containers: [container('c', { env })], volumes }, 5)).toEqual(['0 +c']);
  });
});

describe('ends', () => {
  it('of a pod that has had its time', () => {
    const node = nodeWith({});
    run(node, { containers: [container('c')], activeDeadlineSeconds: 5 }, 20);
    expect(node.pod('web')?.status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
  });

  it('of a container with too much memory', () => {
    const memory = [{ bytes: 10, untilMicros: 4 * second }, { bytes: 300_000_000 }];
    const node = nodeWith({ c: { memory } });
    const resources = { limits: { memory: '256Mi' } };
    expect(run(node, { containers: [container('c', { resources })], restartPolicy: 'Never' }, 9)).toEqual([
      '0 +c',
      '4 -c 137',
    ]);
    const terminated = node.pod('web')?.status.containerStatuses?.[0]?.state?.terminated;
    expect(terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });

  it('by rules of exit codes', () => {
    const rules = [{ action: 'Restart' as const, exitCodes: { operator: 'In' as const, values: [42] } }];
    const own = container('c', { restartPolicy: 'Never', restartPolicyRules: rules });
    const node = nodeWith({
      c: {
        lives: [
          { exitAfterMicros: second, exitCode: 42 },
          { exitAfterMicros: second, exitCode: 1 },
        ],
      },
    });
    expect(run(node, { containers: [own], restartPolicy: 'Never' }, 9).length).toBe(4);
    expect(node.pod('web')?.status.phase).toBe('Failed');
  });
});
