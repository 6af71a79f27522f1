// What is not in a run's log because it changes all the time, for those who look at a moment: the metrics of autoscalers, and
// what `kubectl top` shows. Functions of the run and the moment.

import type { Micros } from '../base/time.ts';
import type { UsagePort } from '../cluster/usage.ts';
import { withCurrentMetrics } from '../controllers/hpa/current-metrics.ts';
import type { HpaSettings } from '../controllers/hpa/settings.ts';
import type { UsageReader } from '../kubectl/program.ts';
import type { Log } from '../log/log.ts';
import { type Moment, Moments } from '../log/moment.ts';
import type { HorizontalPodAutoscaler } from '../model/autoscaling.ts';
import type { Pod } from '../model/objects.ts';

/** The moments of a run, with statuses as they are read. */
export function momentsOf(log: Log, usage: UsagePort, settings: HpaSettings): Moments {
  return new Moments(log, {
    HorizontalPodAutoscaler: (autoscaler: HorizontalPodAutoscaler, moment: Moment) =>
      withCurrentMetrics(autoscaler, moment, usage, settings),
  });
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
