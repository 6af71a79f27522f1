// What is not in a run's log because it changes all the time, for those who look at a moment: the metrics of
// autoscalers, and what `kubectl top` shows. Functions of the run and the moment.

import { type Micros, plus } from '../base/time.ts';
import { DEFAULT_LATENCY, type Latency } from '../cluster/latency.ts';
import type { UsagePort } from '../cluster/usage.ts';
import { withCurrentMetrics } from '../controllers/hpa/current-metrics.ts';
import { AUTOSCALER_NAME } from '../controllers/hpa/hpa.ts';
import type { HpaSettings } from '../controllers/hpa/settings.ts';
import type { UsageReader } from '../kubectl/program.ts';
import type { Log } from '../log/log.ts';
import { type Moment, Moments } from '../log/moment.ts';
import type { Seq } from '../log/row.ts';
import type { HorizontalPodAutoscaler } from '../model/autoscaling.ts';
import { keyOf, type Pod } from '../model/objects.ts';

const KIND = 'HorizontalPodAutoscaler';

/** The moments of a run, with statuses as they are read: metrics as the autoscaler's last sync found them. */
export function momentsOf(
  log: Log,
  usage: UsagePort,
  settings: HpaSettings,
  latency: Latency = DEFAULT_LATENCY,
): Moments {
  const moments: Moments = new Moments(log, {
    [KIND]: (autoscaler: HorizontalPodAutoscaler, moment: Moment) => {
      const row = statusRow(log, moment.rowOf(KIND, keyOf(autoscaler)));
      if (row === undefined) return autoscaler;
      const syncs = Math.floor((moment.at - log.at(row)) / periodMicros(settings, latency));
      if (syncs === 0) return autoscaler;
      const lastSync = plus(log.at(row), syncs * periodMicros(settings, latency) - latency.apiWriteMicros / 2);
      return withCurrentMetrics(autoscaler, moments.at(lastSync), usage, settings);
    },
  });
  return moments;
}

/** From a sync that writes nothing to the next. */
function periodMicros({ syncPeriodMicros }: HpaSettings, { controllerSyncMicros }: Latency): number {
  return syncPeriodMicros + controllerSyncMicros;
}

/**
 * The last row that the autoscaler itself wrote, in half a write's time after a sync: whatever came since was quiet.
 */
function statusRow(log: Log, row: Seq | undefined): Seq | undefined {
  let seq = row;
  while (seq !== undefined && log.actor(seq) !== AUTOSCALER_NAME) seq = log.before(seq);
  return seq;
}

/** What the metrics API tells of nodes and pods at a moment. A node's usage is that of its pods. */
export function usageReader(moments: Moments, usage: UsagePort, at: Micros): UsageReader {
  const moment = moments.at(at);
  const ofPod: UsageReader['ofPod'] = (key) => {
    const pod: Pod | undefined = moment.get('Pod', key);
    const measured = pod === undefined ? undefined : usage.usageAt(pod, at);
    return measured?.containers.map(({ name, ...used }) => ({ container: name, ...used }));
  };
  return {
    ofPod,
    ofNode(name) {
      if (!usage.isMeasured(name, at)) return undefined;
      let cpuMillis = 0;
      let memoryBytes = 0;
      for (const pod of moment.list('Pod')) {
        if (pod.spec.nodeName !== name) continue;
        for (const used of usage.usageAt(pod, at)?.containers ?? []) {
          cpuMillis += used.cpuMillis;
          memoryBytes += used.memoryBytes;
        }
      }
      return { cpuMillis, memoryBytes };
    },
  };
}
