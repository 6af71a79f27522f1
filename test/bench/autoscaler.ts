// What a sync of an autoscaler costs that measures 150 pods of which none has changed: from sums that are kept,
// beside a pass over all pods as upstream does it.

import { MICROS_PER_HOUR, type Micros, micros, seconds } from '../../src/base/time.ts';
import type { View } from '../../src/cluster/actor.ts';
import { Gauges } from '../../src/controllers/hpa/gauges.ts';
import { sumPods } from '../../src/controllers/hpa/pod-sums.ts';
import { hpaSettings } from '../../src/controllers/hpa/settings.ts';
import { Log } from '../../src/log/log.ts';
import type { Pod } from '../../src/model/objects.ts';
import type { PodDemand } from '../../src/traffic/demand.ts';
import { createUsage } from '../../src/traffic/usage.ts';
import { type Bench, nanosPer } from './bench.ts';

const PODS = 150;
const SYNCS = 4000;
const START: Micros = seconds(3600);
const SYNC_MICROS: number = seconds(15);
const DEMAND: PodDemand = [
  {
    name: 'app',
    load: {
      loadMillis: 50_000,
      curve: { kind: 'sine', periodMicros: 24 * MICROS_PER_HOUR, peakMicros: 0, min: 0.5, max: 1 },
    },
    cpuMillis: 0,
    cpuLimitMillis: Number.POSITIVE_INFINITY,
    memoryBytes: 1_000_000,
  },
];

function steadyPods(): readonly Pod[] {
  const labels = { app: 'web' };
  const containers = [{ name: 'app', resources: { requests: { cpu: '500m' } } }];
  const at = seconds(10);
  return Array.from({ length: PODS }, (_, index): Pod => {
    const name = `web-${index}`;
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop', uid: name, resourceVersion: 1, creationTimestamp: at, labels },
      spec: { nodeName: `worker-${index % 10}`, containers },
      status: {
        phase: 'Running',
        startTime: at,
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at }],
        containerStatuses: [
          { name: 'app', ready: true, restartCount: 0, image: 'web', state: { running: { startedAt: at } } },
        ],
      },
    };
  });
}

/** Nanoseconds per sync's measuring. */
export const autoscalerSync: Bench = {
  name: `autoscaler sync (${PODS} steady pods)`,
  run() {
    const pods = steadyPods();
    const log = new Log('bench');
    pods.forEach((object, index) => {
      const write = { verb: 'create', object, key: `shop/${object.metadata.name}`, revision: index, before: undefined };
      log.appendWrite(seconds(20), 'kubelet', undefined, write as Parameters<Log['appendWrite']>[3]);
    });
    const usage = createUsage({ log, demandOf: () => DEMAND, firstScrape: seconds(3) });
    const settings = hpaSettings();
    const gauges = new Gauges(usage, settings);
    const view = { inNamespace: () => pods } as unknown as View;
    const each = (work: (now: Micros) => void) => (): void => {
      for (let i = 0; i < SYNCS; i += 1) work(micros(START + i * SYNC_MICROS));
    };
    const plain = each((now) => {
      const rules = { ...settings, now, resource: 'cpu', container: undefined, fallbackPercent: 100 };
      const metricOf = (pod: Pod): ReturnType<Parameters<typeof sumPods>[1]> => {
        const found = usage.usageAt(pod, now);
        return found && { ...found, milliValue: found.containers[0]?.cpuMillis ?? 0 };
      };
      sumPods(pods, metricOf, rules);
    });
    const kept = each((now) => {
      const measured = gauges.metrics('shop/web', 'shop', 'app=web', view, now);
      if (measured.ok) measured.value.resource('cpu', undefined, 100);
    });
    return [
      { label: 'a pass over all pods', ns: nanosPer(SYNCS, plain) },
      { label: 'sums that are kept', ns: nanosPer(SYNCS, kept) },
    ];
  },
};
