// The difference of two texts, line by line, as hunks with three lines of context: what `diff -u` shows, without a
// header. Which lines count as the same follows Python's difflib, whose choice some texts of Kubernetes show: the
// longest stretch first, and in texts of 200 lines and more no stretch begins at a line that is there all the time.

const CONTEXT = 3;
const POPULAR_FROM = 200;

/** Lines `[a, a + length)` of one text are lines `[b, b + length)` of the other. */
interface Match {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

/** A stretch of both texts: the same, or replaced. */
interface Stretch {
  readonly isSame: boolean;
  readonly from: readonly [a: number, b: number];
  readonly to: readonly [a: number, b: number];
}

/** The hunks; empty where the texts are the same. Each line ends in a newline. */
export function unifiedDiff(before: string, after: string): string {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const lines: string[] = [];
  for (const hunk of hunksOf(stretchesOf(a, b))) {
    const [first, last] = [hunk[0], hunk.at(-1)];
    if (first === undefined || last === undefined) continue;
    lines.push(`@@ -${rangeText(first.from[0], last.to[0])} +${rangeText(first.from[1], last.to[1])} @@`);
    for (const { isSame, from, to } of hunk) {
      const old = a.slice(from[0], to[0]);
      if (isSame) lines.push(...old.map((line) => ` ${line}`));
      else lines.push(...old.map((line) => `-${line}`), ...b.slice(from[1], to[1]).map((line) => `+${line}`));
    }
  }
  return lines.map((line) => `${line}\n`).join('');
}

function rangeText(start: number, stop: number): string {
  const length = stop - start;
  if (length === 1) return `${start + 1}`;
  return `${length === 0 ? start : start + 1},${length}`;
}

function stretchesOf(a: readonly string[], b: readonly string[]): readonly Stretch[] {
  const places = placesOf(b);
  const stretches: Stretch[] = [];
  let at: readonly [number, number] = [0, 0];
  const walk = (lowA: number, highA: number, lowB: number, highB: number): void => {
    const match = longestMatch(a, b, places, [lowA, highA, lowB, highB]);
    if (match.length === 0) return;
    walk(lowA, match.a, lowB, match.b);
    const [from, to] = [[match.a, match.b] as const, [match.a + match.length, match.b + match.length] as const];
    if (at[0] < from[0] || at[1] < from[1]) stretches.push({ isSame: false, from: at, to: from });
    const last = stretches.at(-1);
    if (last?.isSame === true) stretches[stretches.length - 1] = { ...last, to };
    else stretches.push({ isSame: true, from, to });
    at = to;
    walk(to[0], highA, to[1], highB);
  };
  walk(0, a.length, 0, b.length);
  if (at[0] < a.length || at[1] < b.length) stretches.push({ isSame: false, from: at, to: [a.length, b.length] });
  return stretches;
}

/** Where each line is, but for those that are all over a long text. */
function placesOf(b: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  b.forEach((line, index) => {
    const known = places.get(line);
    if (known === undefined) places.set(line, [index]);
    else known.push(index);
  });
  if (b.length < POPULAR_FROM) return places;
  const most = Math.floor(b.length / 100) + 1;
  for (const [line, indices] of places) if (indices.length > most) places.delete(line);
  return places;
}

/** The longest stretch that both have within bounds; of several the first. */
function longestMatch(
  a: readonly string[],
  b: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  [lowA, highA, lowB, highB]: readonly [number, number, number, number],
): Match {
  let best: Match = { a: lowA, b: lowB, length: 0 };
  let lengths = new Map<number, number>();
  for (let i = lowA; i < highA; i += 1) {
    const next = new Map<number, number>();
    for (const j of places.get(a[i] ?? '') ?? []) {
      if (j < lowB || j >= highB) continue;
      const length = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, length);
      if (length > best.length) best = { a: i - length + 1, b: j - length + 1, length };
    }
    lengths = next;
  }
  let { a: startA, b: startB, length } = best;
  while (startA > lowA && startB > lowB && a[startA - 1] === b[startB - 1]) {
    [startA, startB, length] = [startA - 1, startB - 1, length + 1];
  }
  while (startA + length < highA && startB + length < highB && a[startA + length] === b[startB + length]) length += 1;
  return { a: startA, b: startB, length };
}

/** Stretches in groups, what is the same cut to the context around what is not. */
function hunksOf(stretches: readonly Stretch[]): readonly (readonly Stretch[])[] {
  const hunks: Stretch[][] = [];
  let hunk: Stretch[] = [];
  stretches.forEach((stretch, index) => {
    if (!stretch.isSame) {
      hunk.push(stretch);
      return;
    }
    const [isFirst, isLast] = [index === 0, index === stretches.length - 1];
    const { from, to } = stretch;
    const length = to[0] - from[0];
    const end = { ...stretch, to: moved(from, Math.min(CONTEXT, length)) };
    const start = { ...stretch, from: moved(to, -Math.min(CONTEXT, length)) };
    if (isFirst) hunk = [start];
    else if (isLast) hunk.push(end);
    else if (length > 2 * CONTEXT) {
      hunks.push([...hunk, end]);
      hunk = [start];
    } else hunk.push(stretch);
  });
  hunks.push(hunk);
  return hunks.filter((each) => each.some(({ isSame }) => !isSame));
}

function moved([a, b]: readonly [number, number], by: number): readonly [number, number] {
  return [a + by, b + by];
}
