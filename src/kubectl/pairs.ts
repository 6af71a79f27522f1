// `NAME=VALUE` arguments: labels, variables, literals.
// What has no `=` has an empty value: readers that mind say so themselves.

export interface Pair {
  readonly name: string;
  readonly value: string;
}

/** Names and values in order. */
export function readPairs(texts: readonly string[]): readonly Pair[] {
  return texts.map((text) => {
    const equals = text.indexOf('=');
    return equals < 0 ? { name: text, value: '' } : { name: text.slice(0, equals), value: text.slice(equals + 1) };
  });
}

/** Pairs as an object; a later one of the same name wins. */
export function mapOf(pairs: readonly Pair[]): { readonly [name: string]: string } {
  return Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
}
