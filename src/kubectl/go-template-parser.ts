// The grammar of Go templates, as `-o go-template` takes them: text, and actions in double braces with `if`, `range`,
// `with`, variables and pipelines. Mirrors Go's text/template/parse; `define`, `template`, `block` and `break` are not
// spoken.

import { err, ok, type Result } from '../base/result.ts';

/** What stands where a value can stand. */
export type Operand =
  | { readonly type: 'literal'; readonly value: string | number | boolean | null }
  /** `.a.b`, `$x.a`: from the dot, or from a variable (`$` alone is the whole). */
  | { readonly type: 'fields'; readonly variable: string | undefined; readonly names: readonly string[] }
  | { readonly type: 'function'; readonly name: string }
  | { readonly type: 'pipe'; readonly pipe: Pipe; readonly names: readonly string[] };

/** Commands one after the other, each a list of operands; the value of one is the last operand of the next. */
export interface Pipe {
  /** Variables that are set by it: two of a `range` are index and item. */
  readonly variables: readonly string[];
  readonly isDeclaration: boolean;
  readonly commands: readonly (readonly Operand[])[];
}

export type TemplateNode =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'action'; readonly pipe: Pipe }
  | {
      readonly type: 'if' | 'range' | 'with';
      readonly pipe: Pipe;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    };

interface Open {
  readonly type: 'if' | 'range' | 'with';
  readonly pipe: Pipe;
  readonly body: TemplateNode[];
  otherwise: TemplateNode[] | undefined;
  /** `else if`: one `end` closes it with the one around. */
  readonly isChained: boolean;
}

/** Reads a template. */
export function parseGoTemplate(template: string): Result<readonly TemplateNode[], string> {
  const root: TemplateNode[] = [];
  const open: Open[] = [];
  const add = (node: TemplateNode): void => {
    const inner = open.at(-1);
    (inner === undefined ? root : (inner.otherwise ?? inner.body)).push(node);
  };
  for (const piece of piecesOf(template)) {
    if (piece === undefined) return err('unclosed action');
    if (!piece.isAction) {
      add({ type: 'text', text: piece.text });
      continue;
    }
    const wrong = readAction(piece.text.trim(), open, add);
    if (wrong !== undefined) return err(wrong);
  }
  return open.length === 0 ? ok(root) : err('unexpected EOF');
}

