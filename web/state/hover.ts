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
