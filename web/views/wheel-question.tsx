// What the wheel should do, asked once, when it is turned for the first time; and the same choice
// for the help.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import { type WheelManner, wheelManner } from '../state/preferences.ts';
import { isWheelAsked } from '../state/wheel.ts';

export function WheelQuestion(): JSX.Element | null {
  if (!isWheelAsked.value) return null;
  const answer = (manner: WheelManner) => (): void => {
    wheelManner.value = manner;
    isWheelAsked.value = false;
  };
  return (
    <fieldset class="wheel-question" aria-label={t('wheel.label')}>
      <span>{t('wheel.modern')}</span>
      <button type="button" class="quiet-button framed" onClick={answer('modern')}>
        {t('wheel.keep')}
      </button>
      <button type="button" class="quiet-button framed" onClick={answer('classic')}>
        {t('wheel.zoom')}
      </button>
    </fieldset>
  );
}

const MANNERS = { modern: 'wheel.modern', classic: 'wheel.classic' } as const;

/** Both manners, to choose from at any time. */
export function WheelChoice(): JSX.Element {
  const chosen = wheelManner.value ?? 'modern';
  return (
    <fieldset class="wheel-choice" aria-label={t('wheel.label')}>
      {(Object.keys(MANNERS) as WheelManner[]).map((manner) => (
        <label key={manner}>
          <input
            type="radio"
            name="wheel"
            checked={chosen === manner}
            onChange={() => {
              wheelManner.value = manner;
              isWheelAsked.value = false;
            }}
          />{' '}
          {t(MANNERS[manner])}
        </label>
      ))}
    </fieldset>
  );
}
