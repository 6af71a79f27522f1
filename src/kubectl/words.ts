// A command line cut into words as a shell would cut it, each with its place: quotes hold words together, a backslash
// takes the next character as it is. No variables, no wildcards: a scenario is not a shell.

export interface Word {
  readonly text: string;
  /** Offset of its first character (a quote counts) in the line. */
  readonly offset: number;
}

export type Words =
  | { readonly ok: true; readonly words: readonly Word[] }
  /** A quote that is never closed. */
  | { readonly ok: false; readonly offset: number };

/** Cuts a line into words. */
export function cutIntoWords(line: string): Words {
  const words: Word[] = [];
  let text: string | undefined;
  let start = 0;
  let quote = '';
  let quoteAt = 0;
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i);
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"' && i + 1 < line.length) text = (text ?? '') + line.charAt(++i);
      else text = (text ?? '') + character;
      continue;
    }
    if (character === ' ' || character === '\t' || character === '\n') {
      if (text !== undefined) words.push({ text, offset: start });
      text = undefined;
      continue;
    }
    if (text === undefined) start = i;
    if (character === '"' || character === "'") {
      quote = character;
      quoteAt = i;
      text ??= '';
    } else if (character === '\\' && i + 1 < line.length) {
      text = (text ?? '') + line.charAt(++i);
    } else {
      text = (text ?? '') + character;
    }
  }
  if (quote !== '') return { ok: false, offset: quoteAt };
  if (text !== undefined) words.push({ text, offset: start });
  return { ok: true, words };
}
