// Values of CEL expressions. An expression that fails has an error (`no such key: b`); one that uses what is not spoken
// here has none and no value: whoever asks lets it pass. `&&` and `||` need only the side that decides.
// Mirrors github.com/google/cel-spec, langdef.md, and the functions that Kubernetes' rules use most.

import { deepEqual } from '../../base/deep-equal.ts';
import type { CelNode } from './parser.ts';

/** A value, an error, or nothing that could be said. */
export type CelResult =
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'error'; readonly message: string }
  | { readonly type: 'unknown' };

/** Values by name: `self`, `oldSelf`, the variables of macros. */
export type CelScope = ReadonlyMap<string, unknown>;

const UNKNOWN: CelResult = { type: 'unknown' };

function value(of: unknown): CelResult {
  return { type: 'value', value: of };
}

function error(message: string): CelResult {
  return { type: 'error', message };
}

/** Evaluates an expression. */
export function evaluateCel(node: CelNode, scope: CelScope): CelResult {
  switch (node.type) {
    case 'literal':
      return value(node.value);
    case 'name':
      return scope.has(node.name) ? value(scope.get(node.name)) : UNKNOWN;
    case 'field':
      return then(evaluateCel(node.of, scope), (of) => fieldOf(of, node.name));
    case 'index':
      return then(evaluateCel(node.of, scope), (of) =>
        then(evaluateCel(node.index, scope), (index) => itemOf(of, index)),
      );
    case 'list':
      return all(node.items, scope);
    case 'map': {
      const values = all(
        node.entries.map(([, inner]) => inner),
        scope,
      );
      return then(
        all(
          node.entries.map(([key]) => key),
          scope,
        ),
        (keys) =>
          then(values, (list) =>
            value(Object.fromEntries((keys as unknown[]).map((key, i) => [String(key), (list as unknown[])[i]]))),
          ),
      );
    }
    case 'not':
      return then(evaluateCel(node.of, scope), (of) => (typeof of === 'boolean' ? value(!of) : UNKNOWN));
    case 'minus':
      return then(evaluateCel(node.of, scope), (of) => (typeof of === 'number' ? value(-of) : UNKNOWN));
    case 'choice':
      return then(evaluateCel(node.condition, scope), (condition) =>
        evaluateCel(condition === true ? node.then : node.otherwise, scope),
      );
    case 'binary':
      return binary(node.operator, evaluateCel(node.left, scope), () => evaluateCel(node.right, scope));
    case 'call':
      return call(node, scope);
  }
}

function then(result: CelResult, next: (of: unknown) => CelResult): CelResult {
  return result.type === 'value' ? next(result.value) : result;
}

function all(nodes: readonly CelNode[], scope: CelScope): CelResult {
  const results = nodes.map((node) => evaluateCel(node, scope));
  const failed = results.find(({ type }) => type !== 'value');
  return failed ?? value(results.map((result) => (result.type === 'value' ? result.value : undefined)));
}

function fieldOf(of: unknown, name: string): CelResult {
  if (typeof of !== 'object' || of === null || Array.isArray(of)) return UNKNOWN;
  const found = (of as { readonly [field: string]: unknown })[name.replace(/^__(\w+)__$/, '$1')];
  return found === undefined ? error(`no such key: ${name}`) : value(found);
}

function itemOf(of: unknown, index: unknown): CelResult {
  if (!Array.isArray(of)) return fieldOf(of, String(index));
  const found: unknown = of[Number(index)];
  return found === undefined ? error(`index out of bounds: ${String(index)}`) : value(found);
}

function binary(operator: string, left: CelResult, rightOf: () => CelResult): CelResult {
  if (operator === '&&' || operator === '||') {
    const decisive = operator === '||';
    if (left.type === 'value' && left.value === decisive) return left;
    const right = rightOf();
    if (right.type === 'value' && right.value === decisive) return right;
    return left.type === 'value' ? right : left;
  }
  return then(left, (a) => then(rightOf(), (b) => operation(operator, a, b)));
}

