// Rules about init containers, sidecars and restarts as tables: what a sync does, phases, conditions, missing sources.

import { describe, expect, it } from 'vitest';
import type { Micros } from '../../src/base/time.ts';
import type { Container, ContainerStatus, KubeObject, Pod, PodSpec } from '../../src/model/objects.ts';
import { environmentError, volumeErrors } from '../../src/node/config-sources.ts';
import { plannedLife } from '../../src/node/life-plan.ts';
import { podActions } from '../../src/node/pod-actions.ts';
import { podConditions } from '../../src/node/pod-conditions.ts';
import { podPhase } from '../../src/node/pod-phase.ts';
import type { ProbeResult } from '../../src/node/probe-state.ts';
import { restartsAfter } from '../../src/node/restart-rules.ts';
import type { RuntimeContainer, RuntimePod } from '../../src/node/runtime.ts';
import type { ProbeSort } from '../../src/node/script.ts';

const AT = 0 as Micros;

const podOf = (spec: Partial<PodSpec>): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default', uid: 'u', resourceVersion: 1, creationTimestamp: AT },
  spec: { containers: [{ name: 'm', image: 'm:1' }], ...spec },
  status: {},
});

const init = (name: string, more: Partial<Container> = {}): Container => ({ name, image: `${name}:1`, ...more });
const side = (name: string, more: Partial<Container> = {}): Container =>
  init(name, { restartPolicy: 'Always', ...more });
const startupProbe = { exec: { command: ['up'] } };
const livenessProbe = { exec: { command: ['live'] } };

const seenContainer = (name: string, state: RuntimeContainer['state'], exitCode?: number): RuntimeContainer => ({
  id: name,
  name,
  attempt: 0,
  sandboxAttempt: 0,
  image: `${name}:1`,
  state,
  seq: 1,
  ...(exitCode === undefined ? {} : { exitCode }),
});

/** `i+` runs, `i0` has ended with 0, `i1` with 1. */
function seen(words: string): RuntimePod {
  const containers = words.split(' ').flatMap((word) => {
    const [name = '', sign = ''] = [word.slice(0, -1), word.slice(-1)];
    if (word === '') return [];
    return [sign === '+' ? seenContainer(name, 'running') : seenContainer(name, 'exited', Number(sign))];
  });
  return { uid: 'u', key: 'default/web', ip: undefined, sandbox: { attempt: 0, isReady: true, seq: 1 }, containers };
}

describe('a sync with init containers', () => {
  const two = { initContainers: [init('a'), init('b')] };
  const withSides = { initContainers: [side('a', { startupProbe }), init('b'), side('c')] };
  const found =
    (words: string) =>
    (id: string, sort: ProbeSort): ProbeResult | undefined =>
      words.includes(`${id}:${sort}+`) ? 'success' : words.includes(`${id}:${sort}-`) ? 'failure' : undefined;

  it.each([
    ['starts the first one', two, '', '', 'start a'],
    ['waits for it', two, 'a+', '', ''],
    ['goes on when it has ended well', two, 'a0', '', 'start b'],
    ['tries it again when it has failed', two, 'a1', '', 'start a'],
    ['starts the main containers after the last one', two, 'a0 b0', '', 'start m'],
    ['asks the last one alone', two, 'b0', '', 'start m'],
    ['never goes back once a main container runs', two, 'm+', '', ''],
    ['fails the pod that never restarts', { ...two, restartPolicy: 'Never' as const }, 'a1', '', 'stop'],
    ['waits for the start-up of a sidecar', withSides, 'a+', '', ''],
    ['goes on when it has started', withSides, 'a+', 'a:startup+', 'start b'],
    ['restarts a sidecar that does not start', withSides, 'a+', 'a:startup-', 'kill a start a'],
    ['does not wait for a sidecar without a probe', withSides, 'a+ b0 c+', 'a:startup+', 'start m'],
    ['starts a sidecar again that has ended', withSides, 'a1 b0 c+ m+', '', 'start a'],
    ['and one that has left no trace', withSides, 'b0 c+ m+', '', 'start a'],
    [
      'restarts a sidecar that is not alive',
      { initContainers: [side('a', { livenessProbe })] },
      'a+ m+',
      'a:liveness-',
      'kill a start a',
    ],
    [
      'stops sidecars when the main containers have ended',
      { ...withSides, restartPolicy: 'Never' as const },
      'a+ b0 c+ m0',
      'a:startup+',
      'stop',
    ],
    [
      'runs containers for debugging beside all that',
      { ...two, ephemeralContainers: [init('d')] },
      'a+',
      '',
      'start d',
    ],
  ])('%s', (_, spec, words, probes, expected) => {
    const inputs = { pod: podOf(spec), observed: seen(words), isRestartingAll: false, probed: found(probes) };
    const { killsPod, containersToKill, containersToStart } = podActions(inputs);
    const starts = containersToStart.map(({ container }) => container.name).join(' ');
    const parts = [
      killsPod ? 'stop' : '',
      ...containersToKill.map(({ name }) => `kill ${name}`),
      starts && `start ${starts}`,
    ];
    expect(parts.filter((part) => part !== '').join(' ')).toBe(expected);
  });

  it('removes all containers where one has ended so, that one last', () => {
    const rules = [{ action: 'RestartAllContainers' as const, exitCodes: { operator: 'In' as const, values: [8] } }];
    const containers = [init('m', { restartPolicy: 'Never', restartPolicyRules: rules }), init('n')];
    const pod = podOf({ containers, initContainers: [init('a')] });
    const inputs = { pod, observed: seen('a0 m8 n+'), isRestartingAll: true, probed: () => undefined };
    const { containersToReset } = podActions(inputs);
    expect(containersToReset.map(({ name, isRunning }) => `${name}${isRunning ? '+' : ''}`)).toEqual(['n+', 'a', 'm']);
  });
});

