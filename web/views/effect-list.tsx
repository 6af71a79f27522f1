// Where the end of a chain led to several things: a list of the first few, of which one is chosen to go on with. It
// takes the focus, since a key opened it.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import { chainSentence } from '../i18n/sentence.ts';
import { followEffect } from '../state/actions.ts';
import { effects } from '../state/effects.ts';
import { readout } from '../timeline/ticks.ts';
import { focusOnce } from './focus-once.ts';
import { RichText } from './rich-text.tsx';

export function EffectList(): JSX.Element | null {
  const found = effects.value;
  if (found === undefined) return null;
  if (found.steps.length === 0) return <p class="why-note">{t('why.noEffects')}</p>;
  return (
    <section class="effects">
      <h3 class="section-head">{t('why.effects')}</h3>
      <ol>
        {found.steps.map((step, index) => (
          <li key={step.seq}>
            <button
              type="button"
              class="effect"
              {...(index === 0 && { ref: focusOnce })}
              onClick={() => followEffect(step)}
            >
              <span class="mono effect-time">{readout(step.at)}</span>
              <span>
                <RichText message={chainSentence(step)} />
              </span>
            </button>
          </li>
        ))}
      </ol>
      {found.more === 0 ? null : <p class="why-note">{t('why.moreEffects', { n: found.more })}</p>}
    </section>
  );
}
