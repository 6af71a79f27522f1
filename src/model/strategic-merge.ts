// Patches put into objects: JSON merge patch, and Kubernetes' strategic merge patch, which merges certain lists item by
// item and knows directives (`$patch`, `$setElementOrder/x`, `$deleteFromPrimitiveList/x`, `$retainKeys`).
//
// `mergePatches` is the same for a patch on top of a patch, where nulls and directives have to survive: kubectl apply
// joins its two halves so. Nothing is changed in place.
// Mirrors staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (v1.36) and RFC 7386.

import { orderElements } from './element-order.ts';
import { isJsonList, isJsonObject, type JsonObject } from './json.ts';
import { type PatchRule, patchRuleOf } from './patch-rules.ts';

type Target = 'object' | 'patch';
type Draft = { [field: string]: unknown };

const ORDER_PREFIX = '$setElementOrder/';
const DELETE_PREFIX = '$deleteFromPrimitiveList/';
const RETAIN_KEYS = '$retainKeys';

/** RFC 7386: null removes, objects merge, everything else replaces. */
export function jsonMergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const merged: Draft = isJsonObject(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field];
    else merged[field] = jsonMergePatch(merged[field], value);
  }
  return merged;
}

/** The object with a strategic merge patch applied. */
export function strategicMerge(object: unknown, patch: unknown): unknown {
  return isJsonObject(object) && isJsonObject(patch) ? mergeObjects(object, patch, '', 'object') : patch;
}

/** One patch that does what the two do one after the other. */
export function mergePatches(first: JsonObject, second: JsonObject): JsonObject {
  return mergeObjects(first, second, '', 'patch');
}

function mergeObjects(original: JsonObject, patch: JsonObject, parent: string, target: Target): JsonObject {
  if (patch.$patch === 'replace') return without(patch, ['$patch']);
  if (patch.$patch === 'delete') return {};
  const merged = retained(original, patch, target);
  let hasDirectives = false;
  for (const field in patch) {
    if (!field.startsWith('$')) {
      mergeField(merged, field, patch[field], patch, parent, target);
      continue;
    }
    hasDirectives = true;
    if (field.startsWith(ORDER_PREFIX)) {
      if (target === 'patch') merged[field] ??= patch[field];
    } else if (field.startsWith(DELETE_PREFIX)) {
      if (target === 'patch') merged[field] = patch[field];
    } else if (field !== RETAIN_KEYS) {
      mergeField(merged, field, patch[field], patch, parent, target);
    }
  }
  if (!hasDirectives) return compact(merged);
  if (target === 'object') deleteFromSets(merged, patch);
  for (const field of Object.keys(patch).filter((name) => name.startsWith(ORDER_PREFIX))) {
    orderField(merged, original, patch, field.slice(ORDER_PREFIX.length), parent);
  }
  return compact(merged);
}

/**
 * Without the fields that were taken away. Engines keep objects from which fields were deleted, and those that grow
 * after a spread, in three times the space: records live long, so they are copied field by field.
 */
function compact(draft: Draft): JsonObject {
  for (const field in draft) if (draft[field] === undefined) return copyOf(draft);
  return draft;
}

function copyOf(object: JsonObject): Draft {
  const copy: Draft = {};
  for (const field in object) if (object[field] !== undefined) copy[field] = object[field];
  return copy;
}

/** A copy of the original, without the fields that the patch does not want to retain. */
function retained(original: JsonObject, patch: JsonObject, target: Target): Draft {
  const names = patch[RETAIN_KEYS];
  if (!isJsonList(names)) return copyOf(original);
  if (target === 'patch') return { [RETAIN_KEYS]: names, ...original };
  return Object.fromEntries(Object.entries(original).filter(([field]) => names.includes(field)));
}

