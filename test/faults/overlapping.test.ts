// Faults that overlap: what two of them break is mended when the last one is over.

import { describe, expect, it } from 'vitest';
import { ancestors } from '../../src/report/why.ts';
import { deploymentText, runText, type TextRun } from '../scenario/run-text.ts';

const WEB = deploymentText('web', 3);

function changesOf({ rows }: TextRun, component: string): readonly [number, string][] {
  return rows('component')
    .filter((row) => row.component === component && row.second > 0)
    .map(({ second, state }) => [Math.floor(second), state]);
}

function overlapping(first: string, second: string): TextRun {
  return runText(`  until: 3m\n  timeline: [{at: 30s, fail: {${first}}}, {at: 40s, fail: {${second}}}]`, WEB);
}

describe('overlapping faults', () => {
  it('of one node end with the last of them', () => {
    const run = overlapping('node: node-1, how: crash, for: 60s', 'node: node-1, how: crash, for: 10s');
    expect(changesOf(run, 'kubelet/node-1')).toEqual([
      [30, 'down'],
      [90, 'up'],
    ]);
    expect(run.rows('fault').map(({ second, text, isCovered }) => [second, text, isCovered])).toEqual([
      [30, 'crash node-1', undefined],
      [40, 'crash node-1', undefined],
      [50, 'crash node-1 goes on', true],
      [90, 'node-1 back', undefined],
    ]);
  });

  it('of one component end with the last of them, also where that began first', () => {
    const run = overlapping(
      'component: kube-scheduler, how: stop, for: 20s',
      'component: kube-scheduler, how: stop, for: 60s',
    );
    expect(changesOf(run, 'kube-scheduler')).toEqual([
      [30, 'down'],
      [100, 'up'],
    ]);
  });

  it('leave a kubelet stopped on a node that comes up, and start none on a node that is down', () => {
    const up = overlapping('node: node-1, how: kubelet-stop, for: 80s', 'node: node-1, how: crash, for: 10s');
    expect(changesOf(up, 'kubelet/node-1').at(-2)).toEqual([50, 'down']);
    expect(changesOf(up, 'kubelet/node-1').at(-1)).toEqual([110, 'up']);
    const down = overlapping('node: node-1, how: crash, for: 80s', 'node: node-1, how: kubelet-stop, for: 10s');
    expect(changesOf(down, 'kubelet/node-1')).toEqual([
      [30, 'down'],
      [110, 'up'],
    ]);
  });

  it('of one registry leave the trouble of the one that goes on', () => {
    const run = runText(
      `  until: 3m
  timeline:
    - {at: 30s, fail: {registry: docker.io, how: slow, factor: 20, for: 2m}}
    - {at: 40s, fail: {registry: docker.io, how: down, for: 10s}}
    - {at: 60s, do: kubectl set image deployment/web main=docker.io/shop/web:2}`,
      WEB,
    );
    const pulls = run.rows('fact').filter(({ fact, second }) => fact === 'image-pulled' && second > 60);
    expect(pulls.length).toBeGreaterThan(0);
    expect(pulls.every(({ second }) => second > 70)).toBe(true);
  });

  it('a container that exits again leads back to its own start, not to the fault alone', () => {
    const run = runText(
      '  until: 4m\n  timeline: [{at: 30s, fail: {container: {selector: app=web}, how: exit, code: 3, for: 60s}}]',
      WEB,
    );
    const { log } = run.run.simulation;
    const exits = run.rows('fact').filter(({ fact }) => fact === 'container-exited');
    const last = exits.at(-1)?.seq ?? 0;
    const facts = ancestors(log, last).flatMap((seq) => {
      const plain = log.plain(seq);
      return plain?.type === 'fact' && plain.fact.startsWith('container-') ? [plain.fact] : [];
    });
    expect(facts.slice(-3)).toEqual(['container-exited', 'container-started', 'container-exited']);
    expect(log.cause(last)?.via?.timer).toBe('life');
  });
});
