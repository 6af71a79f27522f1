// Above the description of a pod with something wrong: what its state means, in the page's words, and the way to why.

import type { JSX } from 'preact';
import { glossOf } from '../i18n/glossary.ts';
import { t } from '../i18n/i18n.ts';
import type { ObjectView } from '../protocol.ts';
import { objectView } from '../state/answers.ts';
import { drawerTab } from '../state/selection.ts';
import { RichText } from './rich-text.tsx';

/** States in which nothing is wrong. */
const FINE: readonly string[] = ['running', 'completed'];

export function Trouble(): JSX.Element | null {
  const view = objectView.value;
  if (view?.pod === undefined || FINE.includes(view.state)) return null;
  const text = troubleText(view);
  if (text === '') return null;
  return (
    <div class="trouble">
      <p>
        <RichText message={text} />
      </p>
      <button
        type="button"
        class="text-link"
        onClick={() => {
          drawerTab.value = 'why';
        }}
      >
        {t('trouble.why')}
      </button>
    </div>
  );
}

/** Start 1 was the first one, so that there is one start more than restarts, and the next one after it. */
export function troubleText({ status, restarts, pod }: ObjectView): string {
  const gloss = glossOf(status);
  const backoff = pod?.backoff ?? '';
  if (backoff === '') return gloss === '' ? '' : `*${status}*: ${gloss}`;
  return t('trouble.backoff', { d: backoff, start: restarts + 2, times: restarts + 1 });
}