const statusOf = (word: string): ContainerStatus => {
  const [name = '', sign = ''] = [word.slice(0, -1), word.slice(-1)];
  const base = { name, ready: sign === '0', started: false, restartCount: 0, image: '' };
  if (sign === '+') return { ...base, started: true, state: { running: { startedAt: AT } } };
  if (sign === '-') return { ...base, state: { running: { startedAt: AT } } };
  return sign === '?'
    ? { ...base, state: { waiting: {} } }
    : { ...base, state: { terminated: { exitCode: Number(sign) } } };
};
const statuses = (words: string): ContainerStatus[] => words.split(' ').map(statusOf);

describe('with init containers', () => {
  const spec = (restartPolicy: PodSpec['restartPolicy'] = 'Always'): PodSpec =>
    podOf({ initContainers: [init('a'), side('s')], ...(restartPolicy && { restartPolicy }) }).spec;

  it.each([
    ['Always', 'a+ s? m?', false, 'Pending'],
    ['Always', 'a0 s- m?', false, 'Pending'],
    ['Always', 'a0 s- m+', true, 'Running'],
    ['Always', 'a0 s- m+', false, 'Pending'],
    ['Always', 'a1 s? m?', false, 'Pending'],
    ['Never', 'a1 s? m?', false, 'Failed'],
    ['Never', 'a0 s+ m0', true, 'Running'],
    ['Never', 'a0 s1 m0', false, 'Succeeded'],
    ['Never', 'a0 s0 m1', false, 'Failed'],
  ] as const)('a pod %s with %s (main active %s) is %s', (restartPolicy, words, isMainActive, phase) => {
    const inputs = { spec: spec(restartPolicy), statuses: statuses(words), isEnding: false, isMainActive };
    expect(podPhase(inputs)).toBe(phase);
  });

  it.each([
    ['a+ s? m?', false, 'False containers with incomplete status: [a s]'],
    ['a0 s- m?', false, 'False containers with incomplete status: [s]'],
    ['a0 s+ m?', false, 'True'],
    ['a? s? m?', true, 'True'],
    ['a? s- m+', false, 'True'],
  ])('Initialized of %s (before: %s) is %s', (words, wasTrue, expected) => {
    const previous = wasTrue ? [{ type: 'Initialized', status: 'True' as const }] : [];
    const pod = podOf({ initContainers: [init('a'), side('s')] });
    const inputs = { pod, statuses: statuses(words), phase: 'Pending' as const, hasSandbox: true };
    const conditions = podConditions({ ...inputs, isRestartingAll: false, previous });
    const { status, message } = conditions.find(({ type }) => type === 'Initialized') ?? {};
    expect([status, message].filter((part) => part !== undefined).join(' ')).toBe(expected);
  });
});

