// The grammar of kubectl's JSONPath templates: text outside braces, paths inside of them, ranges around both.
// Mirrors staging/src/k8s.io/client-go/util/jsonpath/parser.go (v1.36).

import { err, ok, type Result } from '../base/result.ts';

/** A step of a path. */
export type JsonPathNode =
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'wildcard' }
  /** `..`, or `..name`. */
  | { readonly type: 'recursive'; readonly name?: string }
  | { readonly type: 'index'; readonly index: number }
  | { readonly type: 'slice'; readonly from?: number; readonly to?: number; readonly step?: number }
  | { readonly type: 'union'; readonly paths: readonly (readonly JsonPathNode[])[] }
  | {
      readonly type: 'filter';
      readonly left: readonly JsonPathNode[];
      readonly operator: string;
      readonly right: readonly JsonPathNode[];
    }
  | { readonly type: 'literal'; readonly value: unknown }
  /** A word without a dot before it, which nothing knows. */
  | { readonly type: 'identifier'; readonly name: string };

/** A part of a template. */
type JsonPathPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'path'; readonly nodes: readonly JsonPathNode[] }
  | { readonly type: 'range'; readonly nodes: readonly JsonPathNode[]; readonly body: JsonPath };

export type JsonPath = readonly JsonPathPart[];

/** Reads a template. */
export function parseJsonPath(template: string): Result<JsonPath, string> {
  const stack: { readonly nodes: readonly JsonPathNode[]; readonly parts: JsonPathPart[] }[] = [
    { nodes: [], parts: [] },
  ];
  for (const piece of piecesOf(template)) {
    const top = stack.at(-1);
    if (piece === undefined || top === undefined) return err('unclosed action');
    if (!piece.isAction) {
      top.parts.push({ type: 'text', text: piece.text });
      continue;
    }
    const action = piece.text.trim();
    if (action === 'end') {
      const outer = stack.at(-2);
      if (outer === undefined) return err('not in range, nothing to end');
      stack.pop();
      outer.parts.push({ type: 'range', nodes: top.nodes, body: top.parts });
      continue;
    }
    const [, range, expression = ''] = /^(range\s)?\s*(.*)$/s.exec(action) ?? [];
    const nodes = parseNodes(expression);
    if (!nodes.ok) return nodes;
    if (range === undefined) top.parts.push({ type: 'path', nodes: nodes.value });
    else stack.push({ nodes: nodes.value, parts: [] });
  }
  return stack.length === 1 ? ok(stack[0]?.parts ?? []) : err('unclosed action');
}

