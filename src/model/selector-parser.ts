// The text form of label selectors, as `kubectl -l` and the API's labelSelector take it: `a=x,b in (1,2),!c`.
//
// A small scanner and a descent over its tokens, with upstream's messages: users meet them on the command line.
// Mirrors staging/src/k8s.io/apimachinery/pkg/labels/selector.go, Lexer and Parser (v1.36).

import { byCodeUnit } from '../base/compare.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { labelKeyErrors } from './label-syntax.ts';
import type { Requirement, Selector, SelectorOperator } from './selector.ts';
import { checkRequirement, selectorOf } from './selector.ts';

type Token = { readonly kind: 'symbol' | 'identifier' | 'end'; readonly text: string };

const SYMBOLS = '=!(),><';
const SYMBOL_TOKENS = new Set([')', ',', '!', '==', '=', '>', '<', '!=', '(']);
const BLANKS = ' \t\r\n';
const END: Token = { kind: 'end', text: '' };
const OPERATORS: ReadonlyMap<string, SelectorOperator> = new Map([
  ['in', 'in'],
  ['notin', 'notin'],
  ['=', '='],
  ['==', '=='],
  ['!=', '!='],
  ['>', 'gt'],
  ['<', 'lt'],
]);
const BINARY_OPERATORS = 'in, notin, =, ==, !=, gt, lt';

/** Parses a selector text; an empty one matches everything. */
export function parseSelector(text: string): Result<Selector, string> {
  const tokens = scan(text);
  const requirements: Requirement[] = [];
  const cursor = { tokens, position: 0 };
  if (peek(cursor).kind === 'end') return ok(selectorOf([]));
  if (!startsRequirement(peek(cursor))) {
    return err(`found '${peek(cursor).text}', expected: !, identifier, or 'end of string'`);
  }
  for (;;) {
    const parsed = parseRequirement(cursor);
    if (!parsed.ok) return err(`unable to parse requirement: ${parsed.error}`);
    requirements.push(parsed.value);
    const next = take(cursor);
    if (next.kind === 'end') return ok(selectorOf(requirements));
    if (!isSymbol(next, ',')) return err(`found '${next.text}', expected: ',' or 'end of string'`);
    if (!startsRequirement(peek(cursor))) {
      return err(`found '${peek(cursor).text}', expected: identifier after ','`);
    }
  }
}

type Cursor = { readonly tokens: readonly Token[]; position: number };

function peek(cursor: Cursor): Token {
  return cursor.tokens[cursor.position] ?? END;
}

function take(cursor: Cursor): Token {
  const token = peek(cursor);
  cursor.position += 1;
  return token;
}

function isSymbol(token: Token, text: string): boolean {
  return token.kind === 'symbol' && token.text === text;
}

function startsRequirement(token: Token): boolean {
  return token.kind === 'identifier' || isSymbol(token, '!');
}

function parseRequirement(cursor: Cursor): Result<Requirement, string> {
  const isNegated = isSymbol(peek(cursor), '!');
  if (isNegated) take(cursor);
  const name = take(cursor);
  if (name.kind !== 'identifier') return err(`found '${name.text}', expected: identifier`);
  const keyErrors = labelKeyErrors(name.text);
  if (keyErrors.length > 0) {
    return err(`<nil>: Invalid value: ${JSON.stringify(name.text)}: ${keyErrors.join('; ')}`);
  }
  if (isNegated) return checkRequirement(name.text, '!', []);
  const next = peek(cursor);
  if (next.kind === 'end' || isSymbol(next, ',')) return checkRequirement(name.text, 'exists', []);

  const sign = take(cursor);
  const operator = OPERATORS.get(sign.text);
  if (operator === undefined) return err(`found '${sign.text}', expected: ${BINARY_OPERATORS}`);
  const values = operator === 'in' || operator === 'notin' ? parseValues(cursor) : parseExactValue(cursor);
  return values.ok ? checkRequirement(name.text, operator, values.value) : values;
}

type ParsedValues = Result<readonly string[], string>;

function parseExactValue(cursor: Cursor): ParsedValues {
  const next = peek(cursor);
  if (next.kind === 'end' || isSymbol(next, ',')) return ok(['']);
  const token = take(cursor);
  if (token.kind === 'identifier') return ok([token.text]);
  return err(`found '${token.text}', expected: identifier`);
}

function parseValues(cursor: Cursor): ParsedValues {
  const open = take(cursor);
  if (!isSymbol(open, '(')) return err(`found '${open.text}' expected: '('`);
  const first = peek(cursor);
  if (isSymbol(first, ')')) {
    take(cursor);
    return ok(['']);
  }
  if (first.kind !== 'identifier' && !isSymbol(first, ',')) {
    return err(`found '${first.text}', expected: ',', ')' or identifier`);
  }
  const values = new Set<string>();
  for (;;) {
    const token = take(cursor);
    const next = peek(cursor);
    if (token.kind === 'identifier') {
      values.add(token.text);
      if (!isSymbol(next, ',') && !isSymbol(next, ')')) return err(`found '${next.text}', expected: ',' or ')'`);
    } else if (isSymbol(token, ',')) {
      if (values.size === 0 || isSymbol(next, ')') || isSymbol(next, ',')) values.add('');
    } else {
      return err(`found '${token.text}', expected: ',', or identifier`);
    }
    if (!isSymbol(next, ')')) continue;
    take(cursor);
    return ok([...values].toSorted(byCodeUnit));
  }
}

function scan(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const character = text.charAt(position);
    if (BLANKS.includes(character)) {
      position += 1;
      continue;
    }
    let end = position;
    if (SYMBOLS.includes(character)) {
      while (end < text.length && SYMBOLS.includes(text.charAt(end))) end += 1;
      const run = text.slice(position, end);
      const symbol = SYMBOL_TOKENS.has(run.slice(0, 2)) ? run.slice(0, 2) : run.slice(0, 1);
      tokens.push({ kind: 'symbol', text: symbol });
      position += symbol.length;
      continue;
    }
    while (end < text.length && !SYMBOLS.includes(text.charAt(end)) && !BLANKS.includes(text.charAt(end))) end += 1;
    tokens.push({ kind: 'identifier', text: text.slice(position, end) });
    position = end;
  }
  return tokens;
}
