// The order of items in a list that a patch has been merged into.
//
// What the patch names keeps the patch's order, the rest keeps its own; the two are woven together so that items which
// were there before stay in front of those they stood in front of. New items come as early as that allows.
// Mirrors apimachinery/pkg/util/strategicpatch/patch.go, normalizeElementOrder and mergeSortedSlice (v1.36).

/** Tells items apart: the value of the merge key, or the item itself. */
export type Identify = (item: unknown) => unknown;

/** `merged` in order: items among `named` in the order of `named`, woven into the others in the order of `before`. */
export function orderElements(
  merged: readonly unknown[],
  named: readonly unknown[],
  before: readonly unknown[],
  identify: Identify,
): readonly unknown[] {
  const patchOrder = named.map(identify);
  const serverOrder = before.map(identify);
  const isNamed = (item: unknown): boolean => patchOrder.includes(identify(item));
  const fromPatch = sortedBy(merged.filter(isNamed), patchOrder, identify);
  const fromServer = sortedBy(
    merged.filter((item) => !isNamed(item)),
    serverOrder,
    identify,
  );
  const woven: unknown[] = [];
  let next = 0;
  for (const item of fromServer) {
    const place = serverOrder.indexOf(identify(item));
    while (next < fromPatch.length) {
      const other = serverOrder.indexOf(identify(fromPatch[next]));
      if (place >= 0 && other >= 0 && place < other) break;
      woven.push(fromPatch[next]);
      next += 1;
    }
    woven.push(item);
  }
  // As long as it has to be and no longer: pushing leaves room for more, and records live long.
  return woven.concat(fromPatch.slice(next));
}

/** The items in the order in which `order` names them. */
export function sortedBy(items: readonly unknown[], order: readonly unknown[], identify: Identify): readonly unknown[] {
  return items.toSorted((a, b) => order.indexOf(identify(a)) - order.indexOf(identify(b)));
}
