// The Common Expression Language, in which definitions of kinds write rules (`self.min <= self.max`): text to a tree.
// By hand, because all of it that rules use fits on two pages. Mirrors github.com/google/cel-spec, langdef.md.

import { err, ok, type Result } from '../../base/result.ts';

/** A part of an expression. `at`: where it stands in the text; of a field where its dot stands. */
export type CelNode =
  | { readonly type: 'literal'; readonly value: string | number | boolean | null }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'field'; readonly of: CelNode; readonly name: string; readonly at: number }
  | { readonly type: 'index'; readonly of: CelNode; readonly index: CelNode }
  | {
      readonly type: 'call';
      readonly of: CelNode | undefined;
      readonly name: string;
      readonly args: readonly CelNode[];
    }
  | { readonly type: 'list'; readonly items: readonly CelNode[] }
  | { readonly type: 'map'; readonly entries: readonly (readonly [key: CelNode, value: CelNode])[] }
  | { readonly type: 'not' | 'minus'; readonly of: CelNode }
  | { readonly type: 'binary'; readonly operator: string; readonly left: CelNode; readonly right: CelNode }
  | { readonly type: 'choice'; readonly condition: CelNode; readonly then: CelNode; readonly otherwise: CelNode };

/** Operators by how tightly they bind, the loosest first. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '<=', '>=', '<', '>', 'in'],
  ['+', '-'],
  ['*', '/', '%'],
];

const NUMBER = '(\\d+\\.\\d+(?:[eE][-+]?\\d+)?|0x[0-9a-fA-F]+|\\d+)u?';
const TEXT = `(r?"(?:[^"\\\\]|\\\\.)*"|r?'(?:[^'\\\\]|\\\\.)*')`;
const SIGN = '(\\|\\||&&|==|!=|<=|>=|[-+*/%<>!?:.,()[\\]{}])';
const TOKEN = `\\s*(?://[^\\n]*\\s*)*(?:${NUMBER}|${TEXT}|([A-Za-z_]\\w*)|${SIGN})`;

interface Token {
  readonly sort: 'number' | 'text' | 'name' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

/** Reads an expression. */
export function parseCel(text: string): Result<CelNode, string> {
  const tokens = tokensOf(text);
  if (tokens === undefined) return err('Syntax error: token recognition error');
  const reader = new CelReader(tokens);
  const node = reader.expression();
  if (node === undefined || reader.next.sort !== 'end')
    return err(`Syntax error at ${JSON.stringify(reader.next.text)}`);
  return ok(node);
}

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN, 'y');
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const found = pattern.exec(text);
    if (found === null) return undefined;
    const [, number, quoted, name, sign] = found;
    const token = number ?? quoted ?? name ?? sign ?? '';
    const sort = number !== undefined ? 'number' : quoted !== undefined ? 'text' : name !== undefined ? 'name' : 'sign';
    tokens.push({ sort, text: token, at: pattern.lastIndex - token.length });
  }
  return [...tokens, { sort: 'end', text: '', at: end }];
}

/** Goes through the tokens; a method gives `undefined` where they do not fit. */
class CelReader {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get next(): Token {
    return this.#tokens[this.#position] ?? { sort: 'end', text: '', at: 0 };
  }

  #take(...texts: readonly string[]): Token | undefined {
    const token = this.next;
    if (token.sort === 'text' || token.sort === 'end' || !texts.includes(token.text)) return undefined;
    this.#position += 1;
    return token;
  }

  expression(): CelNode | undefined {
    const condition = this.#binary(0);
    if (condition === undefined || this.#take('?') === undefined) return condition;
    const then = this.#binary(0);
    if (then === undefined || this.#take(':') === undefined) return undefined;
    const otherwise = this.expression();
    return otherwise === undefined ? undefined : { type: 'choice', condition, then, otherwise };
  }

  #binary(level: number): CelNode | undefined {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (let token = this.#take(...operators); token !== undefined; token = this.#take(...operators)) {
      const right = this.#binary(level + 1);
      if (left === undefined || right === undefined) return undefined;
      left = { type: 'binary', operator: token.text, left, right };
    }
    return left;
  }

  #unary(): CelNode | undefined {
    const sign = this.#take('!', '-');
    if (sign === undefined) return this.#member();
    const of = this.#unary();
    return of === undefined ? undefined : { type: sign.text === '!' ? 'not' : 'minus', of };
  }

  #member(): CelNode | undefined {
    let node = this.#primary();
    for (let sign = this.#take('.', '['); node !== undefined && sign !== undefined; sign = this.#take('.', '[')) {
      if (sign.text === '[') {
        const index = this.expression();
        node = index === undefined || this.#take(']') === undefined ? undefined : { type: 'index', of: node, index };
        continue;
      }
      const name = this.next;
      if (name.sort !== 'name') return undefined;
      this.#position += 1;
      if (this.#take('(') === undefined) node = { type: 'field', of: node, name: name.text, at: sign.at };
      else {
        const args = this.#list(')');
        node = args === undefined ? undefined : { type: 'call', of: node, name: name.text, args };
      }
    }
    return node;
  }

  #primary(): CelNode | undefined {
    const token = this.next;
    this.#position += 1;
    switch (token.sort) {
      case 'number':
        return { type: 'literal', value: Number(token.text) };
      case 'text':
        return { type: 'literal', value: textOf(token.text) };
      case 'name':
        return this.#named(token.text);
      case 'sign':
        return this.#enclosed(token.text);
      case 'end':
        return undefined;
    }
  }

  #named(name: string): CelNode | undefined {
    if (name === 'true' || name === 'false') return { type: 'literal', value: name === 'true' };
    if (name === 'null') return { type: 'literal', value: null };
    if (this.#take('(') === undefined) return { type: 'name', name };
    const args = this.#list(')');
    return args === undefined ? undefined : { type: 'call', of: undefined, name, args };
  }

  #enclosed(sign: string): CelNode | undefined {
    if (sign === '(') {
      const inner = this.expression();
      return this.#take(')') === undefined ? undefined : inner;
    }
    if (sign === '[') {
      const items = this.#list(']');
      return items === undefined ? undefined : { type: 'list', items };
    }
    if (sign !== '{') return undefined;
    const entries: [CelNode, CelNode][] = [];
    while (this.#take('}') === undefined) {
      const key = this.expression();
      const value = this.#take(':') === undefined ? undefined : this.expression();
      if (key === undefined || value === undefined) return undefined;
      entries.push([key, value]);
      if (this.#take(',') === undefined && this.next.text !== '}') return undefined;
    }
    return { type: 'map', entries };
  }

  #list(close: string): readonly CelNode[] | undefined {
    const items: CelNode[] = [];
    while (this.#take(close) === undefined) {
      const item = this.expression();
      if (item === undefined) return undefined;
      items.push(item);
      if (this.#take(',') === undefined && this.next.text !== close) return undefined;
    }
    return items;
  }
}

function textOf(quoted: string): string {
  if (quoted.startsWith('r')) return quoted.slice(2, -1);
  return quoted.slice(1, -1).replace(/\\(.)/gs, (_, character: string) => ESCAPES[character] ?? character);
}

const ESCAPES: { readonly [letter: string]: string } = { n: '\n', t: '\t', r: '\r' };
