// How much of a line a problem is about: what was found there, a text in quotes, or the word that stands there.
// The editor underlines it, and a suggestion takes its place.

/** The length of the stretch at the beginning of a text; 0 where no word stands. */
export function wrongLength(text: string, found: string): number {
  const whole = found.replace(/…$/, '');
  if (whole !== '' && text.startsWith(whole)) return whole.length;
  const [quoted] = /^(?:"(?:[^"\\]|\\.)*"|'[^']*')/.exec(text) ?? [];
  const [word = ''] = /^[^\s,:{}[\]]+(?::[^\s,{}[\]]+)*/.exec(text) ?? [];
  return (quoted ?? word).length;
}
