// What the chaos actor breaks, when, and what it mends: in whole small clusters.

import { describe, expect, it } from 'vitest';
import { deploymentText, runText } from '../scenario/run-text.ts';

const WEB = deploymentText('web', 3);

describe('faults', () => {
  it('crash a node, which nobody knows at first, and bring it back', () => {
    const { rows, at } = runText(
      '  until: 2m\n  timeline: [{at: 30s, fail: {node: node-1, how: crash, for: 60s}}]',
      WEB,
    );
    expect(rows('fault').map(({ second, phase, text }) => [second, phase, text])).toEqual([
      [30, 'begin', 'crash node-1'],
      [90, 'end', 'node-1 back'],
    ]);
    expect(
      rows('component')
        .filter(({ second }) => second > 0)
        .map(({ component, state }) => [component, state]),
    ).toEqual([
      ['kubelet/node-1', 'down'],
      ['kubelet/node-1', 'up'],
    ]);
    const isReady = (second: number): string | undefined =>
      at(second)
        .get('Node', 'node-1')
        ?.status.conditions?.find(({ type }) => type === 'Ready')?.status;
    expect([40, 89, 91].map(isReady)).toEqual(['True', 'Unknown', 'True']);
  });

  it('kill as many pods as asked, which are replaced', () => {
    const { rows, at } = runText(
      '  until: 1m\n  timeline: [{at: 30s, fail: {pod: {selector: app=web, pick: 2}, how: kill}}]',
      WEB,
    );
    const [fault] = rows('fault');
    const killed = fault?.targets.map(({ name }) => name) ?? [];
    expect(killed).toHaveLength(2);
    const names = at(60)
      .list('Pod')
      .map(({ metadata }) => metadata.name);
    expect(names).toHaveLength(3);
    expect(names.filter((name) => killed.includes(name))).toEqual([]);
  });

  it('make a container exit once', () => {
    const { rows, at } = runText(
      '  until: 1m\n  timeline: [{at: 30s, fail: {container: {selector: app=web}, how: exit, code: 137}}]',
      WEB,
    );
    const exits = rows('fact').filter(({ fact }) => fact === 'container-exited');
    expect(exits.map(({ second, exitCode }) => [second, exitCode])).toEqual([[30, 137]]);
    const restarts = at(60)
      .list('Pod')
      .map(({ status }) => status.containerStatuses?.[0]?.restartCount);
    expect(restarts.toSorted()).toEqual([0, 0, 1]);
  });

  it('make a container exit again and again while the fault lasts', () => {
    const { rows, at } = runText(
      '  until: 4m\n  timeline: [{at: 30s, fail: {container: {selector: app=web}, how: exit, code: 3, for: 60s}}]',
      WEB,
    );
    const exits = rows('fact').filter(({ fact }) => fact === 'container-exited');
    expect(exits.length).toBeGreaterThan(2);
    expect(new Set(exits.map(({ pod, exitCode }) => `${pod} ${exitCode}`)).size).toBe(1);
    expect(exits.every(({ second }) => second < 90)).toBe(true);
    const ready = at(240)
      .list('Deployment')
      .map(({ status }) => status.readyReplicas);
    expect(ready).toEqual([3]);
  });

  it('spare what does not run: a node that is down has no container to end', () => {
    const { rows } = runText(
      `  until: 1m
  cluster: {pools: [{name: node, count: 1}]}
  timeline:
    - {at: 30s, fail: {node: node-1, how: crash}}
    - {at: 31s, fail: {container: {selector: app=web}, how: exit}}`,
      WEB,
    );
    expect(rows('fault').map(({ targets }) => targets.length)).toEqual([1, 0]);
    expect(rows('fact').some(({ fact }) => fact === 'container-exited')).toBe(false);
  });

  it('hide an image for a while', () => {
    const { rows, at } = runText(
      '  until: 5m\n  timeline: [{at: 0s, fail: {image: shop/web:1, how: not-found, for: 30s}}]',
      WEB,
    );
    expect(rows('fact').some(({ fact }) => fact === 'image-pull-failed')).toBe(true);
    expect(at(20).get('Deployment', 'default/web')?.status.readyReplicas ?? 0).toBe(0);
    expect(at(300).get('Deployment', 'default/web')?.status.readyReplicas).toBe(3);
  });

  it('stop a component: nothing is scheduled meanwhile', () => {
    const { at } = runText(
      `  until: 2m
  timeline:
    - {at: 30s, fail: {component: kube-scheduler, how: stop, for: 30s}}
    - {at: 35s, do: kubectl scale deployment/web --replicas=4}`,
      WEB,
    );
    const unbound = (second: number): number =>
      at(second)
        .list('Pod')
        .filter(({ spec }) => spec.nodeName === undefined).length;
    expect([34, 40, 59, 70].map(unbound)).toEqual([0, 1, 1, 0]);
  });

  it('pick by the seed: the same pods for the same one', () => {
    const spec = '  until: 40s\n  timeline: [{at: 30s, fail: {pod: {selector: app=web}, how: kill}}]';
    const hit = (): string | undefined => runText(spec, WEB).rows('fault')[0]?.targets[0]?.name;
    expect(hit()).toBe(hit());
  });
});
