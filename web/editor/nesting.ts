// Whether brackets nest so deep that the highlighter, which recurses once a level, would break on the text. Such a text
// is shown without colours; that it is refused is said by the list of problems.

const MAX_DEPTH = 300;

export function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x5b || code === 0x7b) depth += 1;
    else if ((code === 0x5d || code === 0x7d) && depth > 0) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
