// Faults of whole nodes and of what they need: kubelets, the network, registries, the API server; and who is hit.

import { describe, expect, it } from 'vitest';
import { deploymentText, runText } from '../scenario/run-text.ts';

const WEB = deploymentText('web', 3);

function readyOf(run: ReturnType<typeof runText>, second: number, node: string): string | undefined {
  const found = run.at(second).get('Node', node);
  return found?.status.conditions?.find(({ type }) => type === 'Ready')?.status;
}

function exits(run: ReturnType<typeof runText>): number {
  return run.rows('fact').filter(({ fact }) => fact === 'container-exited').length;
}

describe('faults of nodes', () => {
  it('stop a kubelet: its containers go on, its node is not known any more, and it takes them over again', () => {
    const run = runText(
      '  until: 4m\n  timeline: [{at: 30s, fail: {node: node-1, how: kubelet-stop, for: 100s}}]',
      WEB,
    );
    expect(readyOf(run, 60, 'node-1')).toBe('True');
    expect(readyOf(run, 100, 'node-1')).toBe('Unknown');
    expect(readyOf(run, 150, 'node-1')).toBe('True');
    expect(exits(run)).toBe(0);
    expect(run.at(240).get('Deployment', 'default/web')?.status.readyReplicas).toBe(3);
  });

  it('cut a node off for 20 s: nobody notices, and what was asked meanwhile is done later', () => {
    const run = runText(
      `  until: 3m
  timeline:
    - {at: 30s, fail: {node: node-1, how: network-cut, for: 20s}}
    - {at: 35s, do: kubectl scale deployment/web --replicas=9}`,
      WEB,
    );
    for (const second of [40, 60, 90]) expect(readyOf(run, second, 'node-1')).toBe('True');
    expect(exits(run)).toBe(0);
    const runningOn = (second: number): number =>
      run
        .at(second)
        .list('Pod')
        .filter(({ spec, status }) => spec.nodeName === 'node-1' && status.phase === 'Running').length;
    expect([49, 170].map(runningOn)).toEqual([1, 3]);
  });

  it('cut a node off for long: it is Unknown, its containers run on', () => {
    const run = runText('  until: 3m\n  timeline: [{at: 30s, fail: {node: node-1, how: network-cut, for: 90s}}]', WEB);
    expect(readyOf(run, 115, 'node-1')).toBe('Unknown');
    expect(readyOf(run, 140, 'node-1')).toBe('True');
    expect(exits(run)).toBe(0);
  });

  it("take away a node's network for pods: what runs goes on, new pods wait, the node is not ready", () => {
    const pod = (name: string, spec: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\n` +
      `spec: {nodeName: node-1, ${spec}containers: [{name: a, image: a}]}\n`;
    const run = runText(
      `  until: 3m
  cluster: {pools: [{name: node, count: 1}]}
  timeline:
    - {at: 30s, fail: {node: node-1, how: pod-network-down, for: 60s}}
    - {at: 50s, do: kubectl apply -f pods.yaml}`,
      WEB,
      { 'pods.yaml': `${pod('late', '')}---\n${pod('host', 'hostNetwork: true, ')}` },
    );
    expect([29, 50, 110].map((second) => readyOf(run, second, 'node-1'))).toEqual(['True', 'False', 'True']);
    const phase = (second: number, name: string): string | undefined =>
      run.at(second).get('Pod', `default/${name}`)?.status.phase;
    expect([phase(88, 'late'), phase(88, 'host'), phase(110, 'late')]).toEqual(['Pending', 'Running', 'Running']);
    expect(run.at(88).get('Deployment', 'default/web')?.status.readyReplicas).toBe(3);
    const told = run
      .at(110)
      .list('Event')
      .map(({ reason }) => reason);
    for (const reason of ['NetworkNotReady', 'NodeNotReady', 'NodeReady']) expect(told).toContain(reason);
  });

  it('silence a container runtime: containers go on, a deletion waits, the node is not ready after 30 s', () => {
    const run = runText(
      `  until: 4m
  cluster: {pools: [{name: node, count: 1}]}
  timeline:
    - {at: 30s, fail: {node: node-1, how: runtime-down, for: 80s}}
    - {at: 40s, do: kubectl delete deployment web}`,
      WEB,
    );
    expect([55, 90, 140].map((second) => readyOf(run, second, 'node-1'))).toEqual(['True', 'False', 'True']);
    const ends = run.rows('fact').filter(({ fact }) => fact === 'container-exited');
    expect(ends).toHaveLength(3);
    for (const { second } of ends) expect(second).toBeGreaterThan(110);
    expect(run.at(150).list('Pod')).toEqual([]);
    const failed = run
      .at(60)
      .list('Event')
      .filter(({ reason }) => reason === 'FailedKillPod');
    expect(failed[0]?.message).toMatch(
      /^error killing pod: \[failed to "KillContainer" for "main" with .* "KillPodSandbox"/,
    );
  });

  it('leave a stopped kubelet alone when the runtime changes', () => {
    const run = runText(
      `  until: 4m
  cluster: {pools: [{name: node, count: 1}]}
  timeline:
    - {at: 30s, fail: {node: node-1, how: kubelet-stop, for: 60s}}
    - {at: 40s, fail: {node: node-1, how: runtime-down, for: 80s}}`,
      WEB,
    );
    expect(readyOf(run, 230, 'node-1')).toBe('True');
    expect(run.at(230).get('Deployment', 'default/web')?.status.readyReplicas).toBe(3);
  });

  it('hit a share of those that match or of all, or as many as picked', () => {
    const pools = 'cluster: {pools: [{name: a, count: 8, labels: {disk: ssd}}, {name: b, count: 3}]}';
    const hit = (target: string): readonly string[] => {
      const run = runText(
        `  until: 20s\n  ${pools}\n  timeline: [{at: 10s, fail: {node: {${target}}, how: crash}}]`,
        WEB,
      );
      return run.rows('fault')[0]?.targets.map(({ name }) => name) ?? [];
    };
    expect(hit('selector: disk=ssd, share: 25%')).toHaveLength(2);
    expect(hit('selector: disk=ssd, share: 100%')).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `a-${n}`));
    expect(hit('selector: disk=ssd, pick: 3').every((name) => name.startsWith('a-'))).toBe(true);
    expect(hit('share: 50%')).toHaveLength(6);
    expect(hit('pick: 11')).toHaveLength(11);
    expect(hit('name: b-2')).toEqual(['b-2']);
    expect(hit('selector: disk=tape')).toEqual([]);
  });

  it('come again every so often, so many times', () => {
    const run = runText(
      '  until: 5m\n  timeline: [{at: 30s, every: 60s, times: 3, fail: {node: node-2, how: kubelet-stop, for: 10s}}]',
      WEB,
    );
    expect(run.rows('fault').map(({ second, phase }) => `${second} ${phase}`)).toEqual([
      '30 begin',
      '40 end',
      '90 begin',
      '100 end',
      '150 begin',
      '160 end',
    ]);
  });
});

describe('faults of containers', () => {
  it('kill for memory: code 137, OOMKilled, restarted', () => {
    const run = runText(
      '  until: 1m\n  timeline: [{at: 30s, fail: {container: {selector: app=web}, how: out-of-memory}}]',
      WEB,
    );
    const [status] = run
      .at(60)
      .list('Pod')
      .flatMap(({ status: { containerStatuses = [] } }) => containerStatuses)
      .filter(({ restartCount }) => restartCount > 0);
    expect(status).toMatchObject({
      restartCount: 1,
      lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
    });
  });

  it('fail readiness for a while, where there is a probe', () => {
    const probed = WEB.replace('resources:', 'readinessProbe: {periodSeconds: 2, httpGet: {port: 80}}, resources:');
    const run = runText(
      '  until: 3m\n  timeline: [{at: 60s, fail: {pod: {selector: app=web, share: 50%}, how: unready, for: 30s}}]',
      probed,
    );
    const ready = (second: number): number | undefined =>
      run.at(second).get('Deployment', 'default/web')?.status.readyReplicas;
    expect([59, 80, 110].map(ready)).toEqual([3, 1, 3]);
    expect(exits(run)).toBe(0);
  });
});

describe('faults of what all need', () => {
  it('slow a registry down, or take it away', () => {
    const startOf = (fault: string): number | undefined => {
      const run = runText(`  until: 5m\n  timeline: [{at: 0s, fail: {registry: docker.io, ${fault}}}]`, WEB);
      return run.rows('fact').find(({ fact }) => fact === 'container-started')?.second;
    };
    const usual = startOf('how: slow, factor: 1') ?? 0;
    expect((startOf('how: slow, factor: 10') ?? 0) / usual).toBeGreaterThan(5);
    expect(startOf('how: down')).toBeUndefined();
    expect(startOf('how: down, for: 20s')).toBeGreaterThan(20);
  });

  it('stop the API server: what runs runs on, kubectl is refused, and everybody comes back', () => {
    const run = runText(
      `  until: 5m
  timeline:
    - {at: 60s, fail: {component: kube-apiserver, how: stop, for: 75s}}
    - {at: 70s, do: kubectl scale deployment/web --replicas=6}
    - {at: 80s, fail: {container: {selector: app=web}, how: exit}}
    - {at: 140s, do: kubectl scale deployment/web --replicas=5}`,
      WEB,
    );
    const { log } = run.run.simulation;
    const written = Array.from({ length: log.length }, (_, seq) => seq).filter((seq) => {
      const second = log.at(seq) / 1_000_000;
      return log.verb(seq) !== undefined && second > 60.1 && second < 135;
    });
    expect(written).toEqual([]);
    for (const second of [100, 140, 200]) expect(readyOf(run, second, 'node-1')).toBe('True');
    const downs = run.rows('component').filter(({ second }) => second > 0);
    expect(
      downs.map(({ second, component, state }) => `${Math.floor(second)} ${component} ${state}`).slice(0, 4),
    ).toEqual([
      '60 kube-apiserver down',
      '70 kube-controller-manager down',
      '70 kube-scheduler down',
      '135 kube-apiserver up',
    ]);
    expect(run.at(300).get('Deployment', 'default/web')?.status.readyReplicas).toBe(5);
    expect(run.rows('fact').some(({ fact, second }) => fact === 'container-exited' && second === 80)).toBe(true);
  });
});
