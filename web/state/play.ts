// Playing: the cursor moves by itself at so many simulated seconds a second, and the view turns pages. With reduced
// motion it moves in whole steps, twice a second.

import { effect, type Signal, signal } from '@preact/signals';
import { reached } from './run.ts';
import { cursor, goTo } from './view.ts';

export const SPEEDS: readonly number[] = [1, 10, 60, 300];

export const isPlaying: Signal<boolean> = signal(false);
export const speed: Signal<number> = signal(60);

const STEP_MILLIS = 500;
const MICROS_PER_MILLI = 1_000;

export function togglePlay(): void {
  if (!isPlaying.value && cursor.value >= reached.value) goTo(0);
  isPlaying.value = !isPlaying.value;
}

/** Moves the cursor while `isPlaying`. */
export function startPlayer(): void {
  effect(() => {
    if (!isPlaying.value) return undefined;
    const isStepped = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const state = { last: performance.now(), frame: 0 };
    const tick = (now: number): void => {
      const elapsed = now - state.last;
      if (!isStepped || elapsed >= STEP_MILLIS) {
        state.last = now;
        goTo(cursor.peek() + elapsed * MICROS_PER_MILLI * speed.peek());
      }
      if (cursor.peek() >= reached.peek()) isPlaying.value = false;
      else state.frame = requestAnimationFrame(tick);
    };
    state.frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(state.frame);
  });
}
