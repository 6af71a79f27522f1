// The caption of the projector's theme: one sentence under the header, of the step of the chain that is being looked
// at, or of what the story tells at the cursor. Presenter keys walk it.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import { chainSentence } from '../i18n/sentence.ts';
import { stepStory } from '../state/actions.ts';
import { chainStep, shownChain } from '../state/answers.ts';
import { themeName } from '../state/preferences.ts';
import { timeline } from '../state/run.ts';
import { chapterAtCursor, chapters } from '../state/story.ts';
import { cursor } from '../state/view.ts';
import { RichText } from './rich-text.tsx';

export function Caption(): JSX.Element | null {
  if (themeName.value !== 'projector') return null;
  const steps = shownChain.value;
  const step = steps?.[chainStep.value];
  return (
    <section class="caption" aria-label={t('caption.label')}>
      <p class="caption-text">{step === undefined ? told() : <RichText message={chainSentence(step)} />}</p>
      <div class="caption-walk">
        <Place />
        <button type="button" class="button" onClick={() => stepStory(-1)}>
          {t('caption.back')}
        </button>
        <button type="button" class="button button-primary" onClick={() => stepStory(1)}>
          {t('caption.on')}
        </button>
      </div>
    </section>
  );
}

/** Which step of the chain, or which chapter of the story, of how many. */
function Place(): JSX.Element | null {
  const steps = shownChain.value;
  const n =
    steps === undefined
      ? chapters.value.filter(([head]) => (head?.at ?? 0) <= cursor.value).length
      : chainStep.value + 1;
  const all = (steps ?? chapters.value).length;
  return all === 0 ? null : <span class="caption-place">{t('caption.step', { n, all })}</span>;
}

/** What the story tells here, without the line of the file that it comes from; at first the run's description. */
function told(): string {
  const entry = chapterAtCursor.value;
  return entry === undefined
    ? (timeline.value?.description ?? '')
    : entry.text.replace(/ ?[(（][^()（）]+:\d+[)）]$/, '');
}
