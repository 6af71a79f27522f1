// What a story tells of whole small runs, and what it says led to it.

import { describe, expect, it } from 'vitest';
import { Moments } from '../../src/log/moment.ts';
import { storyOf } from '../../src/report/story.ts';
import { deploymentText, runText } from '../scenario/run-text.ts';

function storyText(spec: string, objects: string, files: { readonly [name: string]: string } = {}): string {
  const { log } = runText(spec, objects, files).run.simulation;
  const lines = storyOf(log, { moments: new Moments(log) });
  return lines.map(({ text, why }) => `${text}${why === '' ? '' : `  <- ${why}`}`).join('\n');
}

const WEB = deploymentText('web', 3);

describe('story', () => {
  it('tells a new template and a new number of one apply together', () => {
    const files = { 'new.yaml': deploymentText('web', 5, 'shop/web:2') };
    const story = storyText('  until: 1m\n  timeline: [{at: 30s, do: kubectl apply -f new.yaml}]', WEB, files);
    expect(story).toContain(
      'Deployment web got a new template and was scaled from 3 to 5  <- kubectl apply -f new.yaml',
    );
  });

  it('tells that a pod has done its work', () => {
    const story = storyText(
      '  until: 1m\n  behaviours: [{match: {kind: Pod, name: once}, exit: {after: 5s, code: 0}}]',
      `apiVersion: v1
kind: Pod
metadata: {name: once}
spec: {restartPolicy: Never, containers: [{name: main, image: a}]}`,
    );
    expect(story).toMatch(/^once: Completed {2}<- /m);
  });

  it('leaves out pods that end because they are deleted', () => {
    const story = storyText('  until: 1m\n  timeline: [{at: 30s, do: kubectl scale deployment/web --replicas=1}]', WEB);
    expect(story).not.toContain('Completed');
  });

  it('puts pods that were created for different reasons into different lines', () => {
    const story = storyText(
      '  until: 30s\n  timeline: [{at: 0.1s, do: kubectl scale deployment/web --replicas=5}]',
      WEB,
    );
    const created = story.split('\n').filter((line) => line.includes('pods were created'));
    expect(created).toEqual([
      expect.stringMatching(/^3 pods were created for ReplicaSet web-\w+ {2}<- ReplicaSet web-\w+ was created$/),
      expect.stringMatching(/^2 pods were created for ReplicaSet web-\w+ {2}<- ReplicaSet web-\w+ was scaled$/),
    ]);
  });

  it('names no owner of pods that have none any more', () => {
    const story = storyText(
      `  until: 1m
  timeline:
    - {at: 20s, do: kubectl delete deployment web --cascade=orphan}
    - {at: 25s, do: kubectl delete replicaset -l app=web --cascade=orphan}
    - {at: 30s, do: kubectl delete pod -l app=web}`,
      WEB,
    );
    expect(story).toContain('\n3 pods were deleted  <- kubectl delete pod -l app=web');
  });

  it('ends no fault that has hit nothing', () => {
    const fault = '{node: {selector: rack=none}, how: crash, for: 10s}';
    const story = storyText(`  until: 1m\n  timeline: [{at: 20s, fail: ${fault}}]`, WEB);
    expect(story).toContain('Nothing was there to hit');
    expect(story).not.toContain('came back');
  });

  it('counts the progress deadline from the last progress, not from an old pod that left later', () => {
    const story = storyText(
      `  until: 4m
  timeline:
    - {at: 1s, fail: {image: shop/web:2, how: not-found}}
    - {at: 30s, do: kubectl set image deployment/web main=shop/web:2}`,
      WEB.replace('replicas: 3', 'replicas: 3\n  progressDeadlineSeconds: 60'),
    );
    expect(story).toMatch(
      /The rollout of Deployment web makes no progress {2}<- (?!.*Completed).* \+ progressDeadlineSeconds 1m \d/,
    );
  });

  it('blames the missing node for pods that are collected, not what else happened before the pass', () => {
    const story = storyText(
      `  until: 3m
  cluster: {pools: [{name: w, count: 2}]}
  timeline:
    - {at: 25s, do: kubectl delete node w-2}
    - {at: 50s, do: kubectl delete pod alone}`,
      `${WEB}---
apiVersion: v1
kind: Pod
metadata: {name: alone}
spec: {nodeName: w-1, containers: [{name: main, image: a}]}
---
apiVersion: v1
kind: Pod
metadata: {name: nowhere}
spec: {nodeName: x, containers: [{name: main, image: a}]}`,
    );
    const told = story.split('\n').filter((line) => line.includes('there is no node') || line.includes('their nodes'));
    expect(told).toEqual([
      'nowhere was deleted: there is no node x  <- nowhere was created + pod-gc-quarantine 1m 0.0s',
      expect.stringMatching(/^2 pods of .* their nodes are gone {2}<- Node w-2 was deleted \+ pod-gc-quarantine 54/),
    ]);
  });
});