const ACTION = /\{\{(- )?((?:"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)*'|\/\*.*?\*\/|[^"`'}]|\}(?!\}))*?)( -)?\}\}/gs;

function* piecesOf(template: string): Generator<{ readonly isAction: boolean; readonly text: string } | undefined> {
  let position = 0;
  let isTrimmed = false;
  const textOf = (raw: string, trimsEnd: boolean): string => {
    const text = isTrimmed ? raw.trimStart() : raw;
    return trimsEnd ? text.trimEnd() : text;
  };
  for (const found of template.matchAll(ACTION)) {
    const [whole, left, inner = '', right] = found;
    const text = textOf(template.slice(position, found.index), left !== undefined);
    if (text.includes('{{')) yield undefined;
    if (text !== '') yield { isAction: false, text };
    if (!/^\/\*.*\*\/$/s.test(inner.trim())) yield { isAction: true, text: inner };
    position = found.index + whole.length;
    isTrimmed = right !== undefined;
  }
  const rest = textOf(template.slice(position), false);
  if (rest.includes('{{')) yield undefined;
  else if (rest !== '') yield { isAction: false, text: rest };
}

function readAction(text: string, open: Open[], add: (node: TemplateNode) => void): string | undefined {
  const [, word = '', rest = ''] = /^(if|range|with|else|end)\b\s*(.*)$/s.exec(text) ?? [];
  switch (word) {
    case 'end':
      return close(open, add);
    case 'else': {
      const inner = open.at(-1);
      if (inner === undefined || inner.otherwise !== undefined) return 'unexpected {{else}}';
      inner.otherwise = [];
      return rest === '' ? undefined : begin(rest, open, true);
    }
    case '': {
      const pipe = readPipe(text);
      if (!pipe.ok) return pipe.error;
      add({ type: 'action', pipe: pipe.value });
      return undefined;
    }
    default:
      return begin(text, open, false);
  }
}

function begin(text: string, open: Open[], isChained: boolean): string | undefined {
  const [, word = '', rest = ''] = /^(if|range|with)\b\s*(.*)$/s.exec(text) ?? [];
  const pipe = readPipe(rest);
  if (!pipe.ok) return pipe.error;
  const type = word as Open['type'];
  open.push({ type, pipe: pipe.value, body: [], otherwise: undefined, isChained });
  return undefined;
}

function close(open: Open[], add: (node: TemplateNode) => void): string | undefined {
  for (;;) {
    const done = open.pop();
    if (done === undefined) return 'unexpected {{end}}';
    const { type, pipe, body, otherwise = [], isChained } = done;
    add({ type, pipe, body, otherwise });
    if (!isChained) return undefined;
  }
}

const QUOTED = '"(?:[^"\\\\]|\\\\.)*"|`[^`]*`|\'(?:[^\'\\\\]|\\\\.)*\'';
const NUMBER = '[-+]?\\d+(?:\\.\\d+)?';
const TOKEN = `\\s*(?:${QUOTED}|${NUMBER}|\\$\\w*(?:\\.\\w+)*|(?:\\.\\w+)+|\\.|[A-Za-z]\\w*|:=|=|[(),|])`;

function readPipe(text: string): Result<Pipe, string> {
  const tokens: string[] = [];
  const pattern = new RegExp(TOKEN, 'y');
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const from = pattern.lastIndex;
    const found = pattern.exec(text);
    if (found === null) return err(`unexpected ${JSON.stringify(text.slice(from).trim())} in command`);
    tokens.push(found[0].trim());
  }
  const pipe = takePipe(tokens);
  if (!pipe.ok) return pipe;
  return tokens.length === 0 ? pipe : err(`unexpected ${JSON.stringify(tokens[0])} in command`);
}

/** Takes a pipeline off the tokens, up to what closes it. */
function takePipe(tokens: string[]): Result<Pipe, string> {
  const variables: string[] = [];
  const sign = tokens.findIndex((token) => token === ':=' || token === '=');
  const isDeclaration = sign >= 0 && tokens[sign] === ':=';
  if (sign >= 0 && (tokens[0] ?? '').startsWith('$')) {
    variables.push(...tokens.splice(0, sign + 1).filter((token) => token.startsWith('$')));
  }
  const commands: Operand[][] = [[]];
  while (tokens.length > 0 && tokens[0] !== ')') {
    const token = tokens.shift() ?? '';
    if (token === '|') {
      commands.push([]);
      continue;
    }
    const operand = token === '(' ? takeInner(tokens) : operandOf(token);
    if (!operand.ok) return operand;
    commands.at(-1)?.push(operand.value);
  }
  if (commands.some((command) => command.length === 0)) return err('missing value for command');
  return ok({ variables, isDeclaration, commands });
}

function takeInner(tokens: string[]): Result<Operand, string> {
  const pipe = takePipe(tokens);
  if (!pipe.ok) return pipe;
  if (tokens.shift() !== ')') return err('unclosed left paren');
  const next = tokens[0] ?? '';
  const names = /^(\.\w+)+$/.test(next) ? namesOf(tokens.shift() ?? '') : [];
  return ok({ type: 'pipe', pipe: pipe.value, names });
}

function operandOf(token: string): Result<Operand, string> {
  if (/^["'`]/.test(token)) return ok({ type: 'literal', value: unquoted(token) });
  if (/^[-+]?\d/.test(token)) return ok({ type: 'literal', value: Number(token) });
  if (token === 'true' || token === 'false') return ok({ type: 'literal', value: token === 'true' });
  if (token === 'nil') return ok({ type: 'literal', value: null });
  if (token.startsWith('$')) {
    const [variable = '$'] = token.split('.');
    return ok({ type: 'fields', variable, names: namesOf(token.slice(variable.length)) });
  }
  if (token.startsWith('.')) return ok({ type: 'fields', variable: undefined, names: namesOf(token) });
  return /^\w+$/.test(token) ? ok({ type: 'function', name: token }) : err(`unexpected ${JSON.stringify(token)}`);
}

function namesOf(path: string): readonly string[] {
  return path.split('.').filter((name) => name !== '');
}

function unquoted(token: string): string {
  if (token.startsWith('`')) return token.slice(1, -1);
  return token.slice(1, -1).replace(/\\(.)/gs, (_, letter: string) => ESCAPES[letter] ?? letter);
}

const ESCAPES: { readonly [letter: string]: string } = { n: '\n', t: '\t', r: '\r' };
