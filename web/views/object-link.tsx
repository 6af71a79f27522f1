// A name that selects what it names, and outlines it on the tracks while the pointer
// rests on it.

import type { JSX } from 'preact';
import { selectObject } from '../state/actions.ts';
import { outlining } from '../state/hover.ts';

interface ObjectLinkProps {
  readonly id: string;
  readonly text: string;
  /** The whole name, where the text is a short form of it. */
  readonly title?: string;
}

export function ObjectLink({ id, text, title }: ObjectLinkProps): JSX.Element {
  return (
    <button
      type="button"
      class="text-link"
      lang="en"
      {...(title !== undefined && { title })}
      onClick={() => selectObject(id)}
      {...outlining(id)}
    >
      {text}
    </button>
  );
}
