// What replays vectors: recordings of what the real Kubernetes decided, which the model has to decide again.
//
// A replayer takes one set (a file of cases). It says which cases it can replay at all, and replays one: nothing when
// the model agrees in every field, else the first difference.

/** One recorded case: a line of a set, or a file of a folder that is one set. */
export type Vector = {
  readonly id: string;
  readonly tags: readonly string[];
  readonly data: { readonly [field: string]: unknown };
};

/** Where recording and model part. */
export type Difference = {
  readonly field: string;
  readonly expected: unknown;
  readonly actual: unknown;
};

/** Listed by hand in replayers.ts. */
export type Replayer = {
  readonly folder: string;
  readonly set: string;
  /** Why the case is left out; undefined when it is in scope. */
  scope(vector: Vector): string | undefined;
  replay(vector: Vector): Difference | undefined;
};

/**
 * The first place where two JSON values differ, by path (`spec.containers[0].name`). The order of keys means nothing,
 * and a field that is undefined is absent.
 */
export function firstDifference(expected: unknown, actual: unknown, path = ''): Difference | undefined {
  if (Object.is(expected, actual)) return undefined;
  if (Array.isArray(expected) && Array.isArray(actual)) {
    for (let i = 0; i < Math.max(expected.length, actual.length); i += 1) {
      const difference = firstDifference(expected[i], actual[i], `${path}[${i}]`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (isRecord(expected) && isRecord(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const difference = firstDifference(expected[key], actual[key], path === '' ? key : `${path}.${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  return { field: path, expected, actual };
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
