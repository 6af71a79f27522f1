// The caption of the projector's theme: one sentence under the header, of the step of the chain that is being looked
// at, or of the last thing that was done. Presenter keys walk it.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import { chainSentence } from '../i18n/sentence.ts';
import { stepCause, stepEvent } from '../state/actions.ts';
import { chainStep, shownChain } from '../state/answers.ts';
import { themeName } from '../state/preferences.ts';
import { timeline } from '../state/run.ts';
import { cursor } from '../state/view.ts';
import { flagWord } from '../state/words.ts';
import { RichText } from './rich-text.tsx';

export function Caption(): JSX.Element | null {
  if (themeName.value !== 'projector') return null;
  const steps = shownChain.value;
  const step = steps?.[chainStep.value];
  const sentence = step === undefined ? lastFlag() : chainSentence(step);
  const go = step === undefined ? stepEvent : stepCause;
  return (
    <section class="caption" aria-label={t('caption.label')}>
      <p class="caption-text">
        <RichText message={sentence} />
      </p>
      <div class="caption-walk">
        {step === undefined || steps === undefined ? null : (
          <span>{t('caption.step', { n: chainStep.value + 1, all: steps.length })}</span>
        )}
        <button type="button" class="button" onClick={() => go(-1)}>
          {t('caption.back')}
        </button>
        <button type="button" class="button button-primary" onClick={() => go(1)}>
          {t('caption.on')}
        </button>
      </div>
    </section>
  );
}

/** What was done last before the cursor; the run's description before anything was. */
function lastFlag(): string {
  const shown = timeline.value;
  const flag = shown?.flags.findLast(({ at }) => at <= cursor.value);
  return flag === undefined ? (shown?.description ?? '') : `*${flagWord(flag)}*`;
}
