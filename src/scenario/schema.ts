// The grammar of `kind: Scenario` as one zod schema: what keys there are, what each allows, what stands for those
// left out. Objects are strict: a key that means nothing is a problem. What needs more than one field to judge
// (faults, commands, claims) is checked where those are read.

import * as z from 'zod/mini';
import { MICROS_PER_MINUTE } from '../base/time.ts';
import {
  type ArrivalFields,
  type BehaviourFields,
  type CurveFields,
  type ExpectationFields,
  FAULT_WORDS,
  type FaultFields,
  type PoolFields,
  type ScenarioDocument,
  type SchedulerFields,
  type TimelineFields,
} from './document.ts';
import {
  count,
  curvePoint,
  duration,
  factor,
  instant,
  labelName,
  labels,
  memoryPoint,
  objectName,
  oneOf,
  positiveDuration,
  quantity,
  reads,
  seed,
  selector,
  share,
  text,
} from './field-types.ts';
import { settings } from './settings.ts';

/** 2026-01-05T09:00:00Z, a Monday. */
const DEFAULT_START_EPOCH_MICROS = 1_767_603_600_000_000;
const DEFAULT_UNTIL_MICROS: number = 10 * MICROS_PER_MINUTE;
const MAX_NODES = 20_000;
const MAX_TIMES = 10_000;

/** The cluster that Kubernetes YAML without a Scenario runs on, and a Scenario that describes none. */
export const DEFAULT_POOL: PoolFields = {
  name: 'node',
  count: 3,
  zones: ['a', 'b', 'c'],
  capacity: { cpu: '4', memory: '16Gi', 'ephemeral-storage': '100Gi', pods: '110' },
  labels: {},
  taints: [],
};

const RESOURCES = ['cpu', 'memory', 'pods', 'ephemeral-storage'];

/** cpu, memory, pods, ephemeral-storage, huge pages, and extended resources, whose names hold a slash. */
const resourceName = z.string().check((context) => {
  const name = context.value;
  if (RESOURCES.includes(name) || name.startsWith('hugepages-') || name.includes('/')) return;
  const params = { allowed: `${RESOURCES.join(', ')}, or a name with a slash`, candidates: RESOURCES };
  context.issues.push({ code: 'custom', input: name, message: `unknown resource "${name}"`, params });
});

const capacity = z.record(resourceName, quantity);

const taint = z.strictObject({
  key: text('a taint key such as dedicated'),
  value: z.optional(z.string()),
  effect: oneOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
});

const pool: z.ZodMiniType<PoolFields> = z.strictObject({
  name: objectName,
  count: z._default(count(0, MAX_NODES), 1),
  zones: z._default(z.array(text('the name of a zone')), []),
  capacity: z._default(capacity, {}),
  labels: z._default(labels, {}),
  taints: z._default(z.array(taint), []),
});

/** A configuration in place, or the file that it is in. */
const schedulerConfiguration: z.ZodMiniType<string | Readonly<Record<string, unknown>>> = reads<
  string | Readonly<Record<string, unknown>>
>(
  'a file such as scheduler.yaml, or a KubeSchedulerConfiguration',
  (value) => {
    if (typeof value === 'string' && value !== '') return { ok: true, value };
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isMap) return { ok: false, message: 'not a configuration' };
    return { ok: true, value: value as Readonly<Record<string, unknown>> };
  },
  { type: ['string', 'object'] },
);

const scheduler: z.ZodMiniType<SchedulerFields> = z.strictObject({
  name: z.optional(objectName),
  config: z.optional(schedulerConfiguration),
  plugins: z.optional(z.array(text('a file such as my-policy.ts'))),
});

const cluster = z.strictObject({
  pools: z._default(z.array(pool), []),
  schedulers: z._default(z.array(scheduler), []),
  start: z._default(oneOf(['ready']), 'ready'),
  settings: z._default(settings, {}),
});

const match = z.strictObject({
  selector: z.optional(selector),
  kind: z.optional(text('a kind such as Deployment')),
  namespace: z.optional(labelName),
  name: z.optional(objectName),
  container: z.optional(labelName),
});

const exit = z.strictObject({ after: duration, code: count(0, 255) });

/** Only the first so many lives of a container. */
const times = z.optional(count(1, 1_000));

/** All keys of all curves; behaviour-fields.ts says which go together. */
const curve: z.ZodMiniType<CurveFields> = z.strictObject({
  kind: oneOf(['constant', 'steps', 'ramp', 'sine', 'csv']),
  factor: z.optional(factor),
  points: z.optional(z.array(curvePoint)),
  period: z.optional(positiveDuration),
  peak: z.optional(duration),
  min: z.optional(factor),
  max: z.optional(factor),
  file: z.optional(text('a file such as load.csv')),
});

