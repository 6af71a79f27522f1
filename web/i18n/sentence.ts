// A step of a chain of causes in words. The keys are those of the explanation (`node.notReady`, `pod.created`, ...); the
// patterns stand in one catalogue a language. A key without a pattern is shown as it is, and a test finds it.

import type { ChainStep } from '../../src/report/timeline-model.ts';
import { chainEn } from './chain-en.ts';
import { chainZh } from './chain-zh.ts';
import { fillIn, language } from './i18n.ts';

const CHAINS = { en: chainEn, zh: chainZh } as const;

/** The sentence of a step; `*x*` is set bold. */
export function chainSentence(step: ChainStep): string {
  const pattern = CHAINS[language.value].sentences[step.sentence];
  return pattern === undefined ? step.sentence : fillIn(pattern, step.values);
}

/** What a step is called in the sum: `the crash`, `Ready`. */
export function momentWord(step: ChainStep): string {
  const { moments } = CHAINS[language.value];
  return moments[step.sentence] ?? moments[step.sentence.split('.')[0] ?? ''] ?? moments.other ?? '';
}

/** What a named timer does, in a few words; its own name where there are none. */
export function timerWord(timer: string): string {
  return CHAINS[language.value].timers[timer] ?? timer;
}
