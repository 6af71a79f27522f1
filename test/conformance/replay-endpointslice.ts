// Replays controllers/endpointslice: the EndpointSlice controller over pods that a script makes ready, unready, ends
// and adds. Five seconds after each step the endpoints of all slices and the sizes of the slices are compared.

import { type Micros, millis } from '../../src/base/time.ts';
import { parseRfc3339 } from '../../src/base/wall-clock.ts';
import { createEndpointSliceController } from '../../src/controllers/endpointslice/endpointslice.ts';
import type { Condition, EndpointSlice, NewObject, Pod, Service } from '../../src/model/objects.ts';
import { fromApiJson } from '../../src/model/times.ts';
import { createHarness, type Harness, undelayed } from './controllers-harness.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

interface Step {
  readonly t: number;
  readonly op: 'ready' | 'unready' | 'terminate' | 'remove' | 'add' | 'publishNotReady';
  readonly pod?: string;
  readonly object?: unknown;
}

interface Input {
  readonly service: unknown;
  readonly nodes: readonly unknown[];
  readonly pods: readonly unknown[];
  readonly script: readonly Step[];
}

interface State {
  readonly t: number;
  readonly endpoints?: readonly unknown[];
  readonly sliceSizes: readonly number[];
  readonly endpointCount?: number;
  readonly readyCount?: number;
}

interface Expect {
  readonly labels: unknown;
  readonly annotations: number;
  readonly states: readonly State[];
}

const START = '2000-01-01T02:00:00Z';
const SERVICE_KEY = 'default/web';

/** controllers/endpointslice. */
export const endpointSliceReplayer: Replayer = {
  folder: 'controllers',
  set: 'endpointslice',
  scope: () => undefined,
  replay,
};

function replay(vector: Vector): Difference | undefined {
  const input = vector.data.input as Input;
  const expect = vector.data.expect as Expect;
  const epoch = parseRfc3339(START) ?? 0;
  const objects = [...input.nodes, input.service, ...input.pods].map(
    (object) => fromApiJson(object, epoch) as NewObject,
  );
  const harness = createHarness({
    startsAtEpochMicros: epoch,
    actors: [undelayed(createEndpointSliceController(epoch))],
    objects,
  });
  const { kernel } = harness.cluster;
  const steps = [...input.script];
  let [labels, annotations]: [Difference | undefined, Difference | undefined] = [undefined, undefined];
  const actual = expect.states.map((expected, index) => {
    while (steps[0] !== undefined && steps[0].t < expected.t) {
      kernel.runUntil(millis(steps[0].t));
      carryOut(harness, steps[0], epoch);
      steps.shift();
    }
    kernel.runUntil(millis(expected.t));
    for (const { metadata } of index === 0 ? slicesOf(harness) : []) {
      labels ??= firstDifference(expect.labels, metadata.labels, 'labels');
      const count = Object.keys(metadata.annotations ?? {}).length;
      annotations ??= firstDifference(expect.annotations, count, 'annotations');
    }
    return stateOf(harness, expected);
  });
  return firstDifference(expect.states, actual, 'states') ?? labels ?? annotations;
}

function carryOut(harness: Harness, { op, pod: name, object }: Step, epoch: number): void {
  const key = `default/${name ?? ''}`;
  switch (op) {
    case 'add': {
      const pod = fromApiJson(object, epoch) as NewObject<Pod>;
      const { deletionTimestamp: _, ...metadata } = pod.metadata;
      harness.cluster.api.bootstrap(harness.cluster.kernel.now, 'script', undefined, { ...pod, metadata } as NewObject);
      return;
    }
    case 'terminate':
      harness.ask({ verb: 'delete', kind: 'Pod', key });
      return;
    case 'remove':
      harness.ask({ verb: 'delete', kind: 'Pod', key, gracePeriodSeconds: 0 });
      return;
    case 'publishNotReady': {
      const { spec } = harness.cluster.store.current('Service', SERVICE_KEY) as Service;
      const publishNotReadyAddresses = spec.publishNotReadyAddresses !== true;
      const patch = { spec: { publishNotReadyAddresses } };
      harness.ask({ verb: 'patch', kind: 'Service', key: SERVICE_KEY, patchType: 'merge', patch });
      return;
    }
    default:
      setReady(harness, key, op === 'ready');
  }
}

function setReady(harness: Harness, key: string, isReady: boolean): void {
  const pod = harness.cluster.store.current('Pod', key) as Pod;
  const lastTransitionTime = harness.cluster.kernel.now as Micros;
  const ready: Condition = { type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime };
  const others = (pod.status.conditions ?? []).filter(({ type }) => type !== 'Ready');
  const patch = { status: { conditions: [...others, ready] } };
  harness.ask({ verb: 'patch', kind: 'Pod', key, patchType: 'merge', subresource: 'status', patch });
}

function slicesOf({ cluster }: Harness): readonly EndpointSlice[] {
  return [...cluster.store.entries('EndpointSlice')]
    .filter(({ isGone }) => !isGone)
    .map(({ object }) => object as EndpointSlice);
}

function stateOf(harness: Harness, expected: State): State {
  const slices = slicesOf(harness);
  const all = slices.flatMap(({ addressType, ports, endpoints }) =>
    endpoints.map(({ addresses, conditions, hints, hostname, nodeName, targetRef, zone }) => ({
      addressType,
      addresses,
      conditions,
      hints: hints ?? null,
      hostname: hostname ?? null,
      nodeName: nodeName ?? null,
      pod: targetRef?.name ?? '',
      ports,
      zone: zone ?? null,
    })),
  );
  const sliceSizes = slices.map(({ endpoints }) => endpoints.length).sort((a, b) => a - b);
  const { t } = expected;
  if (expected.endpoints === undefined) {
    const readyCount = all.filter(({ conditions }) => conditions.ready === true).length;
    return { t, sliceSizes, endpointCount: all.length, readyCount };
  }
  const byPod = all.toSorted(
    (a, b) => compare(a.pod, b.pod) || compare(JSON.stringify(a.ports), JSON.stringify(b.ports)),
  );
  return { t, sliceSizes, endpoints: byPod };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
