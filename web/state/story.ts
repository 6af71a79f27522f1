// The story of the run in sentences of the page's language, asked for once, when there is somebody to read it: on a
// phone, and under the header of the projector. What follows at once belongs to one chapter.

import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { MICROS_PER_SECOND } from '../../src/base/time.ts';
import { chinese, language } from '../i18n/i18n.ts';
import type { StoryEntry } from '../protocol.ts';
import { themeName } from './preferences.ts';
import { engine, run } from './run.ts';
import { cursor, isPhone } from './view.ts';

/** A longer pause begins a chapter. */
const PAUSE_MICROS = 2 * MICROS_PER_SECOND;

const story: Signal<readonly StoryEntry[]> = signal<readonly StoryEntry[]>([]);

/** Never empty ones. */
export const chapters: ReadonlySignal<readonly (readonly StoryEntry[])[]> = computed(() => {
  const found: StoryEntry[][] = [];
  for (const entry of story.value) {
    const last = found.at(-1)?.at(-1);
    if (last === undefined || entry.at - last.at > PAUSE_MICROS) found.push([entry]);
    else found.at(-1)?.push(entry);
  }
  return found;
});

/** The first sentence of the chapter in which the cursor stands: what the others follow from. */
export const chapterAtCursor: ReadonlySignal<StoryEntry | undefined> = computed(
  () => chapters.value.findLast(([head]) => head !== undefined && head.at <= cursor.value)?.[0],
);

/** What was told last before the cursor. */
export const toldAtCursor: ReadonlySignal<StoryEntry | undefined> = computed(() =>
  story.value.findLast(({ at }) => at <= cursor.value),
);

/** Asks for the story of each run that is shown on a phone or a projector. */
export function startStory(): void {
  effect(() => {
    run.value;
    story.value = [];
  });
  effect(() => {
    const shown = run.value;
    const isWanted = isPhone.value || themeName.value === 'projector';
    if (shown === undefined || shown.isUnderWay || !isWanted) return;
    const asked = language.value;
    const texts = chinese()?.story;
    void engine.value?.ask('story', texts === undefined ? {} : { texts }).then((lines) => {
      if (run.peek() === shown && language.peek() === asked) story.value = lines;
    });
  });
}
