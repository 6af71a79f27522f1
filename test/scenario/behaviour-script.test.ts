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

  it('never answers a readiness probe where it says so, and the others all the same', () => {
    const { containers } = scriptOf(pod, [{ match: {}, ready: false }]);
    expect(containers?.main?.probes).toEqual({ readiness: [{ code: 1, isClosed: true }] });
    expect(containers?.main?.otherwise).toEqual(scriptOf(pod, []).containers?.main?.otherwise);
  });

  it('ends lives as it says, and then those that come as they would', () => {
    const twice = scriptOf(pod, [{ match: {}, exit: { afterMicros: 5, code: 1, times: 2 } }]);
    const life = { exitAfterMicros: 5, exitCode: 1 };
    expect(twice.containers?.main?.lives).toEqual([life, life, {}]);
    const init = { ...pod, spec: { ...pod.spec, initContainers: [{ name: 'setup', image: 'c:1' }] } };
    const failing = scriptOf(init, [{ match: { container: 'setup' }, exit: { afterMicros: 5, code: 1, times: 1 } }]);
    expect(failing.containers?.setup?.lives).toEqual([life, { exitAfterMicros: 1_000_000, exitCode: 0 }]);
  });

  it('hangs in the lives that it says', () => {
    const behaviours = [{ match: {}, startupMicros: 2, hang: { afterMicros: 9, times: 1 } }];
    expect(scriptOf(pod, behaviours).containers?.main?.otherwise).toEqual([
      { untilMicros: 2, code: 1, isClosed: true, run: 0 },
      { untilMicros: 9, code: 0, run: 0 },
      { code: 0, hangs: true, run: 0 },
      { untilMicros: 2, code: 1, isClosed: true },
      { code: 0 },
    ]);
    const always = scriptOf(pod, [{ match: {}, startupMicros: 2, hang: { afterMicros: 9 } }]);
    expect(always.containers?.main?.otherwise?.at(-1)).toEqual({ code: 0, hangs: true });
  });

  it('gives hooks a time and an end, and memory its steps', () => {
    const { containers } = scriptOf(pod, [
      { match: {}, hooks: { postStart: { afterMicros: 3, code: 0 } } },
      { match: {}, hooks: { preStop: { afterMicros: 4, code: 1 } }, memory: [{ atMicros: 5, bytes: 6 }] },
    ]);
    expect(containers?.main?.hooks).toEqual({
      postStart: { code: 0, takesMicros: 3 },
      preStop: { code: 1, takesMicros: 4 },
    });
    expect(containers?.main?.memory).toEqual([{ bytes: 0, untilMicros: 5 }, { bytes: 6 }]);
  });
});
