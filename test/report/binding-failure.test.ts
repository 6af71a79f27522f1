// A pod that had found its node and could not be bound is told of in the story, not in its condition alone.

import { expect, it } from 'vitest';
import { formatStoryLine, storyOf } from '../../src/report/story.ts';
import { runText } from '../scenario/run-text.ts';

const OBJECTS = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: Pod
metadata: {name: db}
spec:
  containers: [{name: main, image: app}]
  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
`;
const SPEC = `  until: 30s
  cluster:
    schedulers:
      - config: {profiles: [{pluginConfig: [{name: VolumeBinding, args: {bindTimeoutSeconds: 1}}]}]}`;

it('tells why', () => {
  const { run } = runText(SPEC, OBJECTS);
  const { log, moments } = run.simulation;
  const told = storyOf(log, { moments }).map((line) => formatStoryLine(line));
  const failure = 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded';
  expect(told.filter((line) => line.includes(`Scheduling db failed: ${failure}`))).toHaveLength(1);
});
