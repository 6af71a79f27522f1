// Above the description of a pod with something wrong: what its state means, in the page's words,
// and the way to why.

import type { JSX } from 'preact';
import { glossOf } from '../i18n/glossary.ts';
import { t } from '../i18n/i18n.ts';
import type { ObjectView } from '../protocol.ts';
import { objectView } from '../state/answers.ts';
import { drawerTab } from '../state/selection.ts';
import { RichText } from './rich-text.tsx';

/** States in which nothing is wrong. */
const FINE: readonly string[] = ['running', 'completed'];

interface TroubleWords {
  readonly title: string;
  readonly gloss: string;
}

/** What is wrong with a pod, and what that means; `undefined` where nothing is. */
export function troubleWords(view: ObjectView | undefined): TroubleWords | undefined {
  if (view?.pod === undefined || FINE.includes(view.state)) return undefined;
  const { status, restarts, pod } = view;
  const gloss = view.state === 'unknown' ? t('trouble.lost') : glossOf(status);
  if (pod.backoff === '') return gloss === '' ? undefined : { title: `*${status}*`, gloss };
  // Start 1 was the first one: there is one start more than restarts, and now the next one.
  const title = t('trouble.backoff', { d: pod.backoff, start: restarts + 2, times: restarts + 1 });
  return { title, gloss: t('trouble.backoffRule') };
}

export function Trouble(): JSX.Element | null {
  const words = troubleWords(objectView.value);
  if (words === undefined) return null;
  return (
    <div class="trouble">
      <p>
        <RichText message={words.title} />
        <span class="trouble-gloss">{words.gloss}</span>
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
