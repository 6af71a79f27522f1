// Which behaviour a container gets, and what it becomes of.

import { describe, expect, it } from 'vitest';
import { micros } from '../../src/base/time.ts';
import type { Pod } from '../../src/model/objects.ts';
import { selectorOf } from '../../src/model/selector.ts';
import { scriptOf } from '../../src/scenario/behaviour-script.ts';
import type { Behaviour, BehaviourMatch } from '../../src/scenario/scenario.ts';

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web-5d-abc',
    namespace: 'shop',
    uid: 'u',
    resourceVersion: 1,
    creationTimestamp: micros(0),
    labels: { app: 'web', 'pod-template-hash': '5d' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d', uid: 'r', controller: true }],
  },
  spec: {
    containers: [
      { name: 'main', image: 'a:1' },
      { name: 'side', image: 'b:1' },
    ],
  },
  status: {},
};

const isApp = (value: string): BehaviourMatch => ({
  selector: selectorOf([{ key: 'app', operator: '=', values: [value] }]),
});

describe('scriptOf', () => {
  it.each<[string, BehaviourMatch, readonly string[]]>([
    ['nothing', {}, ['main', 'side']],
    ['a selector', isApp('web'), ['main', 'side']],
    ['another selector', isApp('api'), []],
    ['the Deployment', { kind: 'Deployment', name: 'web' }, ['main', 'side']],
    ['the ReplicaSet', { kind: 'ReplicaSet', name: 'web-5d' }, ['main', 'side']],
    ['the pod', { kind: 'Pod', name: 'web-5d-abc' }, ['main', 'side']],
    ['another kind', { kind: 'StatefulSet', name: 'web' }, []],
    ['a name of whatever owns it', { name: 'web' }, ['main', 'side']],
    ['a container', { container: 'side' }, ['side']],
    ['a namespace', { namespace: 'shop' }, ['main', 'side']],
    ['another namespace', { namespace: 'lab' }, []],
  ])('matches by %s', (_name, match, expected) => {
    const script = scriptOf(pod, [{ match, exit: { afterMicros: 5, code: 3 } }]);
    const exiting = Object.entries(script.containers ?? {}).filter(([, { lives }]) => lives?.[0]?.exitCode === 3);
    expect(exiting.map(([name]) => name)).toEqual(expected);
  });

  it('lets later behaviours win field by field', () => {
    const behaviours: readonly Behaviour[] = [
      { match: {}, startupMicros: 2_000_000, termination: { afterMicros: 7, code: 9 }, imageBytes: 10 },
      { match: { container: 'main' }, startupMicros: 3_000_000, imageBytes: 20 },
    ];
    const { containers, images } = scriptOf(pod, behaviours);
    expect(containers?.main).toMatchObject({
      otherwise: [{ untilMicros: 3_000_000, isClosed: true }, { code: 0 }],
      onTerm: { exitAfterMicros: 7, exitCode: 9 },
    });
    expect(images).toEqual({ 'a:1': { sizeBytes: 20 }, 'b:1': { sizeBytes: 10 } });
  });

  it('never answers a probe where it says so', () => {
    const { containers } = scriptOf(pod, [{ match: {}, ready: false }]);
    expect(containers?.main?.otherwise).toEqual([{ code: 1, isClosed: true }]);
  });
});