const behaviour: z.ZodMiniType<BehaviourFields> = z.strictObject({
  match: z._default(match, {}),
  startup: z.optional(duration),
  ready: z.optional(z.boolean()),
  exit: z.optional(z.extend(exit, { times })),
  hang: z.optional(z.strictObject({ after: duration, times })),
  termination: z.optional(exit),
  hooks: z.optional(z.strictObject({ postStart: z.optional(exit), preStop: z.optional(exit) })),
  memory: z.optional(z.array(memoryPoint).check(z.minLength(1, { error: 'no points' }))),
  image: z.optional(z.strictObject({ size: quantity })),
  cpu: z.optional(z.strictObject({ load: quantity, curve: z.optional(curve) })),
});

const arrival: z.ZodMiniType<ArrivalFields> = z.strictObject({
  file: text('a CSV file such as pods.csv'),
  image: z.optional(text('an image name such as lab/task:1')),
});

const draw = { pick: z.optional(count(1, 100_000)), share: z.optional(share) };

const podTarget = z.strictObject({
  selector: z.optional(selector),
  namespace: z.optional(labelName),
  name: z.optional(objectName),
  ...draw,
});

const containerTarget = z.extend(podTarget, { container: z.optional(labelName) });

/** A name, or which of the nodes. */
const nodeTarget = z.pipe(
  z.transform((value: unknown) => (typeof value === 'string' ? { name: value } : value)),
  z.strictObject({ selector: z.optional(selector), name: z.optional(objectName), ...draw }),
);

/** All keys of all faults; fault-fields.ts says which go together. */
const fault: z.ZodMiniType<FaultFields> = z.strictObject({
  node: z.optional(nodeTarget),
  pod: z.optional(containerTarget),
  container: z.optional(containerTarget),
  image: z.optional(text('an image name such as shop/web:2')),
  registry: z.optional(text('the host of a registry such as docker.io')),
  component: z.optional(oneOf(['kube-apiserver', 'kube-scheduler', 'kube-controller-manager', 'csi-provisioner'])),
  how: oneOf(FAULT_WORDS),
  for: z.optional(positiveDuration),
  code: z.optional(count(0, 255)),
  factor: z.optional(count(1, 1_000)),
});

const timelineEntry: z.ZodMiniType<TimelineFields> = z.strictObject({
  at: duration,
  every: z.optional(positiveDuration),
  times: z.optional(count(1, MAX_TIMES)),
  do: z.optional(text('a command such as kubectl scale deployment/web --replicas=5')),
  fail: z.optional(fault),
});

const expectation: z.ZodMiniType<ExpectationFields> = z.strictObject({
  within: z.optional(positiveDuration),
  always: z.optional(duration),
  at: z.optional(duration),
  after: z.optional(duration),
  until: z.optional(positiveDuration),
  that: text('a claim such as deployment/web available == 10'),
});

const spec = z.strictObject({
  description: z._default(z.string(), ''),
  namespace: z._default(labelName, 'default'),
  seed: z._default(seed, '1'),
  startsAt: z._default(instant, DEFAULT_START_EPOCH_MICROS),
  until: z._default(positiveDuration, DEFAULT_UNTIL_MICROS),
  cluster: z._default(cluster, { pools: [], schedulers: [], start: 'ready', settings: {} }),
  manifests: z._default(z.array(text('a file, folder or pattern')), []),
  arrivals: z._default(z.array(arrival), []),
  behaviours: z._default(z.array(behaviour), []),
  timeline: z._default(z.array(timelineEntry), []),
  expect: z._default(z.array(expectation), []),
});

/** The whole document. */
export const scenarioSchema: z.ZodMiniType<ScenarioDocument> = z.strictObject({
  apiVersion: reads('orrery/v1alpha1', (value) =>
    value === 'orrery/v1alpha1' ? { ok: true, value } : { ok: false, message: 'unknown version of the format' },
  ),
  kind: oneOf(['Scenario']),
  metadata: z._default(z.strictObject({ name: z.optional(objectName) }), {}),
  spec: z.prefault(spec, {}),
});

/** Schemas of the items of lists, to look at each by itself when the whole is wrong. */
export const ITEM_SCHEMAS: {
  readonly pools: z.ZodMiniType<PoolFields>;
  readonly schedulers: z.ZodMiniType<SchedulerFields>;
  readonly arrivals: z.ZodMiniType<ArrivalFields>;
  readonly behaviours: z.ZodMiniType<BehaviourFields>;
  readonly timeline: z.ZodMiniType<TimelineFields>;
  readonly expect: z.ZodMiniType<ExpectationFields>;
} = {
  pools: pool,
  schedulers: scheduler,
  arrivals: arrival,
  behaviours: behaviour,
  timeline: timelineEntry,
  expect: expectation,
};
