// Custom resources: what the schema of their definition asks for. First what is missing is filled in and what is
// unknown is taken out; then every value is looked at; lists that are sets or maps have each item once; rules in CEL
// come last. Mirrors staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/{schema,validation} and
// k8s.io/kube-openapi/pkg/validation (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import { parseRfc3339 } from '../../base/wall-clock.ts';
import { patternOf } from '../cel/evaluate.ts';
import { checkMetadata } from './metadata.ts';
import { has, listAt, type Part, partAt, textAt, textsAt } from './parts.ts';
import { createReport, type FieldError, type Report } from './report.ts';
import { checkRules, hasRules, OF_EVERY_OBJECT } from './rules-in-cel.ts';

/** An object as its schema has it, and the paths of the fields that were taken out. */
export interface Pruned {
  readonly object: Part;
  readonly unknown: readonly string[];
}

/** The object without what its schema does not know, with its defaults. */
export function withSchema(schema: Part, object: Part): Pruned {
  const unknown: string[] = [];
  const own = Object.fromEntries(
    OF_EVERY_OBJECT.flatMap((field) => (has(object, field) ? [[field, object[field]]] : [])),
  );
  const rest = Object.fromEntries(Object.entries(object).filter(([field]) => !OF_EVERY_OBJECT.includes(field)));
  return { object: { ...own, ...(shaped(schema, rest, '', unknown) as Part) }, unknown };
}

