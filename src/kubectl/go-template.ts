// Go templates filled in: what `-o go-template` prints. Mirrors Go's text/template/exec.go and funcs.go, and kubectl's
// own functions (staging/src/k8s.io/cli-runtime/pkg/printers/template.go, v1.36).

import { decodeBase64 } from '../base/base64.ts';
import { byCodeUnit } from '../base/compare.ts';
import { deepEqual } from '../base/deep-equal.ts';
import { err, ok, type Result } from '../base/result.ts';
import { goText } from '../model/go-value.ts';
import { isJsonList, isJsonObject } from '../model/json.ts';
import type { Operand, Pipe, TemplateNode } from './go-template-parser.ts';

/** The text that a template makes of a value, or what went wrong. */
export function formatGoTemplate(template: readonly TemplateNode[], data: unknown): Result<string, string> {
  const out: string[] = [];
  try {
    walk(template, data, new Map([['$', data]]), out);
  } catch (error) {
    if (error instanceof TemplateError) return err(error.message);
    throw error;
  }
  return ok(out.join(''));
}

/** Leaves the walk from anywhere in it. */
class TemplateError extends Error {}

type Variables = Map<string, unknown>;

function walk(nodes: readonly TemplateNode[], dot: unknown, variables: Variables, out: string[]): void {
  for (const node of nodes) {
    switch (node.type) {
      case 'text':
        out.push(node.text);
        break;
      case 'action': {
        const value = valueOf(node.pipe, dot, variables);
        if (node.pipe.variables.length === 0) out.push(printed(value));
        break;
      }
      case 'range':
        walkRange(node, dot, variables, out);
        break;
      default: {
        const inner = new Map(variables);
        const value = valueOf(node.pipe, dot, inner);
        if (isTrue(value)) walk(node.body, node.type === 'with' ? value : dot, inner, out);
        else walk(node.otherwise, dot, inner, out);
      }
    }
  }
}

type Range = Extract<TemplateNode, { readonly type: 'if' | 'range' | 'with' }>;

function walkRange({ pipe, body, otherwise }: Range, dot: unknown, variables: Variables, out: string[]): void {
  const value = valueOf({ ...pipe, variables: [] }, dot, variables);
  const items = isJsonObject(value)
    ? Object.keys(value)
        .sort(byCodeUnit)
        .map((key) => [key, value[key]] as const)
    : isJsonList(value)
      ? value.map((item, index) => [index, item] as const)
      : [];
  if (items.length === 0 && value !== undefined && typeof value !== 'object') {
    throw new TemplateError(`range can't iterate over ${goText(value)}`);
  }
  for (const [key, item] of items) {
    const inner = new Map(variables);
    const [first, second] = pipe.variables;
    if (first !== undefined) inner.set(first, second === undefined ? item : key);
    if (second !== undefined) inner.set(second, item);
    walk(body, item, inner, out);
  }
  if (items.length === 0) walk(otherwise, dot, new Map(variables), out);
}

function valueOf({ commands, variables: names }: Pipe, dot: unknown, variables: Variables): unknown {
  let value: unknown;
  commands.forEach((command, index) => {
    value = commandValue(command, dot, variables, index === 0 ? [] : [value]);
  });
  for (const name of names) variables.set(name, value);
  return value;
}

function commandValue(
  command: readonly Operand[],
  dot: unknown,
  variables: Variables,
  last: readonly unknown[],
): unknown {
  const [first, ...rest] = command;
  if (first?.type !== 'function') {
    if (rest.length + last.length > 0) throw new TemplateError("can't give argument to non-function");
    return first === undefined ? undefined : operandValue(first, dot, variables);
  }
  if (first.name === 'and' || first.name === 'or') {
    return decide(first.name, [
      ...rest.map((each) => () => operandValue(each, dot, variables)),
      ...last.map((v) => () => v),
    ]);
  }
  const fn = FUNCTIONS[first.name];
  if (fn === undefined) throw new TemplateError(`function "${first.name}" not defined`);
  return fn(...rest.map((each) => operandValue(each, dot, variables)), ...last);
}

