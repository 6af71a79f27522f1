// Pods that stay added up against a plain sum over all of them, whatever happens to the pods and the kubelets; and
// which pods belong to which autoscaler.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MICROS_PER_SECOND, type Micros, micros, seconds } from '../../../src/base/time.ts';
import { Gauges } from '../../../src/controllers/hpa/gauges.ts';
import { sumPods } from '../../../src/controllers/hpa/pod-sums.ts';
import { hpaSettings } from '../../../src/controllers/hpa/settings.ts';
import type { Pod } from '../../../src/model/objects.ts';
import { keyOf } from '../../../src/model/objects.ts';
import type { PodDemand } from '../../../src/traffic/demand.ts';
import { createUsage } from '../../../src/traffic/usage.ts';
import { LogBuilder } from '../../report/log-builder.ts';
import { fakeView } from '../fake-view.ts';

const SETTINGS = hpaSettings();
const LABELS = { app: 'web' };
const CONTAINERS = [{ name: 'app', resources: { requests: { cpu: '100m', memory: '64Mi' } } }];
const DEMAND: PodDemand = [
  {
    name: 'app',
    load: {
      loadMillis: 900,
      curve: { kind: 'sine', periodMicros: seconds(900), peakMicros: 0, min: 0.1, max: 1 },
    },
    cpuMillis: 50,
    cpuLimitMillis: 400,
    memoryBytes: 1024,
  },
];

function podOf(name: string, at: Micros, changes: Partial<Pod['status']>, going = false): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      uid: name,
      resourceVersion: 1,
      creationTimestamp: at,
      labels: LABELS,
      ...(going ? { deletionTimestamp: micros(at + 30 * MICROS_PER_SECOND), deletionGracePeriodSeconds: 30 } : {}),
    },
    spec: { nodeName: 'worker-1', containers: CONTAINERS },
    status: { phase: 'Pending', ...changes },
  };
}

function runningSince(at: Micros, isReady: boolean, readyAt: Micros): Partial<Pod['status']> {
  return {
    phase: 'Running',
    startTime: at,
    conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime: readyAt }],
    containerStatuses: [
      { name: 'app', ready: isReady, restartCount: 0, image: 'a', state: { running: { startedAt: at } } },
    ],
  };
}

const kinds = fc.constantFrom('pending', 'ready', 'unready', 'failed', 'going', 'gone', 'restarted');
const changes = fc.array(
  fc.record({
    pod: fc.nat(5),
    to: kinds,
    after: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 60, max: 400 })),
    outage: fc.boolean(),
  }),
  { maxLength: 30 },
);

describe('the sums over a target', () => {
  it('are those of a plain pass over its pods', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const builder = new LogBuilder();
        const usage = createUsage({ log: builder.log, demandOf: () => DEMAND, firstScrape: seconds(3) });
        const gauges = new Gauges(usage, SETTINGS);
        const pods = new Map<string, Pod>();
        let second = 0;
        let isDown = false;
        builder.at(0).plain('kubelet', { type: 'component', component: 'kubelet/worker-1', state: 'up' });
        for (const { pod, to, after, outage } of list) {
          const name = `p${pod}`;
          const at = seconds(second);
          const old = pods.get(name);
          const started = old?.status.startTime ?? at;
          const next = podOf(name, at, statusTo(to, started, at), to === 'going');
          builder.at(second);
          if (outage && second % 3 === 0) {
            isDown = !isDown;
            const state = isDown ? 'down' : 'up';
            builder.plain('chaos', { type: 'component', component: 'kubelet/worker-1', state });
          }
          if (to === 'gone') {
            pods.delete(name);
            if (old !== undefined) builder.write('delete', 'kubelet', next);
          } else {
            pods.set(name, next);
            builder.write(old === undefined ? 'create' : 'status', 'kubelet', next);
          }
          const type = to === 'gone' ? 'deleted' : old === undefined ? 'added' : 'modified';
          const change = { type, kind: 'Pod', key: keyOf(next), object: next, old, seq: 0, isInitial: false } as const;
          gauges.onPod(change);
          for (const later of [1, after / 2, after]) {
            const now = seconds(second + Math.ceil(later));
            const view = fakeView([...pods.values()]);
            const measured = gauges.metrics('shop/web', 'shop', 'app=web', view, now);
            const sums = measured.ok ? measured.value.resource('cpu', undefined, 100) : undefined;
            const rules = { ...SETTINGS, now, resource: 'cpu', container: undefined, fallbackPercent: 100 };
            const plain = sumPods(
              [...pods.values()],
              (each) => {
                const found = usage.usageAt(each, now);
                const [app] = found?.containers ?? [];
                return found === undefined || app === undefined ? undefined : { ...found, milliValue: app.cpuMillis };
              },
              rules,
            );
            const isEmpty = [...pods.values()].every((each) => usage.usageAt(each, now) === undefined);
            expect(sums?.ok ? sums.value : undefined).toEqual(isEmpty ? undefined : plain);
          }
          second += after;
        }
      }),
      { numRuns: 200 },
    );
  });
});

function statusTo(to: string, started: Micros, at: Micros): Partial<Pod['status']> {
  switch (to) {
    case 'pending':
      return {};
    case 'unready':
      return runningSince(started, false, at);
    case 'failed':
      return { ...runningSince(started, false, at), phase: 'Failed' };
    case 'restarted':
      return runningSince(at, true, at);
    default:
      return runningSince(started, true, started);
  }
}

describe('a selector', () => {
  const usage = createUsage({ log: new LogBuilder().log, demandOf: () => DEMAND, firstScrape: seconds(3) });
  const pod = podOf('a', seconds(0), {});
  it.each([
    ['', 'SelectorRequired', 'selector is required'],
    [
      'app in (web',
      'InvalidSelector',
      "couldn't convert selector into a corresponding internal selector object: " +
        "unable to parse requirement: found '', expected: ',' or ')'",
    ],
  ])('%j is refused', (text, reason, message) => {
    const gauges = new Gauges(usage, SETTINGS);
    const measured = gauges.metrics('shop/web', 'shop', text, fakeView([pod]), seconds(15));
    expect(measured.ok ? undefined : measured.error).toEqual({ reason, message });
  });

  it('that shares pods with another is ambiguous, until the other is gone', () => {
    const gauges = new Gauges(usage, SETTINGS);
    const ask = (key: string, text: string): string | undefined => {
      const measured = gauges.metrics(key, 'shop', text, fakeView([pod]), seconds(15));
      return measured.ok ? undefined : measured.error.message;
    };
    expect(ask('shop/one', 'app=web')).toBeUndefined();
    const message = 'pods by selector app are controlled by multiple HPAs: [shop/one shop/two]';
    expect(ask('shop/two', 'app')).toBe(message);
    expect(ask('shop/one', 'app=web')).toContain('[shop/one shop/two]');
    gauges.forget('shop/two');
    expect(ask('shop/one', 'app=web')).toBeUndefined();
  });
});
