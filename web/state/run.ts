// The run that the page shows, as signals: nothing yet, being read, ready, refused, or broken. An earlier run stays in
// place while a later one is read or refused.

import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Timeline } from '../../src/report/timeline-model.ts';
import type { Engine, InputProblem, RunSource } from '../protocol.ts';

export type RunPhase =
  | { readonly name: 'empty' }
  | { readonly name: 'reading'; readonly file: string }
  | { readonly name: 'ready' }
  | { readonly name: 'refused'; readonly problems: readonly InputProblem[] }
  | { readonly name: 'failed'; readonly message: string };

export interface Run {
  readonly timeline: Timeline;
  readonly tookMillis: number;
  readonly version: string;
  readonly source: RunSource;
}

export const phase: Signal<RunPhase> = signal<RunPhase>({ name: 'empty' });
export const run: Signal<Run | undefined> = signal<Run | undefined>(undefined);
export const verified: Signal<'checking' | 'same' | 'different' | undefined> = signal(undefined);
export const engine: Signal<Engine | undefined> = signal<Engine | undefined>(undefined);

export const timeline: ReadonlySignal<Timeline | undefined> = computed(() => run.value?.timeline);
export const until: ReadonlySignal<number> = computed(() => run.value?.timeline.until ?? 1);

/** Runs a scenario and shows it; `onReady` sees the timeline before the page does. */
export async function openRun(source: RunSource, onReady: (timeline: Timeline) => void): Promise<void> {
  const asked = engine.value;
  if (asked === undefined) return;
  phase.value = { name: 'reading', file: source.main };
  verified.value = undefined;
  try {
    performance.mark('orrery-asked');
    const answer = await asked.ask('open', source);
    if (!answer.ok) {
      phase.value = { name: 'refused', problems: answer.problems };
      return;
    }
    onReady(answer.timeline);
    run.value = { timeline: answer.timeline, tookMillis: answer.tookMillis, version: answer.version, source };
    phase.value = { name: 'ready' };
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('orrery-shown')));
    verified.value = 'checking';
    const { digest } = await asked.ask('verify', source);
    if (run.value?.source === source) verified.value = digest === answer.timeline.digest ? 'same' : 'different';
  } catch (error) {
    phase.value = { name: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
