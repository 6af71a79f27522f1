// A state as a chip: fill, icon and word. The word is kubectl's,
// byte for byte.

import type { JSX } from 'preact';
import type { StateClass } from '../../src/report/timeline-model.ts';
import { StateIcon } from './glyphs.tsx';

export function Chip({ state, word }: { readonly state: StateClass; readonly word: string }): JSX.Element {
  return (
    <span class={`chip chip-${state}`} lang="en">
      <StateIcon state={state} />
      {word}
    </span>
  );
}
