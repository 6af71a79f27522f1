// Why what the tip shows came about, in one sentence: the last step of its chain of causes; and how a pod's container
// ended and what it waits for. Asked for once the tip is there, so that a pointer that only passes by asks nothing.

import { effect, type Signal, signal } from '@preact/signals';
import { micros } from '../../src/base/time.ts';
import type { ChainStep } from '../../src/report/timeline-model.ts';
import type { ObjectView } from '../protocol.ts';
import { podId } from '../timeline/rows.ts';
import { hover, isTipShown } from './hover.ts';
import { engine, run } from './run.ts';

export interface TipCause {
  /** What it is the cause of. */
  readonly key: string;
  readonly step: ChainStep | undefined;
  readonly view: ObjectView;
}

/** Sentences that only say again what the tip says already. */
const PLAIN: ReadonlySet<string> = new Set(['pod.word', 'pod.status', 'pod.updated']);

export const tipCause: Signal<TipCause | undefined> = signal<TipCause | undefined>(undefined);

/** Names a stretch of a pod's bar in the run that is shown. */
export function tipKey(id: string, from: number): string {
  return `${run.value?.key} ${id} ${from}`;
}

/** Asks from now on, whenever a tip over a pod's bar is shown. */
export function startTipCause(): void {
  effect(() => {
    const over = hover.value?.hit;
    if (!isTipShown.value || over?.type !== 'bar') return;
    const id = podId(over.bar);
    const key = tipKey(id, over.segment.from);
    if (tipCause.peek()?.key === key) return;
    const asked = { id, at: micros(over.segment.from) };
    const { value: worker } = engine;
    if (worker === undefined) return;
    void Promise.all([worker.ask('chain', asked), worker.ask('object', asked)]).then(([steps, view]) => {
      const step = steps.findLast(({ sentence }) => !PLAIN.has(sentence)) ?? steps.at(-1);
      tipCause.value = { key, step, view };
    });
  });
}
