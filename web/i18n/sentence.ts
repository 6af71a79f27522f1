// A step of a chain of causes in words. The English sentences are those of the command line; the Chinese ones stand
// beside the page's catalogue, with the same keys.

import { SENTENCES, type SentenceKey, TIMERS } from '../../src/report/sentences.ts';
import type { ChainStep } from '../../src/report/timeline-model.ts';
import { en } from './en.ts';
import { chinese, fillIn } from './i18n.ts';

type Texts = { readonly [key: string]: string };

/** The sentence of a step; `*x*` is set bold. A key that is not known is shown as it is. */
export function chainSentence(step: Pick<ChainStep, 'sentence' | 'values'>): string {
  const sentences: Texts = chinese()?.story.sentences ?? SENTENCES;
  return fillIn(sentences[step.sentence] ?? step.sentence, step.values);
}

/** What stands before and after one of its values, which is set apart. */
export function sentenceParts(step: Pick<ChainStep, 'sentence' | 'values'>, name: string): readonly [string, string] {
  const mark = '\u0000';
  const { sentence, values } = step;
  const [before = '', after = ''] = chainSentence({ sentence, values: { ...values, [name]: mark } }).split(mark);
  return [before, after];
}

/** What a step is called in the sum: `the crash`, `Ready`. */
export function momentWord(step: ChainStep): string {
  const catalogue: Texts = chinese()?.catalogue ?? en;
  const [group = ''] = step.sentence.split('.');
  return catalogue[`moment.${step.sentence}`] ?? catalogue[`moment.${group}`] ?? catalogue['moment.other'] ?? '';
}

/** What a named timer waits for, in a few words; its own name where there are none. */
export function timerWord(timer: string): string {
  const timers: Texts = chinese()?.story.timers ?? TIMERS;
  return timers[timer] ?? timer;
}

/** What a timer's setting is called in a sum: `the grace period`. */
export function settingWord(timer: string): string {
  const catalogue: Texts = chinese()?.catalogue ?? en;
  return catalogue[`setting.${timer}`] ?? timerWord(timer);
}

/** The catalogues of a language must know these. */
export type SentenceTexts = { readonly [key in SentenceKey]: string };
export type TimerTexts = { readonly [key in keyof typeof TIMERS]: string };
