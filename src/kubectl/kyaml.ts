// `-o kyaml`: YAML that says what it means. Braces and brackets instead of indentation, texts always in quotes, keys
// only where they could be read as something else, a text of several lines folded line by line.
// Mirrors sigs.k8s.io/yaml/kyaml/kyaml.go as kubectl v1.36 uses it.

import { isJsonList, isJsonObject } from '../model/json.ts';

/** A value as one document, ending in a newline. */
export function kyamlText(value: unknown): string {
  return `---\n${nodeText(value, 0)}\n`;
}

const FOLD = '\\\n';

function indentOf(level: number): string {
  return '  '.repeat(level);
}

function nodeText(value: unknown, level: number): string {
  if (isJsonList(value)) return listText(value, level);
  if (isJsonObject(value)) return mapText(value, level);
  return typeof value === 'string' ? quoted(value, level + 1) : String(value);
}

/** Items that have brackets of their own stand in one row. */
function listText(items: readonly unknown[], level: number): string {
  if (items.length === 0) return '[]';
  const isCuddled = items.every((item) => typeof item === 'object' && item !== null);
  if (isCuddled) return `[${items.map((item) => nodeText(item, level)).join(', ')}]`;
  const lines = items.map((item) => `${indentOf(level + 1)}${nodeText(item, level + 1)},\n`);
  return `[\n${lines.join('')}${indentOf(level)}]`;
}

function mapText(fields: object, level: number): string {
  const entries = Object.entries(fields);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, value]) => {
    return `${indentOf(level + 1)}${keyText(key)}: ${nodeText(value, level + 1)},\n`;
  });
  return `{\n${lines.join('')}${indentOf(level)}}`;
}

// ---- texts ----

/** Words that some reader takes for a value of another type. */
const AMBIGUOUS: readonly RegExp[] = [
  /^(?:null|y|yes|on|n|no|off|true|false|t|f|inf|infinity|nan)$/i,
  /^(?:0b[01]+|0o?[0-7]+|0x[\da-f]+(?:\.[\da-f]*)?(?:p-?\d+)?|\d+(?:\.\d*)?(?:e-?\d+)?)$/i,
  /^\d{4}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])$/,
];

const PLAIN = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_./-]*[\p{L}\p{N}_])?$/u;

function keyText(key: string): string {
  const digits = key.replaceAll('_', '');
  const isPlain = PLAIN.test(key) && !AMBIGUOUS.some((pattern) => pattern.test(digits));
  return isPlain ? key : `"${[...key].map(escaped).join('')}"`;
}

/** A text in quotes; one of several lines begins in a line of its own. `level` is that of its lines. */
function quoted(text: string, level: number): string {
  const lines = text.split('\n');
  if (lines.length === 1) return `"${[...text].map(escapedInLine).join('')}"`;
  const last = lines.pop() ?? '';
  const folded = lines.map((line) => `${lineText(line, level)}\\n${FOLD}`);
  const rest = last === '' ? '' : `${lineText(last, level)}${FOLD}`;
  return `"${FOLD}${folded.join('')}${rest}${indentOf(level)}"`;
}

/** Blanks at the beginning of a line are not part of the text, unless a backslash says so. */
function lineText(line: string, level: number): string {
  const lead = /^\s/.test(line) ? '\\' : ' ';
  return `${indentOf(level)}${lead}${[...line].map(escapedInLine).join('')}`;
}

/** Tabs stay as they are in values. */
function escapedInLine(letter: string): string {
  return letter === '\t' ? letter : escaped(letter);
}

const ESCAPES: { readonly [letter: string]: string } = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\0': '\\0',
  '\u001b': '\\e',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function escaped(letter: string): string {
  const known = ESCAPES[letter];
  if (known !== undefined) return known;
  if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(letter)) return letter;
  const code = letter.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x20 || code === 0x7f) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
