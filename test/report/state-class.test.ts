// The class of a pod and of other objects: a table of STATUS words, and what a lost node makes of them.

import { describe, expect, test } from 'vitest';
import { podStatusWord } from '../../src/kubectl/printers/pod-status-word.ts';
import type { Pod } from '../../src/model/objects.ts';
import { barWord, objectStateClass, podStateClass } from '../../src/report/state-class.ts';
import { condition, nodeNamed, podNamed, running, waiting } from './log-builder.ts';

const bound = (status: Pod['status'], metadata: Partial<Pod['metadata']> = {}): Pod => {
  const pod = podNamed('web');
  return { ...pod, metadata: { ...pod.metadata, ...metadata }, spec: { ...pod.spec, nodeName: 'worker-1' }, status };
};

const deleted = { deletionTimestamp: 0 as never };

const terminated = (reason: string): Pod['status'] => ({
  phase: 'Running',
  containerStatuses: [
    { name: 'app', state: { terminated: { exitCode: 1, reason } }, ready: false, restartCount: 0, image: 'a' },
  ],
});

const gated: Pod['status'] = {
  phase: 'Pending',
  conditions: [{ ...condition('PodScheduled', 'False'), reason: 'SchedulingGated' }],
};

describe('pod', () => {
  test.each([
    ['ready', bound(running(true)), 'running', 'Running'],
    ['not ready', bound(running(false)), 'notready', 'Running 0/1'],
    ['waiting for a node', podNamed('web'), 'pending', 'Pending'],
    ['gated', { ...podNamed('web'), status: gated }, 'pending', 'SchedulingGated'],
    ['creating', bound(waiting('Pending', 'ContainerCreating')), 'creating', 'ContainerCreating'],
    ['without its image', bound(waiting('Pending', 'ImagePullBackOff')), 'failing', 'ImagePullBackOff'],
    ['crashing', bound(waiting('Running', 'CrashLoopBackOff', 3)), 'failing', 'CrashLoopBackOff'],
    ['ended badly', bound(terminated('Error')), 'failing', 'Error'],
    ['killed for memory', bound(terminated('OOMKilled')), 'failing', 'OOMKilled'],
    ['ended well', bound(terminated('Completed')), 'completed', 'Completed'],
    ['evicted', bound({ phase: 'Failed', reason: 'Evicted' }), 'failing', 'Evicted'],
    ['being deleted', bound(running(true), deleted), 'terminating', 'Terminating'],
  ] as const)('%s', (_, pod, state, word) => {
    const status = podStatusWord(pod);
    expect(podStateClass(pod, status.word, true)).toBe(state);
    expect(barWord(status, state)).toBe(word);
  });

  test.each([
    ['running', bound(running(true)), 'unknown'],
    ['crashing', bound(waiting('Running', 'CrashLoopBackOff')), 'unknown'],
    ['being deleted', bound(running(true), deleted), 'terminating'],
    ['finished', bound({ phase: 'Succeeded' }), 'completed'],
    ['without a node', podNamed('web'), 'pending'],
  ] as const)('%s on a node that is not Ready', (_, pod, state) => {
    expect(podStateClass(pod, podStatusWord(pod).word, false)).toBe(state);
  });
});

test('a node is what its Ready condition says', () => {
  const node = nodeNamed('worker-1');
  expect(objectStateClass(node)).toBe('running');
  expect(objectStateClass({ ...node, status: { conditions: [condition('Ready', 'Unknown')] } } as never)).toBe(
    'unknown',
  );
});
