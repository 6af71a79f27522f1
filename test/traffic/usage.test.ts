// What the metrics API tells of pods: two samples, shares of a load, limits, outages.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MICROS_PER_SECOND, type Micros, micros, seconds } from '../../src/base/time.ts';
import type { PodUsage, UsagePort } from '../../src/cluster/usage.ts';
import type { Pod } from '../../src/model/objects.ts';
import type { ContainerDemand, CpuLoad, PodDemand } from '../../src/traffic/demand.ts';
import { createUsage } from '../../src/traffic/usage.ts';
import { LogBuilder } from '../report/log-builder.ts';

const LOAD: CpuLoad = {
  loadMillis: 1500,
  curve: {
    kind: 'steps',
    points: [
      { atMicros: 0, factor: 1 },
      { atMicros: seconds(300), factor: 3 },
    ],
  },
};

function demand(load: CpuLoad | undefined, cpuLimitMillis = Number.POSITIVE_INFINITY): PodDemand {
  const app: ContainerDemand = { name: 'app', load, cpuMillis: 250, cpuLimitMillis, memoryBytes: 1024 };
  return [app];
}

interface Sketch {
  readonly name: string;
  readonly startedAt?: number;
  readonly readyAt?: number;
  readonly isReady?: boolean;
  /** Second of the DELETE; its grace is 30 s. */
  readonly deletedAt?: number;
}

function podOf({ name, startedAt, readyAt = startedAt, isReady = true, deletedAt }: Sketch): Pod {
  const state = startedAt === undefined ? { waiting: {} } : { running: { startedAt: seconds(startedAt) } };
  const lastTransitionTime = seconds(readyAt ?? 0);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      uid: name,
      resourceVersion: 1,
      creationTimestamp: seconds(0),
      ...(deletedAt === undefined
        ? {}
        : { deletionTimestamp: seconds(deletedAt + 30), deletionGracePeriodSeconds: 30 }),
    },
    spec: { nodeName: 'worker-1', containers: [{ name: 'app' }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime }],
      containerStatuses: [{ name: 'app', ready: isReady, restartCount: 0, image: 'a', state }],
    },
  };
}

function usageOf(builder: LogBuilder, of: PodDemand): UsagePort {
  return createUsage({ log: builder.log, demandOf: () => of, firstScrape: micros(5 * MICROS_PER_SECOND) });
}

function cpu(usage: PodUsage | undefined): number | undefined {
  return usage?.containers[0]?.cpuMillis;
}

describe('the metrics of a pod', () => {
  const pod = podOf({ name: 'a', startedAt: 10 });
  const usage = usageOf(new LogBuilder(), demand(undefined));
  it.each([
    [19, undefined, 'started after the scrape of 5 s'],
    [34, undefined, 'one sample, of 20 s'],
    [35, 250, 'two samples'],
    [49, 250, 'the same'],
  ])('at %d s: %s (%s)', (at, expected, _why) => {
    expect(cpu(usage.usageAt(pod, seconds(at)))).toBe(expected);
  });

  it('tell when their window ended', () => {
    const { timestamp, windowMicros } = usage.usageAt(pod, seconds(64)) ?? {};
    expect([timestamp, windowMicros]).toEqual([seconds(50), 15 * MICROS_PER_SECOND]);
  });

  it('are none while a container waits', () => {
    expect(usage.usageAt(podOf({ name: 'b' }), seconds(500))).toBeUndefined();
  });
});

