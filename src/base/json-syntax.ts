// What is wrong with a text that should be JSON, in the words of Go's encoding/json (scanner.go): programs written in
// Go hand them on. Only the first slip is told.

const LITERALS = ['true', 'false', 'null'];
const DEEP = 10_000;

/** The first slip; `undefined` where the text is JSON. */
export function jsonSyntaxError(text: string): string | undefined {
  const scan: Scan = { text, at: 0 };
  const wrong = takeValue(scan, 0);
  if (wrong !== undefined) return wrong;
  skipBlanks(scan);
  return scan.at < text.length ? slip(scan, 'after top-level value') : undefined;
}

interface Scan {
  readonly text: string;
  at: number;
}

/** Each of these goes past what it takes, or gives what is wrong. */
type Wrong = string | undefined;

function slip({ text, at }: Scan, where: string): string {
  if (at >= text.length) return 'unexpected end of JSON input';
  const character = text.charAt(at);
  const shown = character === "'" ? "\\'" : character === '"' ? '"' : JSON.stringify(character).slice(1, -1);
  return `invalid character '${shown}' ${where}`;
}

function skipBlanks(scan: Scan): void {
  while (/[ \t\r\n]/.test(scan.text.charAt(scan.at))) scan.at += 1;
}

function takeValue(scan: Scan, depth: number): Wrong {
  skipBlanks(scan);
  const first = scan.text.charAt(scan.at);
  if (depth > DEEP) return 'exceeded max depth';
  if (first === '{') return takeMembers(scan, depth);
  if (first === '[') return takeItems(scan, depth);
  if (first === '"') return takeString(scan);
  if (/[-0-9]/.test(first)) return takeNumber(scan);
  const literal = LITERALS.find((word) => first !== '' && word.startsWith(first));
  if (literal === undefined) return slip(scan, 'looking for beginning of value');
  for (const letter of literal) {
    if (scan.text.charAt(scan.at) !== letter) return slip(scan, `in literal ${literal} (expecting '${letter}')`);
    scan.at += 1;
  }
  return undefined;
}

function takeMembers(scan: Scan, depth: number): Wrong {
  for (let isFirst = true; ; isFirst = false) {
    scan.at += 1;
    skipBlanks(scan);
    if (isFirst && scan.text.charAt(scan.at) === '}') break;
    if (scan.text.charAt(scan.at) !== '"') return slip(scan, 'looking for beginning of object key string');
    const wrongKey = takeString(scan);
    if (wrongKey !== undefined) return wrongKey;
    skipBlanks(scan);
    if (scan.text.charAt(scan.at) !== ':') return slip(scan, 'after object key');
    scan.at += 1;
    const wrong = takeValue(scan, depth + 1);
    if (wrong !== undefined) return wrong;
    skipBlanks(scan);
    const next = scan.text.charAt(scan.at);
    if (next === '}') break;
    if (next !== ',') return slip(scan, 'after object key:value pair');
  }
  scan.at += 1;
  return undefined;
}

function takeItems(scan: Scan, depth: number): Wrong {
  for (let isFirst = true; ; isFirst = false) {
    scan.at += 1;
    skipBlanks(scan);
    if (isFirst && scan.text.charAt(scan.at) === ']') break;
    const wrong = takeValue(scan, depth + 1);
    if (wrong !== undefined) return wrong;
    skipBlanks(scan);
    const next = scan.text.charAt(scan.at);
    if (next === ']') break;
    if (next !== ',') return slip(scan, 'after array element');
  }
  scan.at += 1;
  return undefined;
}

function takeString(scan: Scan): Wrong {
  for (scan.at += 1; ; scan.at += 1) {
    const character = scan.text.charAt(scan.at);
    if (character === '"') break;
    if (character < ' ') return slip(scan, 'in string literal');
    if (character !== '\\') continue;
    scan.at += 1;
    if (scan.text.charAt(scan.at) !== 'u') {
      if (!/["\\/bfnrt]/.test(scan.text.charAt(scan.at))) return slip(scan, 'in string escape code');
      continue;
    }
    for (let digit = 0; digit < 4; digit += 1) {
      scan.at += 1;
      if (!/[0-9a-fA-F]/.test(scan.text.charAt(scan.at))) return slip(scan, 'in \\u hexadecimal character escape');
    }
  }
  scan.at += 1;
  return undefined;
}

function takeNumber(scan: Scan): Wrong {
  const digits = (): boolean => {
    const start = scan.at;
    while (/[0-9]/.test(scan.text.charAt(scan.at))) scan.at += 1;
    return scan.at > start;
  };
  if (scan.text.charAt(scan.at) === '-') scan.at += 1;
  if (scan.text.charAt(scan.at) === '0') scan.at += 1;
  else if (!digits()) return slip(scan, 'in numeric literal');
  if (scan.text.charAt(scan.at) === '.') {
    scan.at += 1;
    if (!digits()) return slip(scan, 'after decimal point in numeric literal');
  }
  if (/[eE]/.test(scan.text.charAt(scan.at))) {
    scan.at += 1;
    if (/[-+]/.test(scan.text.charAt(scan.at))) scan.at += 1;
    if (!digits()) return slip(scan, 'in exponent of numeric literal');
  }
  return undefined;
}