function mergeField(
  merged: Draft,
  field: string,
  value: unknown,
  patch: JsonObject,
  parent: string,
  target: Target,
): void {
  const current = merged[field];
  if (value === null) {
    if (target === 'patch') merged[field] = null;
    else if (current !== undefined) merged[field] = undefined;
  } else if (isJsonObject(current) && isJsonObject(value)) {
    merged[field] = mergeObjects(current, value, field, target);
  } else if (isJsonList(current) && isJsonList(value)) {
    const order = patch[`${ORDER_PREFIX}${field}`];
    merged[field] = mergeLists(current, value, field, parent, target, isJsonList(order));
  } else if (isDirective(value)) {
    if (current !== undefined) merged[field] = undefined;
  } else {
    merged[field] = plain(value, target);
  }
}

function mergeLists(
  current: readonly unknown[],
  patch: readonly unknown[],
  field: string,
  parent: string,
  target: Target,
  isOrderedLater: boolean,
): readonly unknown[] {
  const rule = patchRuleOf(field, parent);
  if (rule.isSet === true) {
    const union = [...new Set([...current, ...patch])];
    return isOrderedLater ? union : orderElements(union, patch, current, (item) => item);
  }
  if (rule.mergeKey === undefined) return patch;
  const identify = identifyBy(rule);
  const items = patch.filter((item) => !isDirective(item));
  if (patch.some((item) => isJsonObject(item) && item.$patch === 'replace')) return items;
  const deleted = patch.filter((item) => isJsonObject(item) && item.$patch === 'delete').map(identify);
  const before = current.filter((item) => !deleted.includes(identify(item)));
  const merged = [...before];
  for (const item of items) {
    const index = merged.findIndex((other) => identify(other) === identify(item));
    const known = merged[index];
    if (isJsonObject(known) && isJsonObject(item)) merged[index] = mergeObjects(known, item, field, target);
    else merged.push(plain(item, target));
  }
  return isOrderedLater ? merged : orderElements(merged, items, before, identify);
}

function deleteFromSets(merged: Draft, patch: JsonObject): void {
  for (const [directive, removed] of Object.entries(patch)) {
    const field = directive.slice(DELETE_PREFIX.length);
    const list = merged[field];
    if (!directive.startsWith(DELETE_PREFIX) || !isJsonList(list) || !isJsonList(removed)) continue;
    merged[field] = list.filter((item) => !removed.includes(item));
  }
}

function orderField(merged: Draft, original: JsonObject, patch: JsonObject, field: string, parent: string): void {
  const list = merged[field];
  const order = patch[`${ORDER_PREFIX}${field}`];
  if (!isJsonList(list) || !isJsonList(order)) return;
  const before = isJsonList(original[field]) ? original[field] : [];
  const deletions = list.filter(isDirective);
  const items = list.filter((item) => !isDirective(item));
  merged[field] = [...orderElements(items, order, before, identifyBy(patchRuleOf(field, parent))), ...deletions];
}

/** A value that the patch adds: in an object without directives and nulls. One that has none is shared. */
function plain(value: unknown, target: Target): unknown {
  if (isPlain(value, target)) return value;
  if (isJsonList(value)) return value.filter((item) => !isDirective(item)).map((item) => plain(item, target));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value)
    .filter(
      ([field, inner]) => !isDirective(inner) && (target === 'patch' || (inner !== null && !field.startsWith('$'))),
    )
    .map(([field, inner]) => [field, plain(inner, target)] as const);
  return Object.fromEntries(entries);
}

function isPlain(value: unknown, target: Target): boolean {
  if (isJsonList(value)) return value.every((item) => !isDirective(item) && isPlain(item, target));
  if (!isJsonObject(value)) return true;
  for (const field in value) {
    const inner = value[field];
    if (target === 'object' && (inner === null || field.startsWith('$'))) return false;
    if (isDirective(inner) || !isPlain(inner, target)) return false;
  }
  return true;
}

function identifyBy(rule: PatchRule): (item: unknown) => unknown {
  const { mergeKey } = rule;
  return (item) => (mergeKey !== undefined && isJsonObject(item) ? item[mergeKey] : item);
}

function isDirective(value: unknown): boolean {
  return isJsonObject(value) && value.$patch !== undefined;
}

function without(object: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));
}
