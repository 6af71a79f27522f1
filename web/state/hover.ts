// What lies under the pointer, for the outline at once and for the tip after a
// moment's rest.

import { type Signal, signal } from '@preact/signals';
import type { Hit } from '../timeline/hit.ts';

export interface Hover {
  readonly hit: Hit;
  /** Pixels of the stage. */
  readonly x: number;
  readonly y: number;
}

export const hover: Signal<Hover | undefined> = signal<Hover | undefined>(undefined);
/** True once the pointer has rested. */
export const isTipShown: Signal<boolean> = signal(false);
/** The object whose name the pointer is on, in any text: all its bars are outlined. */
export const namedId: Signal<string | undefined> = signal<string | undefined>(undefined);

/** The node that was marked in a list, until another one is. */
export const markedId: Signal<string | undefined> = signal<string | undefined>(undefined);

/** Handlers for whatever shows an object's name. */
export function outlining(id: string): { readonly onMouseEnter: () => void; readonly onMouseLeave: () => void } {
  return {
    onMouseEnter: () => {
      namedId.value = id;
    },
    onMouseLeave: () => {
      namedId.value = undefined;
    },
  };
}