function shaped(schema: Part, value: unknown, at: string, unknown: string[]): unknown {
  if (Array.isArray(value)) {
    const items = partAt(schema, 'items');
    return has(schema, 'items') ? value.map((item, index) => shaped(items, item, `${at}[${index}]`, unknown)) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const properties = partAt(schema, 'properties');
  const others = schema.additionalProperties;
  const keepsAll = schema['x-kubernetes-preserve-unknown-fields'] === true || others === true;
  const filled: { [field: string]: unknown } = {};
  for (const [field, inner] of Object.entries(value)) {
    const where = at === '' ? field : `${at}.${field}`;
    if (has(properties, field)) filled[field] = shaped(partAt(properties, field), inner, where, unknown);
    else if (typeof others === 'object') filled[field] = shaped(others as Part, inner, where, unknown);
    else if (keepsAll || isEmbedded(schema, field)) filled[field] = inner;
    else unknown.push(where);
  }
  for (const [field, property] of Object.entries(properties)) {
    const { default: preset } = property as Part;
    if (filled[field] === undefined && preset !== undefined) filled[field] = shaped(property as Part, preset, '', []);
  }
  return filled;
}

function isEmbedded(schema: Part, field: string): boolean {
  return schema['x-kubernetes-embedded-resource'] === true && OF_EVERY_OBJECT.includes(field);
}

const BLOCKING = /^(Required value|Unsupported value|Too long|Too many)|must be of type/;
const NOT_CHECKED =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete ' +
  'validation';

/** Every error of a custom resource that has been filled in; `old` is its version so far. */
export function validateCustomResource(schema: Part, object: Part, old?: Part): readonly FieldError[] {
  const report = createReport();
  checkMetadata(report, object);
  checkValue(report, schema, object, '');
  checkLists(report, schema, object, '');
  if (!hasRules(schema)) return report.errors;
  if (report.errors.some(({ problem }) => BLOCKING.test(problem))) report.invalid('<nil>', undefined, NOT_CHECKED);
  else checkRules(report, schema, object, old, '');
  return report.errors;
}

function checkValue(report: Report, schema: Part, value: unknown, at: string): void {
  const types = typesOf(schema);
  const type = typeOfValue(value);
  const fits = types.length === 0 || types.includes(type) || (type === 'integer' && types.includes('number'));
  if (!fits) {
    report.invalid(at, type, `${at} in body must be of type ${types.join(',')}: "${type}"`);
    return;
  }
  checkChoices(report, schema, value, at);
  if (typeof value === 'string') checkString(report, schema, value, at);
  else if (typeof value === 'number') checkNumber(report, schema, value, at);
  else if (Array.isArray(value)) checkItems(report, schema, value, at);
  const allowed = schema.enum;
  if (Array.isArray(allowed) && !allowed.some((choice) => deepEqual(choice, value))) {
    report.unsupported(
      at,
      value,
      allowed.map((choice) => (typeof choice === 'string' ? choice : JSON.stringify(choice))),
    );
  }
  if (type === 'object') checkFields(report, schema, value as Part, at);
}

function typesOf(schema: Part): readonly string[] {
  if (schema['x-kubernetes-int-or-string'] === true) return ['integer', 'string'];
  return textAt(schema, 'type') === '' ? [] : [textAt(schema, 'type')];
}

function typeOfValue(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return value === null ? 'null' : typeof value;
}

/** `allOf`, `anyOf`, `oneOf`, `not`. */
function checkChoices(report: Report, schema: Part, value: unknown, at: string): void {
  const holds = (choice: Part): boolean => {
    const trial = createReport();
    checkValue(trial, choice, value, at);
    return trial.errors.length === 0;
  };
  for (const choice of listAt(schema, 'allOf')) checkValue(report, choice, value, at);
  const [anyOf, oneOf] = [listAt(schema, 'anyOf'), listAt(schema, 'oneOf')];
  if (anyOf.length > 0 && !anyOf.some(holds)) {
    report.invalid(at, '', `"${at}" must validate at least one schema (anyOf)`);
  }
  const count = oneOf.filter(holds).length;
  if (oneOf.length > 0 && count !== 1) {
    const found = count === 0 ? 'Found none valid' : `Found ${count} valid alternatives`;
    report.invalid(at, '', `"${at}" must validate one and only one schema (oneOf). ${found}`);
  }
  if (has(schema, 'not') && holds(partAt(schema, 'not'))) {
    report.invalid(at, '', `"${at}" must not validate the schema (not)`);
  }
}

function checkString(report: Report, schema: Part, value: string, at: string): void {
  const length = [...value].length;
  const { maxLength, minLength } = schema;
  if (typeof maxLength === 'number' && length > maxLength) report.tooLong(at, maxLength);
  if (typeof minLength === 'number' && length < minLength) {
    report.invalid(at, value, `${at} in body should be at least ${minLength} chars long`);
  }
  const pattern = textAt(schema, 'pattern');
  if (pattern !== '' && patternOf(pattern)?.test(value) === false) {
    report.invalid(at, value, `${at} in body should match '${pattern}'`);
  }
  if (textAt(schema, 'format') === 'date-time' && parseRfc3339(value) === undefined) {
    report.invalid(at, value, `${at} in body must be of type date-time: ${JSON.stringify(value)}`);
  }
}

function checkNumber(report: Report, schema: Part, value: number, at: string): void {
  const { maximum, minimum, exclusiveMaximum, exclusiveMinimum, multipleOf } = schema;
  const say = (rule: string): void => report.invalid(at, value, `${at} in body should be ${rule}`);
  if (typeof multipleOf === 'number' && value % multipleOf !== 0) say(`a multiple of ${multipleOf}`);
  if (typeof maximum === 'number') {
    if (exclusiveMaximum === true ? value >= maximum : value > maximum) {
      say(`less than ${exclusiveMaximum === true ? '' : 'or equal to '}${maximum}`);
    }
  }
  if (typeof minimum === 'number') {
    if (exclusiveMinimum === true ? value <= minimum : value < minimum) {
      say(`greater than ${exclusiveMinimum === true ? '' : 'or equal to '}${minimum}`);
    }
  }
}

function checkItems(report: Report, schema: Part, items: readonly unknown[], at: string): void {
  const { maxItems, minItems, uniqueItems } = schema;
  if (has(schema, 'items')) {
    items.forEach((item, index) => checkValue(report, partAt(schema, 'items'), item, `${at}[${index}]`));
  }
  if (typeof minItems === 'number' && items.length < minItems) {
    report.invalid(at, items.length, `${at} in body should have at least ${minItems} items`);
  }
  if (typeof maxItems === 'number' && items.length > maxItems) {
    report.plain(at, `Too many: ${items.length}`, `must have at most ${maxItems} item${maxItems === 1 ? '' : 's'}`);
  }
  if (
    uniqueItems === true &&
    items.some((item, index) => items.slice(0, index).some((other) => deepEqual(item, other)))
  ) {
    report.invalid(at, '', `${at} in body shouldn't contain duplicates`);
  }
}

function checkFields(report: Report, schema: Part, object: Part, at: string): void {
  const below = (field: string): string => (at === '' ? field : `${at}.${field}`);
  const properties = partAt(schema, 'properties');
  const { maxProperties, minProperties, additionalProperties } = schema;
  const count = Object.keys(object).length;
  if (typeof minProperties === 'number' && count < minProperties) {
    report.invalid(at, count, `${at} in body should have at least ${minProperties} properties`);
  }
  if (typeof maxProperties === 'number' && count > maxProperties) {
    report.plain(at, `Too many: ${count}`, `must have at most ${maxProperties} items`);
  }
  for (const [field, property] of Object.entries(properties)) {
    if (has(object, field)) checkValue(report, property as Part, object[field], below(field));
  }
  if (typeof additionalProperties === 'object') {
    for (const [field, inner] of Object.entries(object)) {
      if (!has(properties, field)) checkValue(report, additionalProperties as Part, inner, below(field));
    }
  }
  for (const field of textsAt(schema, 'required')) if (!has(object, field)) report.required(below(field));
}

/** Items of sets and maps that are there twice. */
function checkLists(report: Report, schema: Part, value: unknown, at: string): void {
  if (Array.isArray(value)) {
    const keys = textsAt(schema, 'x-kubernetes-list-map-keys');
    const type = textAt(schema, 'x-kubernetes-list-type');
    const identities = value.map((item: unknown) =>
      type === 'map' ? Object.fromEntries(keys.map((key) => [key, (item as Part)[key]])) : item,
    );
    identities.forEach((identity, index) => {
      const isTwice =
        type === 'map' || type === 'set' ? identities.slice(0, index).some((e) => deepEqual(e, identity)) : false;
      if (isTwice) report.duplicate(`${at}[${index}]`, identity);
    });
    value.forEach((item, index) => checkLists(report, partAt(schema, 'items'), item, `${at}[${index}]`));
  } else if (typeof value === 'object' && value !== null) {
    const properties = partAt(schema, 'properties');
    for (const [field, inner] of Object.entries(value)) {
      const part = has(properties, field) ? partAt(properties, field) : partAt(schema, 'additionalProperties');
      checkLists(report, part, inner, at === '' ? field : `${at}.${field}`);
    }
  }
}
