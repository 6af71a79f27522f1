// Freezing a value with everything in it: what is shared from then on cannot be changed by accident, neither by a
// reader that sorts a list in place nor by a test.

/** Freezes plain data (objects and arrays) all the way down; what is frozen already is not looked into. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}
