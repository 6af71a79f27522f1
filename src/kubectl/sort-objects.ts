// `--sort-by`: objects in the order of a field. Texts that are quantities compare as such; what lacks the field comes
// first. Mirrors staging/src/k8s.io/kubectl/pkg/cmd/get/sorter.go (v1.36); of equal ones the order stays.

import { byCodeUnit } from '../base/compare.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { KubeObject } from '../model/objects.ts';
import { compareQuantities, parseQuantity } from '../model/quantity.ts';
import { toApiJson } from '../model/times.ts';
import { findResults, type JsonPath, parseJsonPath, relaxedJsonPath } from './jsonpath.ts';

/** The field that objects are sorted by. */
export interface SortField {
  readonly template: string;
  readonly path: JsonPath;
}

/** Reads `.metadata.name`, `{.metadata.name}` or `metadata.name`; what cannot be read is an error. */
export function parseSortField(text: string): Result<SortField, string> {
  const template = relaxedJsonPath(text);
  const path = parseJsonPath(template);
  return path.ok ? ok({ template, path: path.value }) : path;
}

/** The objects in order, or why they cannot be sorted. */
export function sortObjects(
  objects: readonly KubeObject[],
  { template, path }: SortField,
  startsAtEpochMicros: number,
): Result<readonly KubeObject[], string> {
  const keyed = objects.map((object) => {
    const [first = []] = findResults(path, toApiJson(object, startsAtEpochMicros));
    return { object, value: first[0] };
  });
  if (objects.length > 0 && keyed.every(({ value }) => value === undefined)) {
    return err(`couldn't find any field with path "${template}" in the list of objects`);
  }
  return ok(keyed.sort((a, b) => compare(a.value, b.value)).map(({ object }) => object));
}

function compare(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a), String(b)];
  const [first, second] = [parseQuantity(left), parseQuantity(right)];
  return first.ok && second.ok ? compareQuantities(first.value, second.value) : byCodeUnit(left, right);
}
