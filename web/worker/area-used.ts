// What the pods of a marked area used, summed over its time: usage as metrics-server would have measured it, scrape by
// scrape. Where that would be too many looks, every second scrape stands for two, and so on.

import { type Micros, micros } from '../../src/base/time.ts';
import { SCRAPE_PERIOD_MICROS, type UsagePort } from '../../src/cluster/usage.ts';
import type { Moments } from '../../src/log/moment.ts';
import { keyOf, type Pod } from '../../src/model/objects.ts';
import type { AreaUsed, Questions } from '../protocol.ts';

/** Looks at pods: some half a second's work. */
const MOST_LOOKS = 300_000;
const MILLIS_PER_CPU = 1_000;
const MICROS_PER_SECOND = 1_000_000;

type Ask = Questions['areaUsed']['ask'];

/** Of each pod that was measured, by its key. */
export function areaUsed(moments: Moments, usage: UsagePort | undefined, ask: Ask): AreaUsed {
  const pods = new Map<string, { cpuSeconds: number; byteSeconds: number }>();
  if (usage === undefined) return { pods: [] };
  const { from, to, nodes } = ask;
  const isWanted = wantedBy(nodes);
  const middle = moments.at(micros(Math.floor((from + to) / 2)));
  const looks = (middle.list('Pod').filter(isWanted).length * (to - from)) / SCRAPE_PERIOD_MICROS;
  const period = SCRAPE_PERIOD_MICROS * Math.max(1, Math.ceil(looks / MOST_LOOKS));
  // A scrape tells of the time before it.
  for (let scrape = firstAfter(usage, from); scrape - period < to; scrape = micros(scrape + period)) {
    const seconds = (Math.min(scrape, to) - Math.max(scrape - period, from)) / MICROS_PER_SECOND;
    if (seconds <= 0) continue;
    for (const pod of moments.at(scrape).list('Pod')) {
      if (!isWanted(pod)) continue;
      const measured = usage.usageAt(pod, scrape);
      if (measured === undefined) continue;
      const key = keyOf(pod);
      const sum = pods.get(key) ?? { cpuSeconds: 0, byteSeconds: 0 };
      pods.set(key, sum);
      for (const { cpuMillis, memoryBytes } of measured.containers) {
        sum.cpuSeconds += (cpuMillis / MILLIS_PER_CPU) * seconds;
        sum.byteSeconds += memoryBytes * seconds;
      }
    }
  }
  return { pods: [...pods].map(([key, sum]) => ({ key, ...sum })) };
}

function wantedBy(nodes: readonly string[] | undefined): (pod: Pod) => boolean {
  if (nodes === undefined) return ({ spec }) => spec.nodeName !== undefined;
  const names = new Set(nodes);
  return ({ spec }) => spec.nodeName !== undefined && names.has(spec.nodeName);
}

function firstAfter(usage: UsagePort, at: Micros): Micros {
  const before = usage.scrapeAt(at);
  return before === at ? before : micros(before + SCRAPE_PERIOD_MICROS);
}
