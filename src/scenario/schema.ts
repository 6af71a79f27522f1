// The grammar of `kind: Scenario` as one zod schema: what keys there are, what each allows, what stands for those
// left out. Objects are strict: a key that means nothing is a problem. What needs more than one field to judge
// (faults, commands, claims) is checked where those are read.

import { z } from 'zod';
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
const resourceName = z.string().superRefine((name, context) => {
  if (RESOURCES.includes(name) || name.startsWith('hugepages-') || name.includes('/')) return;
  const params = { allowed: `${RESOURCES.join(', ')}, or a name with a slash`, candidates: RESOURCES };
  context.addIssue({ code: 'custom', message: `unknown resource "${name}"`, params });
});

const capacity = z.record(resourceName, quantity);

const taint = z.strictObject({
  key: text('a taint key such as dedicated'),
  value: z.string().optional(),
  effect: oneOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
});

const pool: z.ZodType<PoolFields> = z.strictObject({
  name: objectName,
  count: count(0, MAX_NODES).default(1),
  zones: z.array(text('the name of a zone')).default([]),
  capacity: capacity.default({}),
  labels: labels.default({}),
  taints: z.array(taint).default([]),
});

/** A configuration in place, or the file that it is in. */
const schedulerConfiguration: z.ZodType<string | Readonly<Record<string, unknown>>> = reads<
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

const scheduler: z.ZodType<SchedulerFields> = z.strictObject({
  name: objectName.optional(),
  config: schedulerConfiguration.optional(),
  plugins: z.array(text('a file such as my-policy.ts')).optional(),
});

const cluster = z.strictObject({
  pools: z.array(pool).default([]),
  schedulers: z.array(scheduler).default([]),
  start: oneOf(['ready']).default('ready'),
  settings: settings.default({}),
});

const match = z.strictObject({
  selector: selector.optional(),
  kind: text('a kind such as Deployment').optional(),
  namespace: labelName.optional(),
  name: objectName.optional(),
  container: labelName.optional(),
});

const exit = z.strictObject({ after: duration, code: count(0, 255) });

/** Only the first so many lives of a container. */
const times = count(1, 1_000).optional();

/** All keys of all curves; behaviour-fields.ts says which go together. */
const curve: z.ZodType<CurveFields> = z.strictObject({
  kind: oneOf(['constant', 'steps', 'ramp', 'sine', 'csv']),
  factor: factor.optional(),
  points: z.array(curvePoint).optional(),
  period: positiveDuration.optional(),
  peak: duration.optional(),
  min: factor.optional(),
  max: factor.optional(),
  file: text('a file such as load.csv').optional(),
});

const behaviour: z.ZodType<BehaviourFields> = z.strictObject({
  match: match.default({}),
  startup: duration.optional(),
  ready: z.boolean().optional(),
  exit: exit.extend({ times }).optional(),
  hang: z.strictObject({ after: duration, times }).optional(),
  termination: exit.optional(),
  hooks: z.strictObject({ postStart: exit.optional(), preStop: exit.optional() }).optional(),
  memory: z.array(memoryPoint).min(1).optional(),
  image: z.strictObject({ size: quantity }).optional(),
  cpu: z.strictObject({ load: quantity, curve: curve.optional() }).optional(),
});

const arrival: z.ZodType<ArrivalFields> = z.strictObject({
  file: text('a CSV file such as pods.csv'),
  image: text('an image name such as lab/task:1').optional(),
});

const draw = { pick: count(1, 100_000).optional(), share: share.optional() };

const podTarget = z.strictObject({
  selector: selector.optional(),
  namespace: labelName.optional(),
  name: objectName.optional(),
  ...draw,
});

const containerTarget = podTarget.extend({ container: labelName.optional() });

/** A name, or which of the nodes. */
const nodeTarget = z.preprocess(
  (value) => (typeof value === 'string' ? { name: value } : value),
  z.strictObject({ selector: selector.optional(), name: objectName.optional(), ...draw }),
);

/** All keys of all faults; fault-fields.ts says which go together. */
const fault: z.ZodType<FaultFields> = z.strictObject({
  node: nodeTarget.optional(),
  pod: containerTarget.optional(),
  container: containerTarget.optional(),
  image: text('an image name such as shop/web:2').optional(),
  registry: text('the host of a registry such as docker.io').optional(),
  component: oneOf(['kube-apiserver', 'kube-scheduler', 'kube-controller-manager', 'csi-provisioner']).optional(),
  how: oneOf(FAULT_WORDS),
  for: positiveDuration.optional(),
  code: count(0, 255).optional(),
  factor: count(1, 1_000).optional(),
});

const timelineEntry: z.ZodType<TimelineFields> = z.strictObject({
  at: duration,
  every: positiveDuration.optional(),
  times: count(1, MAX_TIMES).optional(),
  do: text('a command such as kubectl scale deployment/web --replicas=5').optional(),
  fail: fault.optional(),
});

const expectation: z.ZodType<ExpectationFields> = z.strictObject({
  within: positiveDuration.optional(),
  always: duration.optional(),
  at: duration.optional(),
  after: duration.optional(),
  until: positiveDuration.optional(),
  that: text('a claim such as deployment/web available == 10'),
});

const spec = z.strictObject({
  description: z.string().default(''),
  namespace: labelName.default('default'),
  seed: seed.default('1'),
  startsAt: instant.default(DEFAULT_START_EPOCH_MICROS),
  until: positiveDuration.default(DEFAULT_UNTIL_MICROS),
  cluster: cluster.default({ pools: [], schedulers: [], start: 'ready', settings: {} }),
  manifests: z.array(text('a file, folder or pattern')).default([]),
  arrivals: z.array(arrival).default([]),
  behaviours: z.array(behaviour).default([]),
  timeline: z.array(timelineEntry).default([]),
  expect: z.array(expectation).default([]),
});

/** The whole document. */
export const scenarioSchema: z.ZodType<ScenarioDocument> = z.strictObject({
  apiVersion: reads('orrery/v1alpha1', (value) =>
    value === 'orrery/v1alpha1' ? { ok: true, value } : { ok: false, message: 'unknown version of the format' },
  ),
  kind: oneOf(['Scenario']),
  metadata: z.strictObject({ name: objectName.optional() }).default({}),
  spec: spec.prefault({}),
});

/** Schemas of the items of lists, to look at each by itself when the whole is wrong. */
export const ITEM_SCHEMAS: {
  readonly pools: z.ZodType<PoolFields>;
  readonly schedulers: z.ZodType<SchedulerFields>;
  readonly arrivals: z.ZodType<ArrivalFields>;
  readonly behaviours: z.ZodType<BehaviourFields>;
  readonly timeline: z.ZodType<TimelineFields>;
  readonly expect: z.ZodType<ExpectationFields>;
} = {
  pools: pool,
  schedulers: scheduler,
  arrivals: arrival,
  behaviours: behaviour,
  timeline: timelineEntry,
  expect: expectation,
};