describe('a load', () => {
  it('is shared by the pods that are ready at the scrape', () => {
    const builder = new LogBuilder();
    const [a, b, c] = [
      podOf({ name: 'a', startedAt: 10 }),
      podOf({ name: 'b', startedAt: 10 }),
      podOf({ name: 'c', startedAt: 10, isReady: false }),
    ];
    for (const pod of [a, b, c]) builder.at(11).write('create', 'kubelet', pod);
    const usage = usageOf(builder, demand(LOAD));
    expect([a, b, c].map((pod) => cpu(usage.usageAt(pod, seconds(60))))).toEqual([750, 750, 0]);
    const late = podOf({ name: 'c', startedAt: 10, readyAt: 100 });
    builder.at(101).write('status', 'kubelet', late);
    expect(cpu(usage.usageAt(a, seconds(109)))).toBe(750);
    expect(cpu(usage.usageAt(a, seconds(110)))).toBe(500);
    expect(cpu(usage.usageAt(late, seconds(109)))).toBe(0);
    expect(cpu(usage.usageAt(late, seconds(110)))).toBe(500);
    const going = podOf({ name: 'b', startedAt: 10, deletedAt: 202 });
    builder.at(202).write('mark', 'kubectl', going);
    expect(cpu(usage.usageAt(a, seconds(203)))).toBe(500);
    expect(cpu(usage.usageAt(a, seconds(215)))).toBe(750);
    expect(cpu(usage.usageAt(going, seconds(215)))).toBe(0);
    expect(cpu(usage.usageAt(a, seconds(320)))).toBe(2250);
    // Looking back gives what was there then.
    expect(cpu(usage.usageAt(a, seconds(60)))).toBe(750);
  });

  it('is cut off at the limit', () => {
    const builder = new LogBuilder();
    const pod = podOf({ name: 'a', startedAt: 10 });
    builder.at(11).write('create', 'kubelet', pod);
    expect(cpu(usageOf(builder, demand(LOAD, 1000)).usageAt(pod, seconds(60)))).toBe(1000);
  });

  it('is used up by its pods, whoever comes and goes', () => {
    const steps = fc.array(fc.record({ pod: fc.nat(7), after: fc.integer({ min: 1, max: 40 }) }), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (list) => {
        const builder = new LogBuilder();
        const pods = new Map<string, Pod>();
        const usage = usageOf(builder, demand(LOAD));
        let at = 10;
        for (const { pod, after } of list) {
          const name = `p${pod}`;
          const isReady = pods.get(name)?.status.conditions?.[0]?.status !== 'True';
          const verb = pods.has(name) ? 'status' : 'create';
          const next = podOf({ name, startedAt: 0, readyAt: at, isReady });
          pods.set(name, next);
          builder.at(at).write(verb, 'kubelet', next);
          at += after;
          const used = [...pods.values()].map((each) => cpu(usage.usageAt(each, seconds(at))) ?? 0);
          const total = used.reduce((sum, each) => sum + each, 0);
          const scrape = usage.scrapeAt(seconds(at));
          const factor = scrape < seconds(300) ? 1 : 3;
          if (used.some((each) => each > 0)) {
            expect(total).toBeGreaterThanOrEqual(1500 * factor);
            expect(total).toBeLessThan(1500 * factor + 8);
          }
        }
      }),
    );
  });
});

describe('an outage of a kubelet', () => {
  const builder = new LogBuilder();
  const pod = podOf({ name: 'a', startedAt: 10 });
  builder.at(11).write('create', 'kubelet', pod);
  const usage = usageOf(builder, demand(undefined));
  const component = 'kubelet/worker-1';
  builder.at(100).plain('chaos', { type: 'component', component, state: 'down' });
  builder.at(160).plain('chaos', { type: 'component', component, state: 'up' });
  it.each<readonly [number, boolean]>([
    [104, true],
    [110, false],
    [170, false],
    [180, false],
    [185, true],
  ])('takes its pods and the node out of the metrics: at %d s %s', (at, isThere) => {
    expect(usage.usageAt(pod, seconds(at)) !== undefined).toBe(isThere);
    expect(usage.isMeasured('worker-1', seconds(at))).toBe(isThere);
  });

  it('is counted, so that nobody trusts older sums', () => expect(usage.outages()).toBe(2));
});

it('a cut network is an outage as well, and lasts until nothing is wrong any more', () => {
  const builder = new LogBuilder();
  const pod = podOf({ name: 'a', startedAt: 10 });
  builder.at(5).plain('kubelet', { type: 'component', component: 'kubelet/worker-1', state: 'up' });
  builder.at(11).write('create', 'kubelet', pod);
  const usage = usageOf(builder, demand(undefined));
  const component = 'kubelet/worker-1';
  const cut = {
    type: 'fault',
    text: 'cut worker-1',
    how: 'network-cut',
    source: { file: 'a.yaml', line: 1 },
    targets: [{ kind: 'Node', name: 'worker-1' }],
  } as const;
  builder.at(100).plain('chaos', { ...cut, phase: 'begin' });
  builder.at(120).plain('chaos', { type: 'component', component, state: 'down' });
  builder.at(140).plain('chaos', { ...cut, phase: 'end' });
  builder.at(160).plain('chaos', { type: 'component', component, state: 'up' });
  const isThere = [104, 111, 150, 180, 185].map((at) => usage.usageAt(pod, seconds(at)) !== undefined);
  expect(isThere).toEqual([true, false, false, false, true]);
});

it('a meter goes on as the metrics do, once the pod is steady', () => {
  const builder = new LogBuilder();
  const pod = podOf({ name: 'a', startedAt: 10, readyAt: 30 });
  builder.at(31).write('create', 'kubelet', pod);
  const usage = usageOf(builder, demand(LOAD));
  const { since, meter } = usage.steadyUsage(pod);
  expect(since).toBe(seconds(75));
  for (let at: Micros = since; at < seconds(600); at = micros(at + 7 * MICROS_PER_SECOND)) {
    expect(meter?.at(usage.scrapeAt(at))).toEqual(usage.usageAt(pod, at)?.containers);
  }
});
