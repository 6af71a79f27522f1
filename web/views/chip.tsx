// A state as a chip: fill, icon and word. The word is kubectl's, byte for byte; the glossary says what it means where
// the pointer rests on it.

import type { JSX } from 'preact';
import type { StateClass } from '../../src/report/timeline-model.ts';
import { glossOf } from '../i18n/glossary.ts';
import { StateIcon } from './glyphs.tsx';

export function Chip({ state, word }: { readonly state: StateClass; readonly word: string }): JSX.Element {
  const gloss = glossOf(word);
  return (
    <span class={`chip chip-${state}`} lang="en" {...(gloss !== '' && { title: gloss })}>
      <StateIcon state={state} />
      {word}
    </span>
  );
}
