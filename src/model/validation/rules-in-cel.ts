// The rules that a definition writes in CEL: evaluated over a custom resource, and looked at when the definition is
// written. What a rule uses that is not spoken here lets it pass.
// Mirrors staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go (v1.36).

import { evaluateCel } from '../cel/evaluate.ts';
import { type CelNode, parseCel } from '../cel/parser.ts';
import { has, listAt, type Part, partAt, textAt } from './parts.ts';
import type { Report } from './report.ts';

const RULES = 'x-kubernetes-validations';
/** Fields of every object, which its schema does not name. */
export const OF_EVERY_OBJECT: readonly string[] = ['apiVersion', 'kind', 'metadata'];

/** Whether a schema has rules anywhere. */
export function hasRules(schema: Part): boolean {
  if (has(schema, RULES)) return true;
  const inner = [schema.items, schema.additionalProperties, ...Object.values(partAt(schema, 'properties'))];
  return inner.some((part) => typeof part === 'object' && part !== null && hasRules(part as Part));
}

/** Adds the rules that a value breaks. `old`: what it was; rules about a change are for values that were there. */
export function checkRules(report: Report, schema: Part, value: unknown, old: unknown, at: string): void {
  for (const rule of listAt(schema, RULES)) {
    const problem = brokenRule(rule, value, old);
    if (problem !== undefined) report.plain(`${at}${textAt(rule, 'fieldPath')}`, 'Invalid value', problem);
  }
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      checkRules(report, partAt(schema, 'items'), item, undefined, `${at}[${index}]`);
    });
  } else if (typeof value === 'object' && value !== null) {
    const properties = partAt(schema, 'properties');
    for (const [field, inner] of Object.entries(value)) {
      const part = has(properties, field) ? partAt(properties, field) : partAt(schema, 'additionalProperties');
      const was = typeof old === 'object' && old !== null ? (old as Part)[field] : undefined;
      checkRules(report, part, inner, was, at === '' ? field : `${at}.${field}`);
    }
  }
}

function brokenRule(rule: Part, value: unknown, old: unknown): string | undefined {
  const text = textAt(rule, 'rule');
  const parsed = parseCel(text);
  if (!parsed.ok) return undefined;
  if (old === undefined && /\boldSelf\b/.test(text)) return undefined;
  const scope = new Map<string, unknown>([['self', value], ...(old === undefined ? [] : [['oldSelf', old] as const])]);
  const result = evaluateCel(parsed.value, scope);
  if (result.type === 'error') return `${result.message} evaluating rule: ${textAt(rule, 'message') || text}`;
  if (result.type !== 'value' || result.value !== false) return undefined;
  const expression = parseCel(textAt(rule, 'messageExpression'));
  const said = expression.ok ? evaluateCel(expression.value, scope) : undefined;
  if (said?.type === 'value' && typeof said.value === 'string') return said.value;
  return textAt(rule, 'message') || `failed rule: ${text}`;
}

/** Adds what is wrong with the rules of a schema itself: fields that it does not have. */
export function checkRulesOfSchema(report: Report, schema: Part, at: string): void {
  listAt(schema, RULES).forEach((rule, index) => {
    const text = textAt(rule, 'rule');
    const parsed = parseCel(text);
    if (!parsed.ok) return;
    for (const { name, at: place } of unknownFields(parsed.value, schema)) {
      const pointer = `ERROR: <input>:1:${place + 1}: undefined field '${name}'\n | ${text}\n | ${'.'.repeat(place)}^`;
      report.invalid(`${at}.${RULES}[${index}].rule`, shown(rule), `compilation failed: ${pointer}`);
    }
  });
}

function shown(rule: Part): Part {
  return {
    Rule: textAt(rule, 'rule'),
    Message: textAt(rule, 'message'),
    MessageExpression: textAt(rule, 'messageExpression'),
    Reason: rule.reason ?? null,
    FieldPath: textAt(rule, 'fieldPath'),
    OptionalOldSelf: rule.optionalOldSelf ?? null,
  };
}

interface UnknownField {
  readonly name: string;
  readonly at: number;
}

/** Fields of `self` that the schema does not have, wherever the expression takes them. */
function unknownFields(node: CelNode, schema: Part): readonly UnknownField[] {
  if (node.type === 'field') {
    const owner = schemaOf(node.of, schema);
    const isUnknown = owner !== undefined && has(owner, 'properties') && !has(partAt(owner, 'properties'), node.name);
    if (OF_EVERY_OBJECT.includes(node.name)) return [];
    if (isUnknown) return [{ name: node.name, at: node.at }];
  }
  return partsOf(node).flatMap((part) => unknownFields(part, schema));
}

/** The schema of what a chain of fields from `self` stands for. */
function schemaOf(node: CelNode, schema: Part): Part | undefined {
  if (node.type === 'name') return node.name === 'self' || node.name === 'oldSelf' ? schema : undefined;
  if (node.type !== 'field') return undefined;
  const owner = schemaOf(node.of, schema);
  return owner === undefined ? undefined : partAt(partAt(owner, 'properties'), node.name);
}

function partsOf(node: CelNode): readonly CelNode[] {
  switch (node.type) {
    case 'literal':
    case 'name':
      return [];
    case 'field':
    case 'not':
    case 'minus':
      return [node.of];
    case 'index':
      return [node.of, node.index];
    case 'call':
      return node.of === undefined ? node.args : [node.of, ...node.args];
    case 'list':
      return node.items;
    case 'map':
      return node.entries.flat();
    case 'binary':
      return [node.left, node.right];
    case 'choice':
      return [node.condition, node.then, node.otherwise];
  }
}
