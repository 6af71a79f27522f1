// What a screen reader is told without asking: the selection, the cursor once it rests, the end of a run, how much a
// filter lets through. Politely, at most once a second; of each sort only the latest.

import { effect, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { sentenceDuration } from '../../src/base/duration.ts';
import { t } from '../i18n/i18n.ts';
import { chain, objectView } from '../state/answers.ts';
import { filter, isTroubleOnly } from '../state/arrangement.ts';
import { digest } from '../state/run.ts';
import { objectName, type Selection, selection } from '../state/selection.ts';
import { table, tableFilter } from '../state/table.ts';
import { cursor, layout } from '../state/view.ts';
import { flagWord } from '../state/words.ts';
import type { Row } from '../timeline/rows.ts';
import { readout } from '../timeline/ticks.ts';

const REST_MILLIS = 500;
const LEAST_MILLIS = 1_000;

/** In the order in which they are said. */
type Sort = 'run' | 'selection' | 'filter' | 'cursor';
const ORDER: readonly Sort[] = ['run', 'selection', 'filter', 'cursor'];

export function Live(): JSX.Element {
  const said = useSignal('');
  useEffect(() => {
    const waiting = new Map<Sort, string>();
    const state: { timer: number | undefined; last: number } = { timer: undefined, last: 0 };
    const flush = (): void => {
      state.last = performance.now();
      said.value = ORDER.flatMap((sort) => waiting.get(sort) ?? []).join('. ');
      waiting.clear();
    };
    const say = (sort: Sort, text: string): void => {
      waiting.set(sort, text);
      clearTimeout(state.timer);
      const wait = Math.max(REST_MILLIS, state.last + LEAST_MILLIS - performance.now());
      state.timer = window.setTimeout(flush, wait);
    };
    const stops = [
      effect(() => {
        if (digest.value !== '') say('run', t('live.done', { digest: digest.value.slice(0, 6) }));
      }),
      effect(() => say('cursor', t('live.cursor', { t: readout(cursor.value) }))),
      effect(() => {
        const text = selectionText();
        if (text !== undefined) say('selection', text);
      }),
      effect(() => {
        const total = table.value?.total ?? 0;
        if (tableFilter.value !== '') say('filter', t('find.count', { n: total }));
        else if (filter.value !== '' || isTroubleOnly.value)
          say('filter', t('find.count', { n: layout.value.rows.filter(isTrack).length }));
      }),
    ];
    return () => {
      clearTimeout(state.timer);
      for (const stop of stops) stop();
    };
  }, []);
  return (
    <div class="visually-hidden" aria-live="polite">
      {said.value}
    </div>
  );
}

/** Heads of groups are none of what is found. */
function isTrack({ kind }: Row): boolean {
  return kind !== 'group' && kind !== 'section';
}

function nameOf(chosen: Selection): string {
  if (chosen.kind === 'object') return objectName(chosen.id).name;
  return chosen.kind === 'flag'
    ? flagWord(chosen.flag)
    : `${chosen.event.reason} ${objectName(chosen.event.about).name}`;
}

/** `web-1 selected, CrashLoopBackOff, 5 restarts, 3 steps over 5m 54.0s`. */
function selectionText(): string | undefined {
  const chosen = selection.value;
  if (chosen === undefined) return undefined;
  const { status = '', restarts = 0 } = (chosen.kind === 'object' && objectView.value) || {};
  const parts = [t('live.selected', { name: nameOf(chosen) }), ...(status === '' ? [] : [status])];
  if (restarts > 0) parts.push(t('drawer.restarts', { n: restarts }));
  const steps = chain.value ?? [];
  const [first, last] = [steps[0], steps.at(-1)];
  if (first !== undefined && last !== undefined && steps.length > 1) {
    parts.push(t('live.chain', { n: steps.length, d: sentenceDuration(last.at - first.at) }));
  }
  return parts.join(', ');
}
