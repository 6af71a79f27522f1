// Equality of plain data, field by field. Records share their frozen parts, so that most comparisons end at one
// identity test.

/** True if two pieces of plain data say the same. A field that is undefined counts as absent. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => deepEqual(item, b[index]));
  }
  const left = a as { readonly [field: string]: unknown };
  const right = b as { readonly [field: string]: unknown };
  for (const field in left) if (!deepEqual(left[field], right[field])) return false;
  for (const field in right) if (right[field] !== undefined && left[field] === undefined) return false;
  return true;
}
