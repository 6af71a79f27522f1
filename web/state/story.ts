// The story of the run in sentences, asked for
// once, when there is somebody to read it.

import { effect, type Signal, signal } from '@preact/signals';
import type { StoryEntry } from '../protocol.ts';
import { engine, run } from './run.ts';
import { isPhone } from './view.ts';

export const story: Signal<readonly StoryEntry[]> = signal<readonly StoryEntry[]>([]);

/** Asks for the story of each run that is shown on a phone. */
export function startStory(): void {
  effect(() => {
    const shown = run.value;
    if (shown === undefined || !isPhone.value) return;
    void engine.value?.ask('story', {}).then((lines) => {
      if (run.peek() === shown) story.value = lines;
    });
  });
}
