// A sort whose result is the same in every engine even where the order is not transitive. `Array.prototype.sort` leaves
// it to the engine which elements it compares, so that Node and Firefox may differ for such an order; Kubernetes has
// one (the ranking of pods for deletion compares ages by powers of two, and uids within a power).

import type { Comparator } from './compare.ts';

/** Runs of this length are sorted by insertion, as Go does with a short list. */
const RUN = 12;

/** A sorted copy; elements that compare equal keep their order. */
export function mergeSorted<T>(items: readonly T[], compare: Comparator<T>): readonly T[] {
  let sorted: T[] = [];
  for (let from = 0; from < items.length; from += RUN)
    sorted.push(...insertionSorted(items.slice(from, from + RUN), compare));
  for (let width = RUN; width < sorted.length; width *= 2) {
    const merged: T[] = [];
    for (let from = 0; from < sorted.length; from += 2 * width) {
      const middle = from + width;
      merge(sorted.slice(from, middle), sorted.slice(middle, middle + width), compare, merged);
    }
    sorted = merged;
  }
  return sorted;
}

function insertionSorted<T>(items: readonly T[], compare: Comparator<T>): readonly T[] {
  const sorted: T[] = [];
  for (const item of items) {
    let place = sorted.length;
    while (place > 0 && compare(item, sorted[place - 1] as T) < 0) place -= 1;
    sorted.splice(place, 0, item);
  }
  return sorted;
}

function merge<T>(left: readonly T[], right: readonly T[], compare: Comparator<T>, into: T[]): void {
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    const isRightFirst = compare(right[r] as T, left[l] as T) < 0;
    into.push(isRightFirst ? (right[r++] as T) : (left[l++] as T));
  }
  while (l < left.length) into.push(left[l++] as T);
  while (r < right.length) into.push(right[r++] as T);
}
