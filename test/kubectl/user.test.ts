// Commands carried out in a cluster: their times, their roots, and refusals as rows.

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

  it.each<[string, number, string]>([
    ['kubectl scale deployment/nope --replicas=1', 404, 'deployments.apps "nope" not found'],
    ['kubectl delete pod nope', 404, 'pods "nope" not found'],
    ['kubectl set image deployment/web nope=a', 0, 'unable to find container named "nope"'],
    ['kubectl delete pods -l app=nope', 0, 'No resources found'],
    ['kubectl scale deployment/web --replicas=1 --current-replicas=9', 0, 'Expected replicas to be 9, was 2'],
  ])('%s is refused with %i', (command, code, message) => {
    const { rows } = runText(withCommands(command), WEB);
    expect(rows('refused').map((row) => [row.code, row.message])).toEqual([[code, message]]);
  });
});
