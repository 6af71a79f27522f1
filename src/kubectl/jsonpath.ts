// JSONPath as kubectl's templates use it: `{.items[*].metadata.name}`, `{range .items[*]}{.kind}{"\n"}{end}`, filters,
// unions, slices and recursive descent. Mirrors staging/src/k8s.io/client-go/util/jsonpath/jsonpath.go (v1.36).

import { byCodeUnit } from '../base/compare.ts';
import { err, ok, type Result } from '../base/result.ts';
import { isJsonList, isJsonObject } from '../model/json.ts';
import { type JsonPath, type JsonPathNode, parseJsonPath } from './jsonpath-parser.ts';

export { type JsonPath, parseJsonPath };

/** A template made of an expression as users write it: `.metadata.name`, `{.metadata.name}` or `metadata.name`. */
export function relaxedJsonPath(expression: string): string {
  const inner = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(expression);
  if (inner === null) return expression;
  return `{.${inner[1] ?? inner[2] ?? ''}}`;
}

/** What each `{...}` of a template finds in a value. */
export function findResults(path: JsonPath, value: unknown): readonly (readonly unknown[])[] {
  return runNodes(path, value).map(({ values }) => values);
}

/** A template filled in; missing fields are nothing, what can never be found is an error. */
export function formatJsonPath(path: JsonPath, value: unknown): Result<string, string> {
  const results = runNodes(path, value);
  const wrong = results.find(({ error }) => error !== undefined)?.error;
  if (wrong !== undefined) return err(wrong);
  return ok(results.map(({ values }) => values.map(jsonPathText).join(' ')).join(''));
}

/** A found value as the template prints it: JSON for what is no plain value. */
function jsonPathText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(sorted(value)) : String(value);
}

function sorted(value: unknown): unknown {
  if (isJsonList(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const fields = Object.keys(value).sort(byCodeUnit);
  return Object.fromEntries(fields.map((field) => [field, sorted(value[field])]));
}

interface Found {
  readonly values: readonly unknown[];
  readonly error?: string;
}

/** Runs the parts of a template one after another; a range runs its body for each value. */
function runNodes(path: JsonPath, value: unknown): readonly Found[] {
  return path.flatMap((part): readonly Found[] => {
    if (part.type === 'text') return [{ values: [part.text] }];
    if (part.type === 'range') {
      const { values, error } = evaluate(part.nodes, value);
      const bodies = values.flatMap((item) => runNodes(part.body, item));
      return error === undefined ? bodies : [...bodies, { values: [], error }];
    }
    return [evaluate(part.nodes, value)];
  });
}

function evaluate(nodes: readonly JsonPathNode[], root: unknown): Found {
  let current: readonly unknown[] = [root];
  for (const node of nodes) {
    const next: unknown[] = [];
    for (const value of current) {
      const found = step(node, value);
      if (typeof found === 'string') return { values: [], error: found };
      next.push(...found);
    }
    current = next;
  }
  return { values: current };
}

/** The values that one node finds, or what is wrong. */
function step(node: JsonPathNode, value: unknown): readonly unknown[] | string {
  switch (node.type) {
    case 'field': {
      const found = isJsonObject(value) ? value[node.name] : undefined;
      return found === undefined ? [] : [found];
    }
    case 'wildcard':
      if (isJsonList(value)) return value;
      return isJsonObject(value) ? Object.values(value) : [];
    case 'recursive':
      return node.name === undefined ? descendants(value) : fieldsBelow(value, node.name);
    case 'index': {
      if (!isJsonList(value)) return `${typeof value} is not array or slice`;
      const index = node.index < 0 ? value.length + node.index : node.index;
      const inRange = index >= 0 && index < value.length;
      return inRange ? [value[index]] : `array index out of bounds: index ${node.index}, length ${value.length}`;
    }
    case 'slice':
      return isJsonList(value) ? sliced(value, node.from, node.to, node.step) : `${typeof value} is not array or slice`;
    case 'union':
      return node.paths.flatMap((path) => evaluate(path, value).values);
    case 'filter': {
      const wrong = [node.left, node.right].flat().find(({ type }) => type === 'identifier');
      if (wrong?.type === 'identifier') return `unrecognized identifier ${wrong.name}`;
      return (isJsonList(value) ? value : []).filter((item) => holds(node, item));
    }
    case 'identifier':
      return `unrecognized identifier ${node.name}`;
    case 'literal':
      return [node.value];
  }
}

function sliced(list: readonly unknown[], from = 0, to = list.length, stride = 1): readonly unknown[] {
  const start = from < 0 ? from + list.length : from;
  const end = Math.min(to < 0 ? to + list.length : to, list.length);
  return list.slice(start, end).filter((_, index) => index % stride === 0);
}

function descendants(value: unknown): readonly unknown[] {
  const children = isJsonList(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  return [value, ...children.flatMap(descendants)];
}

function fieldsBelow(value: unknown, name: string): readonly unknown[] {
  return descendants(value).flatMap((each) => (isJsonObject(each) && each[name] !== undefined ? [each[name]] : []));
}

function holds(filter: Extract<JsonPathNode, { readonly type: 'filter' }>, item: unknown): boolean {
  const left = evaluate(filter.left, item).values;
  if (filter.operator === 'exists') return left.length > 0;
  const right = evaluate(filter.right, item).values;
  if (left.length !== 1 || right.length !== 1) return false;
  return compare(left[0], right[0], filter.operator);
}

function compare(left: unknown, right: unknown, operator: string): boolean {
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  const order =
    typeof left === 'number' && typeof right === 'number' ? left - right : byCodeUnit(String(left), String(right));
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}
