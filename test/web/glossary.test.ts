// The words of Kubernetes: each is explained in both languages, and the page's Chinese says the same thing with the
// same word everywhere, the one of the official translation.

import { describe, expect, test } from 'vitest';
import { SENTENCES } from '../../src/report/sentences.ts';
import { en } from '../../web/i18n/en.ts';
import { GLOSSARY, type GlossedWord } from '../../web/i18n/glossary.ts';
import { glossaryZh } from '../../web/i18n/glossary-zh.ts';
import { sentencesZh } from '../../web/i18n/sentences-zh.ts';
import { zh } from '../../web/i18n/zh.ts';

/** Ours in English, and what stands for it in Chinese. */
const TERMS: readonly (readonly [english: RegExp, chinese: RegExp])[] = [
  [/\bnodes?\b/i, /节点/],
  [/\btaints?\b/i, /污点/],
  [/\btolerat(?:e|es|ion)\b/i, /容忍/],
  [/\bevict(?:ed|ion)\b/i, /驱逐/],
  [/\bnamespaces?\b/i, /名字空间|命名空间/],
  [/\bcontrol plane\b/i, /控制平面/],
  [/\bclusters?\b/i, /集群/],
  [/\bimages?\b/i, /镜像/],
  [/\bprobes?\b/i, /探针/],
];

/** Kinds stay English in both. */
const KINDS: RegExp = /\b(?:Pod|Deployment|ReplicaSet|StatefulSet|DaemonSet|Job|CronJob|Service|HPA|YAML)\b/g;

const MESSAGES: readonly (readonly [key: string, english: string, chinese: string])[] = [
  ...Object.entries(en).map(([key, text]) => [key, text, zh[key as keyof typeof en]] as const),
  ...Object.entries(SENTENCES).map(([key, text]) => [key, text, sentencesZh[key as keyof typeof sentencesZh]] as const),
];

/** Without what is put in, and without what is typed as it is. */
function bare(text: string): string {
  return text.replace(/\{\w+\}|nodeSelector|:\w+/g, '');
}

describe.each(TERMS)('%s is %s', (english, chinese) => {
  test('in the whole catalogue', () => {
    const others = MESSAGES.filter(([, from, to]) => english.test(bare(from)) && !chinese.test(to));
    expect(others.map(([key]) => key)).toEqual([]);
  });
});

test('kinds stay as they are', () => {
  for (const [key, from, to] of MESSAGES) {
    for (const [kind] of from.matchAll(KINDS)) expect(to, key).toContain(kind);
  }
});

test('every word is explained in both languages, shortly', () => {
  for (const [word, english] of Object.entries(GLOSSARY)) {
    const chinese = glossaryZh[word as GlossedWord];
    expect(english, word).toMatch(/^[A-Z].{5,110}[^.]$/);
    expect(chinese, word).toMatch(/[一-鿿]/);
    expect(chinese, word).not.toMatch(/[一-鿿][A-Za-z0-9]|[A-Za-z0-9][一-鿿]|[,;!]/);
  }
});
