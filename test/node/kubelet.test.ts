// A kubelet and its machine on one node, from binding to removal, and what faults do to them.

import { describe, expect, it } from 'vitest';
import type { ContainerStatus, KubeObject, Pod } from '../../src/model/objects.ts';
import { createOneNode, NODE, type OneNode } from './one-node.ts';

const SERVER = { containers: [{ name: 'app', image: 'shop/web:1' }] };
const PROBED = {
  containers: [{ name: 'app', image: 'shop/web:1', readinessProbe: { httpGet: { port: 80 }, periodSeconds: 2 } }],
};

/** What the API showed of a pod: `seconds phase containers conditions-that-are-true`. */
function storyOf(node: OneNode, name: string): readonly string[] {
  const { log } = node;
  return node.versions(name).map((seq) => {
    const { status, metadata } = log.object(seq) as Pod;
    const containers = (status.containerStatuses ?? []).map(stateOf).join(' ');
    const isReady = status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True' ? 'ready' : '';
    const grace =
      metadata.deletionGracePeriodSeconds === undefined ? '' : `grace ${metadata.deletionGracePeriodSeconds}`;
    const words = [(log.at(seq) / 1e6).toFixed(1), log.verb(seq), status.phase, containers, isReady, grace];
    return words.filter((word) => word !== '').join(' ');
  });
}

function stateOf({ state, restartCount }: ContainerStatus): string {
  const text = state?.waiting?.reason ?? state?.terminated?.reason ?? (state?.running === undefined ? '?' : 'runs');
  return restartCount === 0 ? text : `${text}#${restartCount}`;
}

/** Reasons of the KubeEvents about a pod with their counts. */
function reasonsOf(node: OneNode, name: string): readonly string[] {
  return node
    .events()
    .filter(({ involvedObject }) => involvedObject.name === name)
    .map(({ reason, count = 1 }) => (count === 1 ? reason : `${reason} x${count}`));
}

/** Every row leads back to one without a cause. */
function expectCauses({ log }: OneNode): void {
  for (let seq = 0; seq < log.length; seq += 1) {
    let at: number | undefined = seq;
    for (let steps = 0; at !== undefined; steps += 1) {
      expect(steps).toBeLessThan(200);
      at = log.cause(at)?.seq;
    }
  }
}

describe('a pod', () => {
  it('goes from binding to ready, and at its end away', () => {
    const node = createOneNode();
    node.create('web', PROBED);
    node.runUntil(20);
    node.delete('web');
    node.runUntil(60);
    expect(storyOf(node, 'web')).toEqual([
      '0.0 create Pending',
      '0.0 bind Pending',
      '0.0 status Pending ContainerCreating',
      '0.7 status Pending ContainerCreating',
      '4.0 status Running runs',
      '6.8 status Running runs ready',
      '20.0 mark Running runs ready grace 30',
      '20.0 status Running runs ready grace 30',
      '20.5 status Succeeded Completed grace 30',
      '20.9 delete Succeeded Completed grace 30',
    ]);
    expect(node.facts().map((fact) => fact.replace(/(\.\d)\d\d /, '$1 '))).toEqual([
      '0.7 sandbox-started',
      '3.8 image-pulled shop/web:1',
      '4.0 container-started app',
      '6.8 probe-changed app readiness success',
      '20.5 container-exited app 0',
      '20.5 sandbox-stopped',
    ]);
    expect(reasonsOf(node, 'web')).toEqual(['Pulling', 'Pulled', 'Created', 'Started', 'Unhealthy x2', 'Killing']);
    expect(node.machine.runtime.pod(node.pod('web')?.metadata.uid ?? '')).toBeUndefined();
    expectCauses(node);
  });

  it('knows why each of its states came about', () => {
    const node = createOneNode();
    node.create('web', SERVER);
    node.runUntil(10);
    const { log } = node;
    const chain: string[] = [];
    for (let seq: number | undefined = node.versions('web').at(-1); seq !== undefined; seq = log.cause(seq)?.seq) {
      const what = log.plain(seq);
      chain.push(what?.type === 'fact' ? what.fact : (log.verb(seq) ?? ''));
    }
    expect(chain).toEqual(['status', 'container-started', 'image-pulled', 'sandbox-started', 'bind']);
  });

  it('ends by itself where it is a task', () => {
    const node = createOneNode();
    node.create('task', { ...SERVER, restartPolicy: 'OnFailure' });
    node.runUntil(60);
    expect(storyOf(node, 'task').slice(-2)).toEqual([
      '35.0 status Running Completed',
      '36.0 status Succeeded Completed',
    ]);
  });

  it('pulls an image after the other, and each layer once', () => {
    const node = createOneNode();
    for (const name of ['a', 'b']) node.create(name, SERVER);
    node.runUntil(20);
    const pulls = node.facts().filter((fact) => fact.includes('image-pulled'));
    expect(pulls.map((fact) => fact.slice(0, 3))).toEqual(['3.8', '4.8']);
    const messages = node
      .events()
      .filter(({ reason }) => reason === 'Pulled')
      .map(({ message }) => message);
    expect(messages[1]).toBe(
      'Successfully pulled image "shop/web:1" in 1s (4.097s including waiting). Image size: 104857600 bytes.',
    );
  });

  it('is not taken by a node that is full', () => {
    const node = createOneNode({ capacity: { cpu: '1' } });
    node.create('web', { containers: [{ name: 'app', image: 'i', resources: { requests: { cpu: '2' } } }] });
    node.runUntil(5);
    expect(node.pod('web')?.status).toMatchObject({
      phase: 'Failed',
      reason: 'OutOfcpu',
      message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 2000, used: 0, capacity: 1000",
      conditions: [],
    });
    expect(node.facts()).toEqual([]);
  });
});

