// Suffixes of generated names and safe encoding of hashes: an alphabet without vowels and look-alikes.
//
// Mirrors staging/src/k8s.io/apimachinery/pkg/util/rand/rand.go and apiserver/pkg/storage/names/generate.go (v1.36).

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
/** Longest part of `generateName` that is kept, so that name and suffix fit into a DNS label. */
const STEM_LENGTH_MAX = 58;

/** Five characters of the alphabet, as Kubernetes appends to `generateName`. `draw(n)` gives an integer in 0..n-1. */
export function nameSuffix(draw: (n: number) => number): string {
  let suffix = '';
  for (let i = 0; i < SUFFIX_LENGTH; i += 1) suffix += ALPHABET.charAt(draw(ALPHABET.length));
  return suffix;
}

/** A name for an object that has only a generateName. */
export function generatedName(generateName: string, draw: (n: number) => number): string {
  return `${generateName.slice(0, STEM_LENGTH_MAX)}${nameSuffix(draw)}`;
}

/** Maps each character to one of the alphabet, so that a hash cannot spell a word. */
export function safeEncode(text: string): string {
  let encoded = '';
  for (const character of text) encoded += ALPHABET.charAt((character.codePointAt(0) ?? 0) % ALPHABET.length);
  return encoded;
}
