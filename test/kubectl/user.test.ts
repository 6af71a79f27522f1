// Commands carried out in a cluster: their times, their roots, and what they print as rows.

import { describe, expect, it } from 'vitest';
import { deploymentText, runText } from '../scenario/run-text.ts';

const WEB = deploymentText('web', 2);

function withCommands(...commands: readonly string[]): string {
  const entries = commands.map((command, index) => `    - {at: ${30 + index * 10}s, do: '${command}'}`);
  return `  until: 3m\n  timeline:\n${entries.join('\n')}`;
}

describe('commands', () => {
  it('ask first 150 ms after they were typed, and are the cause of what follows', () => {
    const { run, rows } = runText(withCommands('kubectl scale deployment/web --replicas=3'), WEB);
    const { log } = run.simulation;
    const action = rows('action').find(({ text }) => text.includes('scale'));
    let seq = 0;
    while (log.actor(seq) !== 'kubectl' || log.verb(seq) !== 'update') seq += 1;
    expect(log.cause(seq)?.seq).toBe(action?.seq);
    expect(action?.source).toEqual({ file: 'main.yaml', line: 6 });
    // 150 ms to start, 1 ms to read, half of 4 ms to commit.
    expect(log.at(seq)).toBe(30_153_000);
  });

  it.each<[string, readonly string[], number]>([
    ['scale', ['kubectl scale deployment/web --replicas=5'], 5],
    ['delete by selector, which the ReplicaSet makes up for', ['kubectl delete pods -l app=web'], 2],
    ['apply a changed file', ['kubectl apply -f web.yaml'], 4],
    [
      'undo',
      [
        'kubectl scale deployment/web --replicas=3',
        'kubectl set image deployment/web main=b:2',
        'kubectl rollout undo deployment/web',
      ],
      3,
    ],
  ])('%s', (_name, commands, pods) => {
    const { at } = runText(withCommands(...commands), WEB, { 'web.yaml': deploymentText('web', 4, 'shop/web:3') });
    const running = at(180)
      .list('Pod')
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    expect(running).toHaveLength(pods);
  });

  it('undo brings the image back', () => {
    const { at } = runText(
      withCommands('kubectl set image deployment/web *=shop/web:2', 'kubectl rollout undo deployment/web'),
      WEB,
    );
    const image = (second: number): string | undefined =>
      at(second).get('Deployment', 'default/web')?.spec.template.spec.containers[0]?.image;
    expect([35, 45].map(image)).toEqual(['shop/web:2', 'shop/web:1']);
  });

  it('label and cordon nodes', () => {
    const { at } = runText(
      withCommands('kubectl label nodes --all disk=ssd', 'kubectl cordon node-1 node-2', 'kubectl uncordon node-2'),
      WEB,
    );
    const nodes = at(100).list('Node');
    expect(nodes.map(({ metadata }) => metadata.labels?.disk)).toEqual(['ssd', 'ssd', 'ssd']);
    expect(nodes.map(({ spec }) => spec.unschedulable === true)).toEqual([true, false, false]);
  });

  it.each<[string, string]>([
    ['kubectl scale deployment/nope --replicas=1', 'Error from server (NotFound): deployments.apps "nope" not found\n'],
    ['kubectl delete pod nope', 'Error from server (NotFound): pods "nope" not found\n'],
    ['kubectl set image deployment/web nope=a', 'error: unable to find container named "nope"\n'],
    ['kubectl scale deployment/web --replicas=1 --current-replicas=9', 'error: Expected replicas to be 9, was 2\n'],
    ['kubectl create configmap BAD', 'error: failed to create configmap: ConfigMap "BAD" is invalid: metadata.name: '],
  ])('%s prints what went wrong', (command, message) => {
    const { rows } = runText(withCommands(command), WEB);
    const printed = rows('output').map(({ status, err }) => [status, err.slice(0, message.length)]);
    expect(printed).toEqual([[1, message]]);
  });
});

describe('commands that take time', () => {
  it('drain: cordons, evicts, and ends when the pods are gone', () => {
    const { rows, at } = runText(withCommands('kubectl drain node-1 --ignore-daemonsets'), deploymentText('web', 6));
    const [output] = rows('output');
    const pods = at(29)
      .list('Pod')
      .filter(({ spec }) => spec.nodeName === 'node-1').length;
    expect(pods).toBeGreaterThan(0);
    expect(output?.out.split('\n')[0]).toBe('node/node-1 cordoned');
    expect(output?.out.match(/^evicting pod default\/web-/gm)).toHaveLength(pods);
    expect(output?.out.match(/^pod\/web-.* evicted$/gm)).toHaveLength(pods);
    expect(output?.out).toMatch(/node\/node-1 drained\n$/);
    expect(output?.second).toBeGreaterThan(30.5);
    expect(output?.second).toBeLessThan(34);
    const left = at(60).list('Pod');
    expect(left.filter(({ spec }) => spec.nodeName === 'node-1')).toEqual([]);
    expect(left).toHaveLength(6);
  });

  it('an evicted pod says so until it is gone', () => {
    const { at } = runText(withCommands('kubectl drain node-1'), deploymentText('web', 6));
    const going = at(30.4)
      .list('Pod')
      .find(({ metadata }) => metadata.deletionTimestamp !== undefined);
    expect(going?.status.conditions?.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    });
  });

  it('rollout status tells each step and ends with the rollout', () => {
    const { rows } = runText(
      withCommands('kubectl set image deployment/web main=b:2', 'kubectl rollout restart deployment/web')
        .replace('40s, do: ', '30.2s, do: ')
        .replace('rollout restart', 'rollout status'),
      WEB,
    );
    const [, output] = rows('output');
    expect(output?.out).toMatch(/^Waiting for deployment/);
    expect(output?.out).toMatch(/deployment "web" successfully rolled out\n$/);
    expect(output?.second).toBeGreaterThan(31);
  });

  it.each([
    ['--for=condition=Available deployment/web --timeout=20s', 0, 'deployment.apps/web condition met\n', 30],
    ['--for=condition=Nope deployment/web --timeout=20s', 1, '', 50],
    ["--for=jsonpath='{.status.readyReplicas}'=2 deployment/web", 0, 'deployment.apps/web condition met\n', 30],
    ['--for=delete pod/nope', 0, '', undefined],
    ['--for=create pod/nope --timeout=3s', 1, '', 33],
  ])('wait %s', (words, status, out, second) => {
    const { rows } = runText(withCommands(`kubectl wait ${words.replaceAll("'", '')}`), WEB);
    const [output] = rows('output');
    if (second === undefined) expect(output).toBeUndefined();
    else {
      expect(output).toMatchObject({ status, out });
      expect(Math.floor(output?.second ?? 0)).toBe(second);
    }
  });
});
