// How many pods (or weights of terms) there are by topology: a label's key and the value that a node has for it.
// Counted once in an attempt; a dry run then asks how it would be with some pods gone or come, many times over, and so
// keeps its few changes beside the counts instead of copying them.

import type { StringMap } from '../../model/objects.ts';

interface Change {
  readonly key: string;
  readonly value: string;
  readonly by: number;
}

/** Counts by key and value. Made by `TopologyCounter`, changed by `withChange`. */
export interface TopologyCounts {
  readonly counted: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly changes: readonly Change[];
  /** Pairs whose count is not 0. */
  readonly pairs: number;
}

/** Adds up counts while a list of nodes is gone through. */
export class TopologyCounter {
  readonly #counted = new Map<string, Map<string, number>>();

  /** True if something was added, be it 0. */
  get hasAny(): boolean {
    return this.#counted.size > 0;
  }

  /** A node without the label does not count. */
  add(labels: StringMap | undefined, key: string, by: number): void {
    const value = labels?.[key];
    if (value === undefined) return;
    let values = this.#counted.get(key);
    if (values === undefined) {
      values = new Map();
      this.#counted.set(key, values);
    }
    values.set(value, (values.get(value) ?? 0) + by);
  }

  counts(): TopologyCounts {
    let pairs = 0;
    for (const values of this.#counted.values()) for (const count of values.values()) if (count !== 0) pairs += 1;
    return { counted: this.#counted, changes: [], pairs };
  }
}

/** The count of one pair. */
export function countOf({ counted, changes }: TopologyCounts, key: string, value: string): number {
  let count = counted.get(key)?.get(value) ?? 0;
  for (const change of changes) if (change.key === key && change.value === value) count += change.by;
  return count;
}

/** The counts with one changed. A node without the label changes nothing. */
export function withChange(
  counts: TopologyCounts,
  labels: StringMap | undefined,
  key: string,
  by: number,
): TopologyCounts {
  const value = labels?.[key];
  if (value === undefined || by === 0) return counts;
  const before = countOf(counts, key, value);
  const pairs = counts.pairs + (before === 0 ? 1 : 0) - (before + by === 0 ? 1 : 0);
  return { ...counts, changes: [...counts.changes, { key, value, by }], pairs };
}

/** True if one of the labels, as key and value, has a count above 0. */
export function hasCountedLabel(counts: TopologyCounts, labels: StringMap = {}): boolean {
  if (counts.pairs === 0) return false;
  for (const key of counts.counted.keys()) if (isCounted(counts, labels, key)) return true;
  return counts.changes.some(({ key }) => isCounted(counts, labels, key));
}

function isCounted(counts: TopologyCounts, labels: StringMap, key: string): boolean {
  const value = labels[key];
  return value !== undefined && countOf(counts, key, value) > 0;
}
