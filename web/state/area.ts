// The marked area as the drawer shows it: its summary, what its pods used and why it took so long, which the engine is
// asked for, and the events in it.

import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { micros } from '../../src/base/time.ts';
import type { ChainStep, EventMark, Timeline } from '../../src/report/timeline-model.ts';
import { type AreaParts, partsOf } from './area-parts.ts';
import { type Amount, type AreaSummary, areaSummary, type PodThen } from './area-summary.ts';
import { latest } from './latest.ts';
import { engine, timeline } from './run.ts';
import { type Area, area, layout } from './view.ts';

export const summary: ReadonlySignal<AreaSummary | undefined> = computed(() => {
  const [shown, marked] = [timeline.value, area.value];
  return shown && marked && areaSummary(shown, layout.value, marked);
});

export const parts: ReadonlySignal<AreaParts | undefined> = computed(() => {
  const [shown, marked] = [timeline.value, area.value];
  return shown && marked && partsOf(shown, layout.value, marked);
});

/** What each pod used, by its key; nothing until it is known. */
export const usedByPod: Signal<ReadonlyMap<string, Amount> | undefined> = signal<
  ReadonlyMap<string, Amount> | undefined
>(undefined);

/** What the pods of the area used; nothing where none was measured. */
export const used: ReadonlySignal<Amount | undefined> = computed(() => {
  const known = usedByPod.value;
  if (known === undefined || known.size === 0) return undefined;
  const sum = { cpuSeconds: 0, byteSeconds: 0 };
  const keys = new Set(parts.value?.parts.flatMap(({ bar, node }) => (node === '' ? [] : [bar.key])));
  for (const key of keys) {
    const own = known.get(key);
    sum.cpuSeconds += own?.cpuSeconds ?? 0;
    sum.byteSeconds += own?.byteSeconds ?? 0;
  }
  return sum;
});

/** The step that took longest on the way to what happened, where a named timer stood before it. */
export interface SlowStep {
  readonly step: ChainStep;
  /** The value of the setting that the timer is called after, where it is one. */
  readonly flag: string | undefined;
  /** From the first cause to the end. */
  readonly wholeMicros: number;
}

export const slowStep: Signal<SlowStep | undefined> = signal<SlowStep | undefined>(undefined);

/** Shorter waits need no word. */
const LONG_WAIT_MICROS = 20_000_000;

/** Asks the engine whenever another area is marked. */
export function startArea(): void {
  const askUsed = latest(async (marked: Area, nodes: readonly string[] | undefined) => {
    const ask = { from: micros(Math.floor(marked.from)), to: micros(Math.ceil(marked.to)) };
    const answer = await engine.value?.ask('areaUsed', { ...ask, ...(nodes !== undefined && { nodes }) });
    if (area.value === marked) usedByPod.value = new Map(answer?.pods.map(({ key, ...own }) => [key, own]));
  });
  const askSlow = latest(async (marked: Area, pod: PodThen) => {
    const found = await slowStepOf(pod);
    if (area.value === marked) slowStep.value = found;
  });
  effect(() => {
    const [shown, marked] = [timeline.value, area.value];
    usedByPod.value = undefined;
    slowStep.value = undefined;
    if (shown === undefined || marked === undefined) return;
    const nodes = parts.value?.nodes ?? [];
    const isWhole = nodes.length === 0 || nodes.length === shown.nodes.length;
    askUsed(marked, isWhole ? undefined : nodes.map(({ name }) => name));
    const pod = summary.value?.evictedLast ?? summary.value?.worst;
    if (pod !== undefined) askSlow(marked, pod);
  });
}

async function slowStepOf({ id, at }: PodThen): Promise<SlowStep | undefined> {
  const asked = engine.value;
  const steps = (await asked?.ask('chain', { id, at: micros(at) })) ?? [];
  const [first, last] = [steps[0], steps.at(-1)];
  const step = steps.slice(1).reduce<ChainStep | undefined>((most, one) => {
    return most === undefined || one.waited > most.waited ? one : most;
  }, undefined);
  if (asked === undefined || first === undefined || last === undefined || step?.via === undefined) return undefined;
  if (step.waited < LONG_WAIT_MICROS) return undefined;
  return { step, flag: await asked.ask('flag', { name: step.via }), wholeMicros: last.at - first.at };
}

export interface EventSort {
  readonly isWarning: boolean;
  readonly reason: string;
  readonly count: number;
  readonly first: EventMark;
  readonly last: EventMark;
}

/** The KubeEvents about pods and nodes of the area, by reason: warnings first, then the most frequent. */
export function eventSorts(shown: Timeline, marked: Area, covered: AreaParts): readonly EventSort[] {
  const about = new Set([
    ...covered.parts.map(({ bar }) => `Pod/${bar.key}`),
    ...covered.nodes.map(({ name }) => `Node/${name}`),
  ]);
  const isWhole = covered.nodes.length === shown.nodes.length;
  const sorts = new Map<string, EventSort>();
  for (const event of shown.events) {
    if (event.at < marked.from || event.at >= marked.to || !(isWhole || about.has(event.about))) continue;
    const key = `${event.isWarning} ${event.reason}`;
    const known = sorts.get(key);
    const { isWarning, reason } = event;
    sorts.set(key, {
      isWarning,
      reason,
      count: (known?.count ?? 0) + 1,
      first: known?.first ?? event,
      last: event,
    });
  }
  return [...sorts.values()].toSorted((a, b) => Number(b.isWarning) - Number(a.isWarning) || b.count - a.count);
}
