// The stand-in for metrics-server of the recorded clusters: all running pods use the same, as the script says, and the
// objects that say so are written anew every 2 s.

import { MICROS_PER_SECOND, type Micros } from '../../src/base/time.ts';
import type { UsagePort } from '../../src/cluster/usage.ts';
import type { Pod } from '../../src/model/objects.ts';
import { cpuMillis } from '../../src/model/resource-amount.ts';

const PERIOD_MICROS: number = 2 * MICROS_PER_SECOND;
const WINDOW_MICROS: number = 15 * MICROS_PER_SECOND;

export interface RecordedMetrics {
  readonly usage: UsagePort;
  /** From `at` on each pod uses so much CPU. */
  use(cpu: string, at: Micros): void;
}

/** No pod has metrics until `use` says what it uses. */
export function createRecordedMetrics(): RecordedMetrics {
  const levels: { readonly at: Micros; readonly millis: number }[] = [];
  const scrapeAt = (t: Micros): Micros => (Math.floor(t / PERIOD_MICROS) * PERIOD_MICROS) as Micros;
  return {
    use: (cpu, at) => {
      levels.push({ at, millis: cpuMillis(cpu) });
    },
    usage: {
      scrapeAt,
      usageAt(pod: Pod, t: Micros) {
        const timestamp = scrapeAt(t);
        const level = levels.findLast(({ at }) => at <= t);
        if (level === undefined || pod.status.phase !== 'Running') return undefined;
        const containers = pod.spec.containers.map(({ name }) => ({
          name,
          cpuMillis: level.millis,
          memoryBytes: 0,
        }));
        return { timestamp, windowMicros: WINDOW_MICROS, containers };
      },
      steadyUsage: () => ({ since: Number.POSITIVE_INFINITY as Micros, meter: undefined }),
      isMeasured: () => true,
      outages: () => 0,
    },
  };
}