describe('faults', () => {
  it('a container that exits is started again, at once and then after ten seconds', () => {
    const node = createOneNode();
    node.create('web', SERVER);
    node.runUntil(10);
    expect(node.machine.exitContainer('default/web', undefined, { code: 137 }, { seq: 0 })).toBe(true);
    node.runUntil(15);
    expect(node.machine.exitContainer('default/web', 'app', { code: 1 }, { seq: 0 })).toBe(true);
    node.runUntil(40);
    const starts = node
      .facts()
      .filter((fact) => fact.includes('container-started'))
      .map(Number.parseFloat);
    expect(starts.length).toBe(3);
    expect(starts[1]).toBeLessThan(11.3);
    expect(starts[2]).toBeGreaterThan(25);
    expect(starts[2]).toBeLessThan(32);
    expect(node.pod('web')?.status.containerStatuses?.[0]).toMatchObject({
      restartCount: 2,
      ready: true,
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    });
    expect(reasonsOf(node, 'web')).toContain('BackOff');
    expect(node.machine.exitContainer('default/none', undefined, { code: 1 }, { seq: 0 })).toBe(false);
    expect(node.machine.exitContainer('default/web', 'other', { code: 1 }, { seq: 0 })).toBe(false);
    expectCauses(node);
  });

  it('an image that is missing is asked for again and again, until it is there', () => {
    const node = createOneNode();
    node.registry.setMissing('shop/web:1', true);
    node.create('web', SERVER);
    node.runUntil(20);
    const { waiting } = node.pod('web')?.status.containerStatuses?.[0]?.state ?? {};
    expect(['ErrImagePull', 'ImagePullBackOff']).toContain(waiting?.reason);
    const reference = 'docker.io/shop/web:1';
    const failed = `failed to resolve reference "${reference}": ${reference}: not found`;
    expect(waiting?.message).toContain(`failed to pull and unpack image "${reference}": ${failed}`);
    node.registry.setMissing('shop/web:1', false);
    node.runUntil(90);
    expect(node.pod('web')?.status.phase).toBe('Running');
    expectCauses(node);
  });

  it('a node that crashes loses its containers; they come back with it, and deleted pods go', () => {
    const node = createOneNode();
    for (const name of ['web', 'gone', 'away']) node.create(name, SERVER);
    node.create('task', { ...SERVER, restartPolicy: 'Never' });
    node.runUntil(20);
    const crashed = node.machine.crash({ seq: 0 });
    node.kubelet.stop({ seq: crashed });
    expect(node.machine.exitContainer('default/web', undefined, { code: 1 }, { seq: 0 })).toBe(false);
    const rows = node.log.length;
    node.runUntil(60);
    expect(node.log.length).toBe(rows);
    node.delete('gone');
    node.delete('away', 0);
    node.runUntil(100);
    node.kubelet.start({ seq: node.machine.boot({ seq: crashed }) });
    node.runUntil(200);
    expect(node.pod('web')?.status.containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      ready: true,
      state: { running: { startedAt: 100_000_000 } },
      lastState: { terminated: { exitCode: 255, reason: 'Unknown', finishedAt: 100_000_000 } },
    });
    expect(reasonsOf(node, 'web')).toContain('SandboxChanged');
    expect(node.pod('task')?.status.phase).toBe('Failed');
    expect(node.pod('gone')).toBeUndefined();
    expect([...node.machine.runtime.pods()].map(({ key }) => key).sort()).toEqual(['default/task', 'default/web']);
    expectCauses(node);
  });

  it('a kubelet that restarts finds its containers running and touches nothing', () => {
    const node = createOneNode();
    node.create('web', PROBED);
    node.runUntil(30);
    node.kubelet.stop({ seq: 0 });
    node.runUntil(40);
    node.kubelet.start({ seq: 0 });
    node.runUntil(80);
    expect(node.facts().filter((fact) => fact.includes('container')).length).toBe(1);
    expect(storyOf(node, 'web').at(-1)).toMatch(/ready$/);
    expect(node.versions('web').every((seq) => node.log.at(seq) < 30e6)).toBe(true);
  });

  it('a pod deleted by force is gone at once, its container two seconds later', () => {
    const node = createOneNode({ script: () => ({ containers: { app: { onTerm: { isIgnored: true } } } }) });
    node.create('web', SERVER);
    node.runUntil(10);
    node.delete('web', 0);
    expect(node.pod('web')).toBeUndefined();
    node.runUntil(30);
    expect(
      node
        .facts()
        .filter((fact) => fact.includes('container-exited'))
        .map((fact) => fact.slice(0, 4)),
    ).toEqual(['12.0']);
    expect([...node.machine.runtime.pods()]).toEqual([]);
  });

  it('a status that others have spoilt is written again within ten seconds', () => {
    const node = createOneNode();
    node.create('web', SERVER);
    node.runUntil(10);
    const conditions = [{ type: 'Ready', status: 'False' }];
    const patch = { status: { conditions } };
    node.ask({ verb: 'patch', kind: 'Pod', key: 'default/web', subresource: 'status', patchType: 'strategic', patch });
    expect(storyOf(node, 'web').at(-1)).not.toMatch(/ready/);
    node.runUntil(21);
    expect(storyOf(node, 'web').at(-1)).toMatch(/ready/);
  });
});