/** `and` and `or` stop at the operand that decides. */
function decide(name: 'and' | 'or', operands: readonly (() => unknown)[]): unknown {
  let value: unknown;
  for (const operand of operands) {
    value = operand();
    if (isTrue(value) === (name === 'or')) return value;
  }
  return value;
}

function operandValue(operand: Operand, dot: unknown, variables: Variables): unknown {
  switch (operand.type) {
    case 'literal':
      return operand.value;
    case 'fields': {
      const { variable, names } = operand;
      if (variable !== undefined && !variables.has(variable))
        throw new TemplateError(`undefined variable "${variable}"`);
      return fieldsOf(variable === undefined ? dot : variables.get(variable), names);
    }
    case 'pipe':
      return fieldsOf(valueOf(operand.pipe, dot, variables), operand.names);
    case 'function':
      return commandValue([operand], dot, variables, []);
  }
}

function fieldsOf(of: unknown, names: readonly string[]): unknown {
  return names.reduce((value, name) => {
    if (value === undefined || value === null) {
      throw new TemplateError(`nil data; no entry for key "${name}"`);
    }
    if (!isJsonObject(value)) throw new TemplateError(`can't evaluate field ${name} in type ${typeName(value)}`);
    return value[name];
  }, of);
}

function typeName(value: unknown): string {
  if (isJsonList(value)) return '[]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

/** Empty values are false. */
function isTrue(value: unknown): boolean {
  if (isJsonList(value)) return value.length > 0;
  if (isJsonObject(value)) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== '';
}

function printed(value: unknown): string {
  return value === undefined || value === null ? '<no value>' : goText(value);
}

function compared(test: (order: number) => boolean): (a?: unknown, b?: unknown) => unknown {
  return (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return test(a - b);
    if (typeof a === 'string' && typeof b === 'string') return test(byCodeUnit(a, b));
    throw new TemplateError('error calling comparison: incompatible types for comparison');
  };
}

function at(of: unknown, key: unknown): unknown {
  if (isJsonObject(of)) return of[String(key)];
  if (!isJsonList(of)) throw new TemplateError(`error calling index: can't index item of type ${typeName(of)}`);
  const index = Number(key);
  if (index < 0 || index >= of.length) throw new TemplateError(`error calling index: index out of range: ${index}`);
  return of[index];
}

const FUNCTIONS: { readonly [name: string]: (...args: readonly unknown[]) => unknown } = {
  eq: (a, ...others) => others.some((other) => deepEqual(a, other)),
  ne: (a, b) => !deepEqual(a, b),
  lt: compared((order) => order < 0),
  le: compared((order) => order <= 0),
  gt: compared((order) => order > 0),
  ge: compared((order) => order >= 0),
  not: (value) => !isTrue(value),
  len(value) {
    if (typeof value === 'string' || isJsonList(value)) return value.length;
    if (isJsonObject(value)) return Object.keys(value).length;
    throw new TemplateError(
      `error calling len: len of ${value === undefined ? 'nil pointer' : `type ${typeName(value)}`}`,
    );
  },
  index: (of, ...keys) => keys.reduce(at, of),
  print: (...args) => args.map(goText).join(''),
  println: (...args) => `${args.map(goText).join(' ')}\n`,
  printf: (format, ...args) => formatted(String(format), args),
  base64decode: (text) => decodeBase64(String(text)),
  /** kubectl's: whether a path of keys leads to something. */
  exists(of, ...keys) {
    const found = keys.reduce<unknown>((value, key) => {
      if (isJsonObject(value)) return value[String(key)];
      return isJsonList(value) ? value[Number(key)] : undefined;
    }, of);
    return found !== undefined && found !== null;
  },
};

/** The verbs of Go's Printf that make sense here: `%s %v %d %q %t %%`, with a width. */
function formatted(format: string, args: readonly unknown[]): string {
  let next = 0;
  return format.replace(/%(-?)(\d*)([svdqt%])/g, (_, left: string, width: string, verb: string) => {
    if (verb === '%') return '%';
    const value = args[next];
    next += 1;
    const text = verb === 'q' ? JSON.stringify(String(value)) : goText(value);
    return left === '' ? text.padStart(Number(width)) : text.padEnd(Number(width));
  });
}
