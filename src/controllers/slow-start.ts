// Slow start: creations go out in batches of 1, 2, 4, 8 ..., so that what would fail a thousand times fails once.
// Mirrors pkg/controller/replicaset/replica_set.go, slowStartBatch (v1.36).

/** Splits a list into batches of 1, 2, 4, 8 ... */
export function slowStartBatches<T>(items: readonly T[]): readonly (readonly T[])[] {
  const batches: (readonly T[])[] = [];
  let size = 1;
  for (let start = 0; start < items.length; start += size / 2) {
    batches.push(items.slice(start, start + size));
    size *= 2;
  }
  return batches;
}