/** Text and actions in turn; a brace inside quotes or brackets ends nothing. `undefined` where one is never closed. */
function* piecesOf(template: string): Generator<{ readonly isAction: boolean; readonly text: string } | undefined> {
  let rest = template;
  while (rest !== '') {
    const open = rest.indexOf('{');
    if (open < 0) {
      yield { isAction: false, text: rest };
      return;
    }
    if (open > 0) yield { isAction: false, text: rest.slice(0, open) };
    const close = /^\{(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^"'}])*\}/s.exec(rest.slice(open));
    if (close === null) {
      yield undefined;
      return;
    }
    yield { isAction: true, text: close[0].slice(1, -1) };
    rest = rest.slice(open + close[0].length);
  }
}

const STRING = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')/s;
const NAME = /^(?:\\.|[^\s.[\]{}()'"=!<>,:@$*|&\\])+/s;

function parseNodes(expression: string): Result<readonly JsonPathNode[], string> {
  const nodes: JsonPathNode[] = [];
  let rest = expression.trim();
  const text = STRING.exec(rest);
  if (text !== null && text[0] === rest) return ok([{ type: 'literal', value: unescaped(text[1] ?? text[2] ?? '') }]);
  if (/^[+-]?\d+(\.\d+)?$/.test(rest)) return ok([{ type: 'literal', value: Number(rest) }]);
  if (rest === 'true' || rest === 'false') return ok([{ type: 'literal', value: rest === 'true' }]);
  while (rest !== '') {
    const taken = takeNode(rest);
    if (!taken.ok) return taken;
    if (taken.value.node !== undefined) nodes.push(taken.value.node);
    rest = rest.slice(taken.value.length).trimStart();
  }
  return ok(nodes);
}

interface Taken {
  readonly node: JsonPathNode | undefined;
  readonly length: number;
}

function takeNode(rest: string): Result<Taken, string> {
  if (rest.startsWith('..')) {
    const name = NAME.exec(rest.slice(2))?.[0];
    if (name === undefined) return ok({ node: { type: 'recursive' }, length: 2 });
    return ok({ node: { type: 'recursive', name: unescaped(name) }, length: 2 + name.length });
  }
  if (rest.startsWith('.*')) return ok({ node: { type: 'wildcard' }, length: 2 });
  if (rest.startsWith('[')) return takeBracket(rest);
  if (rest.startsWith('$') || rest.startsWith('@')) return ok({ node: undefined, length: 1 });
  const dot = rest.startsWith('.') ? 1 : 0;
  const name = NAME.exec(rest.slice(dot))?.[0];
  if (name !== undefined) {
    const type = dot === 1 ? 'field' : 'identifier';
    return ok({ node: { type, name: unescaped(name) }, length: dot + name.length });
  }
  if (dot === 1) return ok({ node: undefined, length: 1 });
  return err(`unrecognized character in action: U+${hexOf(rest)} '${rest.charAt(0)}'`);
}

function hexOf(text: string): string {
  return (text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

function takeBracket(rest: string): Result<Taken, string> {
  const close = closingBracket(rest);
  if (close < 0) return err('unterminated array');
  const inner = rest.slice(1, close).trim();
  const length = close + 1;
  const taken = (node: JsonPathNode): Result<Taken, string> => ok({ node, length });
  if (inner === '*') return taken({ type: 'wildcard' });
  const filter = /^\?\((.*)\)$/s.exec(inner);
  if (filter !== null) {
    const node = parseFilter(filter[1] ?? '');
    return node.ok ? taken(node.value) : node;
  }
  const text = STRING.exec(inner);
  if (text !== null && text[0] === inner) return taken({ type: 'field', name: unescaped(text[1] ?? text[2] ?? '') });
  if (/^-?\d+$/.test(inner)) return taken({ type: 'index', index: Number(inner) });
  const slice = /^(-?\d*):(-?\d*)(?::(\d*))?$/.exec(inner);
  if (slice !== null) return taken({ type: 'slice', ...bounds(slice) });
  if (inner.includes(',')) {
    const paths: (readonly JsonPathNode[])[] = [];
    for (const part of inner.split(',')) {
      const trimmed = part.trim();
      const nodes = /^-?\d+$|^['"]/.test(trimmed) ? parseNodes(`[${trimmed}]`) : parseNodes(trimmed);
      if (!nodes.ok) return nodes;
      paths.push(nodes.value);
    }
    return taken({ type: 'union', paths });
  }
  return err(`invalid array index ${inner}`);
}

function bounds([, from = '', to = '', step = '']: readonly string[]): {
  readonly from?: number;
  readonly to?: number;
  readonly step?: number;
} {
  return {
    ...(from === '' ? {} : { from: Number(from) }),
    ...(to === '' ? {} : { to: Number(to) }),
    ...(step === '' ? {} : { step: Number(step) }),
  };
}

/** The index of the bracket that closes the first one. */
function closingBracket(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const quoted = STRING.exec(text.slice(i));
    if (quoted !== null) i += quoted[0].length - 1;
    else if (text.charAt(i) === '[') depth += 1;
    else if (text.charAt(i) === ']') {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return -1;
}

function parseFilter(text: string): Result<JsonPathNode, string> {
  const [, leftText = '', operator, rightText = ''] =
    /^((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^"'=!<>])*)(?:(==|!=|<=|>=|<|>)(.*))?$/s.exec(text) ?? [];
  const left = parseNodes(leftText);
  const right = parseNodes(rightText);
  if (!left.ok) return left;
  if (!right.ok) return right;
  return ok({ type: 'filter', left: left.value, operator: operator ?? 'exists', right: right.value });
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, character: string) =>
    character === 'n' ? '\n' : character === 't' ? '\t' : character,
  );
}