function operation(operator: string, a: unknown, b: unknown): CelResult {
  switch (operator) {
    case '==':
      return value(deepEqual(a, b));
    case '!=':
      return value(!deepEqual(a, b));
    case 'in':
      if (Array.isArray(b)) return value(b.some((item) => deepEqual(item, a)));
      return typeof b === 'object' && b !== null ? value(Object.hasOwn(b, String(a))) : UNKNOWN;
    case '+':
      if (typeof a === 'string' && typeof b === 'string') return value(a + b);
      if (Array.isArray(a) && Array.isArray(b)) return value([...a, ...b]);
  }
  if (typeof a === 'string' && typeof b === 'string') return compared(operator, a < b ? -1 : a > b ? 1 : 0);
  if (typeof a !== 'number' || typeof b !== 'number') return UNKNOWN;
  switch (operator) {
    case '+':
      return value(a + b);
    case '-':
      return value(a - b);
    case '*':
      return value(a * b);
    case '/':
      if (b === 0) return error('division by zero');
      return value(Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(a / b) : a / b);
    case '%':
      return b === 0 ? error('modulus by zero') : value(a % b);
    default:
      return compared(operator, a - b);
  }
}

function compared(operator: string, order: number): CelResult {
  switch (operator) {
    case '<':
      return value(order < 0);
    case '<=':
      return value(order <= 0);
    case '>':
      return value(order > 0);
    case '>=':
      return value(order >= 0);
    default:
      return UNKNOWN;
  }
}

type Call = Extract<CelNode, { readonly type: 'call' }>;

function call(node: Call, scope: CelScope): CelResult {
  const { of, name, args } = node;
  const [first] = args;
  if (of === undefined && name === 'has' && first?.type === 'field') {
    return then(evaluateCel(first.of, scope), (inner) => value(fieldOf(inner, first.name).type === 'value'));
  }
  if (of !== undefined && MACROS.has(name) && first?.type === 'name') return macro(node, first.name, scope);
  const given = all(of === undefined ? args : [of, ...args], scope);
  return then(given, (values) => {
    const result = (FUNCTIONS[name] ?? nothing)(...(values as readonly unknown[]));
    return result === undefined ? UNKNOWN : value(result);
  });
}

const nothing = (): undefined => undefined;
const text =
  (fn: (of: string, argument: string) => unknown) =>
  (of?: unknown, argument?: unknown): unknown =>
    typeof of === 'string' && typeof argument === 'string' ? fn(of, argument) : undefined;

const FUNCTIONS: { readonly [name: string]: (of?: unknown, argument?: unknown) => unknown } = {
  size(of) {
    if (typeof of === 'string') return [...of].length;
    if (Array.isArray(of)) return of.length;
    return typeof of === 'object' && of !== null ? Object.keys(of).length : undefined;
  },
  startsWith: text((of, start) => of.startsWith(start)),
  endsWith: text((of, end) => of.endsWith(end)),
  contains: text((of, part) => of.includes(part)),
  matches: text((of, pattern) => patternOf(pattern)?.test(of)),
  split: text((of, separator) => of.split(separator)),
  lowerAscii: (of) => (typeof of === 'string' ? of.toLowerCase() : undefined),
  string: (of) => (typeof of === 'object' ? undefined : String(of)),
  int: (of) => (Number.isFinite(Number(of)) ? Math.trunc(Number(of)) : undefined),
  double: (of) => (Number.isFinite(Number(of)) ? Number(of) : undefined),
  isSorted: (of) => (Array.isArray(of) ? of.every((item, i) => i === 0 || of[i - 1] <= item) : undefined),
};

/** The pattern as a regular expression; `undefined` where it is in Go's dialect. */
export function patternOf(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}

const MACROS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);

function macro({ of, name, args }: Call, variable: string, scope: CelScope): CelResult {
  const body = args[1];
  if (of === undefined || body === undefined || args.length > 2) return UNKNOWN;
  return then(evaluateCel(of, scope), (inner) => {
    const items = Array.isArray(inner) ? inner : Object.keys((inner ?? {}) as object);
    const results = items.map((item) => evaluateCel(body, new Map([...scope, [variable, item]])));
    const isDecided = results.some((result) => result.type === 'value' && result.value === (name === 'exists'));
    if (name === 'all' || name === 'exists') {
      if (isDecided) return value(name === 'exists');
    }
    const failed = results.find(({ type }) => type !== 'value');
    if (failed !== undefined) return failed;
    const values = results.map((result) => (result.type === 'value' ? result.value : undefined));
    switch (name) {
      case 'all':
        return value(true);
      case 'exists':
        return value(false);
      case 'exists_one':
        return value(values.filter((each) => each === true).length === 1);
      case 'filter':
        return value(items.filter((_, index) => values[index] === true));
      default:
        return value(values);
    }
  });
}
