// What a value that could not be read was probably meant to be: a duration in words, a quantity with letters too many.
// The problem list offers it in place of what was found.

import { parseLongDurationMicros } from '../base/duration.ts';
import { parseQuantity } from '../model/quantity.ts';

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:ms|msecs?|milli(?:s|seconds?)?)$/, 'ms'],
  [/^(?:s|secs?|seconds?)$/, 's'],
  [/^(?:m|mins?|minutes?)$/, 'm'],
  [/^(?:h|hrs?|hours?)$/, 'h'],
  [/^(?:d|days?)$/, 'd'],
];
const MOST_LETTERS = 40;

/** `12m` for `12 min`, `1h30m` for `1 hour 30 minutes`; `undefined` where nothing near is a duration. */
export function meantDuration(text: string): string | undefined {
  if (text.length > MOST_LETTERS || !/^(?:\s*\d+(?:\.\d+)?\s*[a-z]+\s*)+$/i.test(text)) return undefined;
  const parts = [...text.toLowerCase().matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)].map(([, number, word = '']) => {
    const unit = WORDS.find(([pattern]) => pattern.test(word))?.[1];
    return unit === undefined ? undefined : `${number}${unit}`;
  });
  if (parts.includes(undefined)) return undefined;
  const meant = parts.join('');
  return parseLongDurationMicros(meant) === undefined ? undefined : meant;
}

/** `800m` for `800mm`, `2Gi` for `2GiB` or `2 gi`; `undefined` where nothing near is a quantity. */
export function meantQuantity(text: string): string | undefined {
  const match = text.length > MOST_LETTERS ? null : /^\s*(\d+(?:\.\d+)?)\s*([a-z]{1,5})\s*$/i.exec(text);
  const [, number = '', letters = ''] = match ?? [];
  for (let kept = letters.length; kept > 0; kept -= 1) {
    const suffix = letters.slice(0, kept);
    const cased = suffix.slice(0, 1).toUpperCase() + suffix.slice(1).toLowerCase();
    const meant = [suffix, cased].map((each) => number + each).find((each) => parseQuantity(each).ok);
    if (meant !== undefined) return meant;
  }
  return undefined;
}