describe('restarts', () => {
  const rule = (operator: 'In' | 'NotIn', values: number[]): Container =>
    init('c', { restartPolicy: 'Never', restartPolicyRules: [{ action: 'Restart', exitCodes: { operator, values } }] });

  it.each([
    [init('c'), 'Always', 0, true],
    [init('c'), 'OnFailure', 0, false],
    [init('c'), 'OnFailure', 1, true],
    [init('c'), 'Never', 1, false],
    [init('c', { restartPolicy: 'OnFailure' }), 'Never', 1, true],
    [rule('In', [42]), 'Never', 42, true],
    [rule('In', [42]), 'Never', 1, false],
    [rule('NotIn', [42]), 'Never', 1, true],
    [rule('NotIn', [42]), 'Never', 42, false],
  ] as const)('%j in a pod %s after %d: %s', (container, restartPolicy, exitCode, expected) => {
    expect(restartsAfter(container, { containers: [container], restartPolicy }, exitCode)).toBe(expected);
  });
});

describe('missing sources', () => {
  const found = (kind: string, name: string, keys: readonly string[]) => (source: { kind: string; name: string }) => {
    const data = Object.fromEntries(keys.map((key) => [key, '']));
    return source.kind === kind && source.name === name ? ({ data } as unknown as KubeObject) : undefined;
  };
  const nothing = (): undefined => undefined;
  const keyRef = { name: 's', key: 'a' };

  it.each([
    [{ envFrom: [{ secretRef: { name: 's' } }] }, nothing, 'secret "s" not found'],
    [{ envFrom: [{ secretRef: { name: 's', optional: true } }] }, nothing, undefined],
    [{ env: [{ name: 'A', valueFrom: { configMapKeyRef: keyRef } }] }, nothing, 'configmap "s" not found'],
    [{ env: [{ name: 'A', valueFrom: { configMapKeyRef: keyRef } }] }, found('ConfigMap', 's', ['a']), undefined],
    [
      { env: [{ name: 'A', valueFrom: { secretKeyRef: keyRef } }] },
      found('Secret', 's', ['b']),
      "couldn't find key a in Secret default/s",
    ],
    [{ env: [{ name: 'A', value: 'x' }] }, nothing, undefined],
  ])('of %j', (container, find, expected) => {
    expect(environmentError({ name: 'c', ...container }, 'default', find)).toBe(expected);
  });

  it.each([
    [{ configMap: { name: 'f' } }, nothing, 'configmap "f" not found'],
    [{ configMap: { name: 'f', optional: true } }, nothing, undefined],
    [
      { configMap: { name: 'f', items: [{ key: 'k', path: 'k' }] } },
      found('ConfigMap', 'f', []),
      'configmap references non-existent config key: k',
    ],
    [
      { secret: { secretName: 't', items: [{ key: 'k', path: 'k' }] } },
      found('Secret', 't', []),
      'references non-existent secret key: k',
    ],
    [
      { projected: { sources: [{ secret: { name: 't' } }, { configMap: { name: 'f' } }, { downwardAPI: {} }] } },
      nothing,
      '[secret "t" not found, configmap "f" not found]',
    ],
    [{ emptyDir: {} }, nothing, undefined],
  ])('of a volume %j', (volume, find, expected) => {
    const errors = volumeErrors({ containers: [], volumes: [{ name: 'v', ...volume }] }, find);
    expect(errors.map(({ message }) => message)[0]).toBe(expected);
  });
});

describe('a life', () => {
  const memory = [{ bytes: 100, untilMicros: 5 }, { bytes: 300, untilMicros: 9 }, { bytes: 100 }];
  const lives = [{ exitAfterMicros: 7, exitCode: 3 }, {}];

  it.each([
    [{ lives }, 0, undefined, { exitAfterMicros: 7, exitCode: 3 }],
    [{ lives }, 1, undefined, undefined],
    [{ lives, memory }, 0, 200, { exitAfterMicros: 5, exitCode: 137, reason: 'OOMKilled' }],
    [{ lives, memory }, 0, 300, { exitAfterMicros: 7, exitCode: 3 }],
    [{ memory }, 0, undefined, undefined],
    [{ memory: [{ bytes: 300 }] }, 0, 200, { exitAfterMicros: 0, exitCode: 137, reason: 'OOMKilled' }],
  ])('of %j number %d with limit %s ends with %j', (script, attempt, limit, expected) => {
    expect(plannedLife(script, attempt, limit)).toEqual(expected);
  });
});
