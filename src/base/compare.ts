// Total orders. Strings are compared by UTF-16 code unit, because a locale's order differs between engines;
// a comparator that ends in a total order makes a sort independent of the order of its input.

/** Negative, zero or positive, as `Array.prototype.sort` wants it. */
export type Comparator<T> = (a: T, b: T) => number;

/** Orders strings by UTF-16 code unit. */
export function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A text whose order by code unit is that of its numbers: `worker-10` comes after `worker-9`. */
export function naturalKey(text: string): string {
  return text.replace(/\d+/g, (digits) => digits.padStart(9, '0'));
}

/** Orders numbers upwards. NaN has no place in an order: do not pass it. */
export function byNumber(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The first comparator that tells two values apart decides. */
export function chain<T>(...comparators: readonly Comparator<T>[]): Comparator<T> {
  return (a, b) => {
    for (const compare of comparators) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
}
