// A text of a problem in the page's language, with the language that it came out in: what the API server says stays
// English.

import type { JSX } from 'preact';
import { language } from '../i18n/i18n.ts';
import { problemInChinese } from '../i18n/problems-zh.ts';

export function problemText(text: string): string {
  return (language.value === 'zh' ? problemInChinese(text) : undefined) ?? text;
}

export function ProblemText({ text }: { readonly text: string }): JSX.Element {
  const shown = problemText(text);
  return <span lang={shown === text ? 'en' : language.value}>{shown}</span>;
}
