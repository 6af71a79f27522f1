// A text that names a moment: a click brings the cursor there. Every moment that is told in the page is one of
// these.

import type { JSX } from 'preact';
import { goTo } from '../state/view.ts';
import { readout } from '../timeline/ticks.ts';

interface TimeLinkProps {
  readonly at: number;
  /** Where the moment is told otherwise than in the readout. */
  readonly text?: string;
}

export function TimeLink({ at, text = readout(at) }: TimeLinkProps): JSX.Element {
  return (
    <button type="button" class="text-link mono" onClick={() => goTo(at)}>
      {text}
    </button>
  );
}