describe('the node', () => {
  it('is said to be ready by a kubelet that starts', () => {
    const conditions = [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message: 'm' }];
    const node = createOneNode({ node: { status: { conditions } } });
    node.runUntil(5);
    const ready = node.node().status.conditions?.find(({ type }) => type === 'Ready');
    expect(ready).toMatchObject({ status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' });
    expect(node.node().status.conditions?.length).toBe(4);
  });

  it('gets the events of a kubelet that starts', () => {
    const node = createOneNode({ node: { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } } });
    node.runUntil(1);
    expect(node.events()).toEqual([]);
    const patch = { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } };
    node.kubelet.stop({ seq: 0 });
    node.ask({ verb: 'patch', kind: 'Node', key: NODE, subresource: 'status', patchType: 'strategic', patch });
    node.kubelet.start({ seq: 0 });
    node.runUntil(2);
    expect(reasonsOf(node, NODE)).toEqual([
      'Starting',
      'NodeHasSufficientMemory x2',
      'NodeHasNoDiskPressure x2',
      'NodeHasSufficientPID x2',
      'NodeReady',
    ]);
  });

  it('is left alone where it is known to be ready', () => {
    const node = createOneNode();
    node.runUntil(60);
    const writes = Array.from({ length: node.log.length }, (_, seq) => node.log.object(seq) as KubeObject | undefined);
    expect(writes.filter((object) => object?.kind === 'Node').length).toBe(1);
  });
});
