// The story of the run in sentences of the page's language, asked for once, when there is somebody to
// read it.

import { effect, type Signal, signal } from '@preact/signals';
import type { StoryTexts } from '../../src/report/story.ts';
import { language } from '../i18n/i18n.ts';
import { pluralsZh } from '../i18n/plurals-zh.ts';
import { sentencesZh, timersZh } from '../i18n/sentences-zh.ts';
import type { StoryEntry } from '../protocol.ts';
import { engine, run } from './run.ts';
import { isPhone } from './view.ts';

const CHINESE: StoryTexts = {
  sentences: sentencesZh,
  plurals: pluralsZh,
  timers: timersZh,
  times: '{text}（{n} 次）',
};

export const story: Signal<readonly StoryEntry[]> = signal<readonly StoryEntry[]>([]);

/** Asks for the story of each run that is shown on a phone. */
export function startStory(): void {
  effect(() => {
    const shown = run.value;
    if (shown === undefined || shown.isUnderWay || !isPhone.value) return;
    const asked = language.value;
    void engine.value?.ask('story', asked === 'zh' ? { texts: CHINESE } : {}).then((lines) => {
      if (run.peek() === shown && language.peek() === asked) story.value = lines;
    });
  });
}
