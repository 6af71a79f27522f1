// The patch that `kubectl apply` sends: what the manifest changes in the live object, and what it has dropped since it
// was last applied, which an annotation on the object remembers.
//
// Mirrors apimachinery/pkg/util/strategicpatch/patch.go, CreateThreeWayMergePatch and diffMaps, and
// kubectl/pkg/util/apply.go (v1.36).

import { byCodeUnit } from '../base/compare.ts';
import { deepEqual } from '../base/deep-equal.ts';
import { sortedBy } from './element-order.ts';
import { isJsonList, isJsonObject, type JsonObject } from './json.ts';
import { type PatchRule, patchRuleOf } from './patch-rules.ts';
import { mergePatches } from './strategic-merge.ts';

/** The annotation that remembers the manifest. */
export const LAST_APPLIED_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/** Which half of the patch: additions and changes, or deletions. */
type Half = 'changes' | 'deletions';
type Draft = { [field: string]: unknown };
type RuleOf = typeof patchRuleOf;

/** What is looked for, and how lists are told apart. */
interface Way {
  readonly half: Half;
  readonly ruleOf: RuleOf;
}

const noRule: RuleOf = () => ({});

/** The manifest with the annotation that remembers it: what kubectl sends for a new object. */
export function withLastApplied(manifest: JsonObject): JsonObject {
  const metadata = isJsonObject(manifest.metadata) ? manifest.metadata : {};
  const { [LAST_APPLIED_ANNOTATION]: _, ...annotations } = annotationsOf(manifest);
  const plain = { ...manifest, metadata: { ...metadata, annotations } };
  const remembered = { ...annotations, [LAST_APPLIED_ANNOTATION]: `${sortedJson(plain)}\n` };
  return { ...manifest, metadata: { ...metadata, annotations: remembered } };
}

/**
 * The patch that `kubectl apply` sends for an object that exists; undefined when nothing changes. A merge patch, for
 * kinds that are not built in, replaces lists as a whole.
 */
export function applyPatch(
  manifest: JsonObject,
  live: JsonObject,
  patchType: 'strategic' | 'merge' = 'strategic',
): JsonObject | undefined {
  const text = annotationsOf(live)[LAST_APPLIED_ANNOTATION];
  const last: unknown = typeof text === 'string' ? JSON.parse(text) : {};
  const ruleOf = patchType === 'strategic' ? patchRuleOf : noRule;
  const patch = threeWayPatch(isJsonObject(last) ? last : {}, withLastApplied(manifest), live, ruleOf);
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** Changes from `live` to `modified` without deletions, and deletions from `last` to `modified`. */
export function threeWayPatch(
  last: JsonObject,
  modified: JsonObject,
  live: JsonObject,
  ruleOf: RuleOf = patchRuleOf,
): JsonObject {
  const deletions = diffObjects(last, modified, '', { half: 'deletions', ruleOf });
  return mergePatches(deletions, diffObjects(live, modified, '', { half: 'changes', ruleOf }));
}

function annotationsOf(object: JsonObject): JsonObject {
  const metadata = object.metadata;
  const annotations = isJsonObject(metadata) ? metadata.annotations : undefined;
  return isJsonObject(annotations) ? annotations : {};
}

function diffObjects(from: JsonObject, to: JsonObject, parent: string, way: Way, retainsKeys = false): JsonObject {
  const { half } = way;
  const patch: Draft = {};
  for (const [field, value] of Object.entries(to)) {
    if (!Object.hasOwn(from, field)) {
      if (half === 'changes') patch[field] = value;
    } else {
      diffField(patch, field, from[field], value, parent, way);
    }
  }
  const dropped = Object.keys(from).filter((field) => !Object.hasOwn(to, field));
  if (half === 'deletions') for (const field of dropped) patch[field] = null;
  const kept = Object.keys(to).filter((field) => to[field] !== null);
  if (retainsKeys && kept.length > 0 && (Object.keys(patch).length > 0 || dropped.length > 0)) {
    patch.$retainKeys = kept.toSorted(byCodeUnit);
  }
  return patch;
}

function diffField(patch: Draft, field: string, from: unknown, to: unknown, parent: string, way: Way): void {
  const { half } = way;
  const rule = way.ruleOf(field, parent);
  if (isJsonObject(from) && isJsonObject(to)) {
    const inner = diffObjects(from, to, field, way, rule.retainsKeys);
    if (Object.keys(inner).length > 0) patch[field] = inner;
  } else if (isJsonList(from) && isJsonList(to) && (rule.mergeKey !== undefined || rule.isSet === true)) {
    if (from.length === 0) {
      if (half === 'changes' && to.length > 0) patch[field] = to;
    } else if (rule.mergeKey === undefined) {
      diffSets(patch, field, from, to, half);
    } else {
      diffItems(patch, field, from, to, rule, rule.mergeKey, way);
    }
  } else if (half === 'changes' && !deepEqual(from, to)) {
    patch[field] = to;
  }
}

function diffItems(
  patch: Draft,
  field: string,
  from: readonly unknown[],
  to: readonly unknown[],
  rule: PatchRule,
  mergeKey: string,
  way: Way,
): void {
  const { half } = way;
  const keyOf = (item: unknown): unknown => (isJsonObject(item) ? item[mergeKey] : undefined);
  const items: unknown[] = [];
  for (const item of to) {
    const known = from.find((other) => keyOf(other) === keyOf(item));
    if (isJsonObject(known) && isJsonObject(item)) {
      const inner = diffObjects(known, item, field, way, rule.retainsKeys);
      if (Object.keys(inner).length > 0) items.push({ ...inner, [mergeKey]: keyOf(item) });
    } else if (half === 'changes') {
      items.push(item);
    }
  }
  const isDropped = (item: unknown): boolean => !to.some((other) => keyOf(other) === keyOf(item));
  if (half === 'deletions') {
    const keys = from.filter(isDropped).map(keyOf);
    const sorted = keys.toSorted((a, b) => byCodeUnit(`${a}`, `${b}`));
    items.push(...sorted.map((key) => ({ $patch: 'delete', [mergeKey]: key })));
  }
  if (items.length > 0) patch[field] = items;
  const isSameOrder = from.length === to.length && from.every((item, index) => keyOf(item) === keyOf(to[index]));
  if (items.length > 0 || (half === 'changes' && !isSameOrder)) {
    patch[`$setElementOrder/${field}`] = to.map((item) => ({ [mergeKey]: keyOf(item) }));
  }
}

function diffSets(patch: Draft, field: string, from: readonly unknown[], to: readonly unknown[], half: Half): void {
  const added = to.filter((item) => !from.includes(item));
  const dropped = [...new Set(from.filter((item) => !to.includes(item)))];
  if (half === 'changes' && added.length > 0) patch[field] = sortedBy(added, to, (item) => item);
  if (half === 'deletions' && dropped.length > 0) {
    patch[`$deleteFromPrimitiveList/${field}`] = dropped.toSorted((a, b) => byCodeUnit(`${a}`, `${b}`));
  }
  const isOrdered = half === 'changes' ? !deepEqual(from, to) : dropped.length > 0;
  if (isOrdered) patch[`$setElementOrder/${field}`] = to;
}

/** JSON as Go writes it: keys sorted, and the characters escaped that HTML or JavaScript would trip over. */
function sortedJson(value: unknown): string {
  const text = JSON.stringify(value, (_, inner: unknown) =>
    isJsonObject(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => byCodeUnit(a, b))) : inner,
  );
  const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text.replace(/[<>&\u2028\u2029]/g, escape);
}
