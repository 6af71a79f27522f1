// The legend of the states: icon, fill and word of each. It is only on paper, where nothing can be
// pointed at.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import { classWord } from '../state/words.ts';
import { STATES_BY_SEVERITY } from '../timeline/states.ts';
import { StateIcon } from './glyphs.tsx';

export function Legend(): JSX.Element {
  return (
    <ul class="legend">
      {STATES_BY_SEVERITY.toReversed().map((state) => (
        <li key={state}>
          <StateIcon state={state} /> <i class={`swatch chip-${state}`} /> {classWord(state)}
        </li>
      ))}
      <li>
        <i class="swatch swatch-stale" /> {t('state.stale')}
      </li>
    </ul>
  );
}
