// Which priority a new pod gets, and what the API server says to those that ask for another.

import { expect, test } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { micros } from '../../src/base/time.ts';
import { createCluster } from '../../src/cluster/cluster.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import type { Verdict } from '../../src/cluster/request.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import type { NewObject, PodSpec, PriorityClass } from '../../src/model/objects.ts';

type ClassFields = Partial<Pick<PriorityClass, 'globalDefault' | 'preemptionPolicy'>>;

function apiOf(classes: Record<string, ClassFields & { readonly value: number }>) {
  const { api } = createCluster({
    kernel: new Kernel(),
    log: new Log('priorities'),
    random: createRandom(1),
    latency: DEFAULT_LATENCY,
    startsAtEpochMicros: 0,
    checksNamespaces: false,
    isStrict: true,
  });
  const create = (object: NewObject): Verdict =>
    api.commit(micros(0), 'test', undefined, { verb: 'create', kind: object.kind, object });
  const createClass = (name: string, fields: ClassFields & { readonly value: number }): Verdict =>
    create({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, ...fields } as NewObject);
  for (const [name, fields] of Object.entries(classes)) expect(createClass(name, fields).ok).toBe(true);
  const createPod = (spec: Partial<PodSpec>, name = 'p'): Verdict =>
    create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default' },
      spec: { containers: [{ name: 'c', image: 'app:1' }], ...spec },
    } as NewObject);
  return { create, createClass, createPod };
}

const CLASSES = {
  high: { value: 1000 },
  batch: { value: -10, preemptionPolicy: 'Never' },
} as const;

test.each([
  ['no class', {}, {}, { priority: 0, preemptionPolicy: 'PreemptLowerPriority' }],
  ['a class', {}, { priorityClassName: 'high' }, { priority: 1000, preemptionPolicy: 'PreemptLowerPriority' }],
  ['a class that never preempts', {}, { priorityClassName: 'batch' }, { priority: -10, preemptionPolicy: 'Never' }],
  ['the same number by hand', {}, { priorityClassName: 'high', priority: 1000 }, { priority: 1000 }],
  [
    'the default class',
    { usual: { value: 5, globalDefault: true } },
    {},
    { priority: 5, priorityClassName: 'usual', preemptionPolicy: 'PreemptLowerPriority' },
  ],
] as const)('%s', (_what, more, spec, expected) => {
  const verdict = apiOf({ ...CLASSES, ...more }).createPod(spec);
  expect(verdict.ok ? (verdict.object as { readonly spec?: PodSpec }).spec : verdict.message).toMatchObject(expected);
});

test.each([
  [{ priorityClassName: 'nope' }, 'pods "p" is forbidden: no PriorityClass with name nope was found'],
  [
    { priority: 7 },
    'pods "p" is forbidden: the integer value of priority (7) must not be provided in pod spec; priority admission ' +
      'controller computed 0 from the given PriorityClass name',
  ],
  [
    { priorityClassName: 'high', preemptionPolicy: 'Never' },
    'pods "p" is forbidden: the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority ' +
      'admission controller computed PreemptLowerPriority from the given PriorityClass name',
  ],
] as const)('%j is refused', (spec, message) => {
  expect(apiOf(CLASSES).createPod(spec)).toMatchObject({ ok: false, code: 403, reason: 'Forbidden', message });
});

test('only one class is the default', () => {
  const { createClass } = apiOf({ usual: { value: 5, globalDefault: true } });
  expect(createClass('other', { value: 6, globalDefault: true })).toMatchObject({
    code: 403,
    message:
      'priorityclasses.scheduling.k8s.io "other" is forbidden: PriorityClass usual is already marked as default. ' +
      'Only one default can exist',
  });
});

test('a template that waits for its class gets its priority once the class is there', () => {
  const { createClass, createPod } = apiOf({});
  const spec = { containers: [{ name: 'c', image: 'app:1' }], priorityClassName: 'late' } as const;
  expect(createPod(spec, 'first').ok).toBe(false);
  createClass('late', { value: 3 });
  const second = createPod(spec, 'second');
  expect(second.ok && (second.object as { readonly spec?: PodSpec }).spec?.priority).toBe(3);
});

test.each([
  ['too-high', 1_000_000_001, 'value: Forbidden: maximum allowed value of a user defined priority is 1000000000'],
  [
    'system-node-critical',
    7,
    "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: " +
      'value of system-node-critical PriorityClass must be 2000001000',
  ],
])('a class %s of %i is refused', (name, value, detail) => {
  expect(apiOf({}).createClass(name, { value })).toMatchObject({
    message: `PriorityClass.scheduling.k8s.io "${name}" is invalid: ${detail}`,
  });
});
