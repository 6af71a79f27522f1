// YAML as documents, for texts that nobody has looked at before: how deep they go is known before anything recurses
// into them, and keys that stand twice are found in a time that grows with the text alone.

import {
  Composer,
  type CST,
  type Document,
  type DocumentOptions,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type LineCounter,
  type ParseOptions,
  Parser,
  type SchemaOptions,
} from 'yaml';

/** Something wrong at an offset of the text. */
export interface OffsetProblem {
  readonly offset: number;
  readonly message: string;
  /** True for a key that stands twice: of those the last counts. */
  readonly isRepeat?: true;
}

/** No manifest of this world nests deeper; the library recurses once a level. */
const MAX_DEPTH = 200;

const TOO_DEEP = `nested deeper than ${MAX_DEPTH} levels`;

export type YamlOptions = ParseOptions & DocumentOptions & SchemaOptions;

/** The documents of a text, or where it goes too deep. */
export function yamlDocuments(
  text: string,
  lines: LineCounter,
  options: YamlOptions,
): readonly Document.Parsed[] | OffsetProblem {
  if (mayGoTooDeep(text) && flowDepthOf(text) > MAX_DEPTH) return { offset: 0, message: TOO_DEEP };
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  for (const token of tokens) {
    const offset = tooDeepAt(token);
    if (offset !== undefined) return { offset, message: TOO_DEEP };
  }
  return [...new Composer({ ...options, uniqueKeys: false }).compose(tokens, true, text.length)];
}

/** Whether there are far more brackets open than closed somewhere, in texts and comments too: a look at each letter. */
function mayGoTooDeep(text: string): boolean {
  let open = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x5b || code === 0x7b) open += 1;
    else if (code === 0x5d || code === 0x7d) open -= 1;
    if (open > 10 * MAX_DEPTH) return true;
  }
  return false;
}

/** How deep brackets nest, as far as needed. */
function flowDepthOf(text: string): number {
  let depth = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === '[' || lexeme === '{') depth += 1;
    else if (lexeme === ']' || lexeme === '}') depth -= 1;
    if (depth > MAX_DEPTH) return depth;
  }
  return 0;
}

/** Where a token's content goes deeper than allowed. */
function tooDeepAt(root: CST.Token): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [{ token: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) return token.offset;
    if (token.type === 'document' && token.value !== undefined) open.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    for (const { key, value } of token.items as readonly { readonly key?: CST.Token | null; value?: CST.Token }[]) {
      if (key !== undefined && key !== null) open.push({ token: key, depth: depth + 1 });
      if (value !== undefined) open.push({ token: value, depth: depth + 1 });
    }
  }
  return undefined;
}

/** Keys that stand twice in a map, and aliases without an anchor before them. */
export function nodeProblems(document: Document.Parsed): readonly OffsetProblem[] {
  const problems: OffsetProblem[] = [];
  const anchors = new Set<string>();
  const visit = (node: unknown): void => {
    if (isAlias(node)) {
      if (!anchors.has(node.source)) problems.push({ offset: offsetOf(node), message: 'an alias without its anchor' });
      return;
    }
    const { anchor } = (node ?? {}) as { readonly anchor?: string };
    if (anchor !== undefined) anchors.add(anchor);
    if (isSeq(node)) node.items.forEach(visit);
    if (!isMap(node)) return;
    const keys = new Set<unknown>();
    for (const { key, value } of node.items) {
      const name: unknown = isScalar(key) ? key.value : key;
      if (keys.has(name))
        problems.push({ offset: offsetOf(key), message: 'this key stands here twice', isRepeat: true });
      keys.add(name);
      visit(key);
      visit(value);
    }
  };
  visit(document.contents);
  return problems;
}

function offsetOf(node: unknown): number {
  return (node as { readonly range?: readonly number[] | null }).range?.[0] ?? 0;
}
