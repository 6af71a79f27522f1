// A text that was found somewhere, inside a sentence about it: in quotes, so that one sees where it begins and ends,
// and not twice.

/** In quotes, unless it brings its own, or brackets. */
export function quoted(text: string): string {
  return /^["'[{]/.test(text) ? text : `"${text}"`;
}

/** Whether a sentence names a text already: in quotes, or as its last word or one before a comma. */
export function isNamedIn(sentence: string, text: string): boolean {
  return sentence.includes(`"${text}"`) || sentence.includes(` ${text},`) || sentence.endsWith(` ${text}`);
}
