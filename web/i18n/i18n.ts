// The page's language as a signal, and `t`, which puts values into a message of the catalogue in use. Reading `t`
// inside a component or an effect makes it follow the language.

import { type Signal, signal } from '@preact/signals';
import type { Chinese } from './chinese.ts';
import { en, type MessageKey } from './en.ts';

export type Language = 'en' | 'zh';

export const language: Signal<Language> = signal<Language>('en');

const state: { asked: Language; chinese?: Chinese } = { asked: 'en' };

/** Changes the page's language, once its words are there. */
export async function speak(next: Language): Promise<void> {
  state.asked = next;
  if (next === 'zh') state.chinese ??= (await import('./chinese.ts')).chinese;
  if (state.asked === next) language.value = next;
}

/** The Chinese words, where the page speaks Chinese. */
export function chinese(): Chinese | undefined {
  return language.value === 'zh' ? state.chinese : undefined;
}

export type Values = { readonly [name: string]: string | number };

/** A message in the page's language. */
export function t(key: MessageKey, values: Values = {}): string {
  return fillIn((chinese()?.catalogue ?? en)[key], values);
}

/** `a, b and c`: words in a row, the last behind `and` or `or`. */
export function listText(words: readonly string[], last: 'list.and' | 'list.or' | 'list.comma'): string {
  const [first = '', ...others] = words;
  return others.reduce((a, b, index) => t(index === others.length - 1 ? last : 'list.comma', { a, b }), first);
}

/** Puts values into `{name}`; a name without a value stays as it is, so that a test can find it. */
export function fillIn(pattern: string, values: Values): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** `24,936`: the same in both languages. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** From 100,000 in tight places: `418 k`, `1.2 M`, `41.8 万`. */
export function shortCount(n: number): string {
  if (n < 100_000) return count(n);
  if (language.value === 'zh') return `${count(Math.round(n / 1_000) / 10)} 万`;
  return n < 999_500 ? `${Math.round(n / 1_000)} k` : `${count(Math.round(n / 100_000) / 10)} M`;
}

/** The texts of a message with `*bold*` parts, in order. */
export function boldParts(message: string): readonly { readonly text: string; readonly isBold: boolean }[] {
  return message
    .split('*')
    .map((text, index) => ({ text, isBold: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}
