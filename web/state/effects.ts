// What the last step of the chain led to, once that is asked for: a list to choose
// from, or nothing.

import { type Signal, signal } from '@preact/signals';
import type { Effects } from '../../src/report/why.ts';
import { engine } from './run.ts';

/** What a row led to, as far as the list is open. */
export const effects: Signal<Effects | undefined> = signal<Effects | undefined>(undefined);

/** Asks what a row led to and opens the list. */
export async function askEffects(seq: number): Promise<Effects | undefined> {
  effects.value = await engine.value?.ask('effects', { seq });
  return effects.value;
}
