// All words of the page's Chinese together, so that they can be loaded when somebody reads Chinese and not before. The
// English ones are always there.

import type { StoryTexts } from '../../src/report/story.ts';
import type { Catalogue } from './en.ts';
import type { GlossedWord } from './glossary.ts';
import { glossaryZh } from './glossary-zh.ts';
import { pluralsZh } from './plurals-zh.ts';
import { problemInChinese } from './problems-zh.ts';
import { sentencesZh, timersZh } from './sentences-zh.ts';
import { zh } from './zh.ts';

export interface Chinese {
  readonly catalogue: Catalogue;
  readonly story: StoryTexts;
  readonly glossary: { readonly [word in GlossedWord]: string };
  /** A text of a problem; `undefined` where it stays English. */
  readonly problem: (text: string) => string | undefined;
}

export const chinese: Chinese = {
  catalogue: zh,
  story: { sentences: sentencesZh, plurals: pluralsZh, timers: timersZh, times: '{text}（{n} 次）' },
  glossary: glossaryZh,
  problem: problemInChinese,
};
