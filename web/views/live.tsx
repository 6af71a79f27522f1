// What a screen reader is told without asking: the selection, and the cursor once it rests. Politely,
// never in a hurry.

import { effect, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';
import { objectView } from '../state/answers.ts';
import { timeline } from '../state/run.ts';
import { objectName, selectedId } from '../state/selection.ts';
import { cursor } from '../state/view.ts';
import { readout } from '../timeline/ticks.ts';

const REST_MILLIS = 500;

export function Live(): JSX.Element {
  const said = useSignal('');
  useEffect(() => {
    let timer: number | undefined;
    const say = (text: string): void => {
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        said.value = text;
      }, REST_MILLIS);
    };
    const stops = [
      effect(() => {
        const digest = timeline.value?.digest;
        if (digest !== undefined) say(t('live.done', { digest: digest.slice(0, 6) }));
      }),
      effect(() => {
        const at = readout(cursor.value);
        say(t('live.cursor', { t: at }));
      }),
      effect(() => {
        const id = selectedId();
        const status = objectView.value?.status ?? '';
        if (id !== undefined) say(t('live.selected', { name: objectName(id).name, status }));
      }),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, []);
  return (
    <div class="visually-hidden" aria-live="polite">
      {said.value}
    </div>
  );
}
