// Compares two stories of a node as the recordings' README asks: texts and order exactly, statuses up to those that
// last less than 100 ms, times by the time since the step before, within the spread that upstream's randomness has.

import type { Entry, Story } from './kubelet-story.ts';
import type { Difference } from './replayer.ts';

const SHORT_MS = 100;
/** Events of one object that upstream sends in a row. */
const EVENT_BURST = 25;

export type CompareOptions = { readonly noiseMs: number; readonly endMs: number };

type Item = Entry & { readonly isOptional: boolean };
type Pair = readonly [recorded: Item, simulated: Item];

export function compareStories(recorded: Story, simulated: Story, options: CompareOptions): Difference | undefined {
  const preparations = { calls: asTheyAre, statuses: withOptional, events: requeuesOnce };
  for (const part of ['calls', 'statuses', 'events'] as const) {
    const keys = new Set([...recorded[part].keys(), ...simulated[part].keys()]);
    for (const key of keys) {
      const [a, b] = [recorded, simulated].map((story) => preparations[part](story[part].get(key) ?? [], options));
      const isCut = part === 'events' && [recorded, simulated].some((story) => isOverBurst(story[part].get(key)));
      const difference = compareLists(a ?? [], b ?? [], isCut, options);
      if (difference !== undefined) return { ...difference, field: `${part} ${key} ${difference.field}` };
    }
  }
  return undefined;
}

function compareLists(
  recorded: readonly Item[],
  simulated: readonly Item[],
  isCut: boolean,
  options: CompareOptions,
): Difference | undefined {
  const aligned = align(recorded, simulated, isCut, options.endMs);
  if (!Array.isArray(aligned)) return aligned as Difference;
  const pairs = aligned as readonly Pair[];
  for (const [index, [a, b]] of pairs.entries()) {
    const before = pairs[index - 1];
    // When the first probes run depends on the relist.
    if (a.text.includes('"Unhealthy"')) continue;
    const [gapA, gapB] = [a.atMs - (before?.[0].atMs ?? 0), b.atMs - (before?.[1].atMs ?? 0)];
    if (Math.abs(gapA - gapB) <= spreadMs(Math.max(gapA, gapB)) + SHORT_MS + 3 * options.noiseMs) continue;
    const field = `time since the one before [${index}]`;
    return { field, expected: { ...a, gapMs: gapA }, actual: { ...b, gapMs: gapB } };
  }
  return undefined;
}

/**
 * How far two runs may be apart in one step: a relist or two (2.2 s), or the jitter of a requeue, which is half of the
 * wait up to 60 s.
 */
function spreadMs(gapMs: number): number {
  return 2_200 + Math.min(gapMs, 60_000) / 3;
}

/**
 * Matches two lists in order; optional items may be left out on either side, and what comes too late for the
 * recording.
 */
function align(a: readonly Item[], b: readonly Item[], isCut: boolean, endMs: number): readonly Pair[] | Difference {
  let furthest = { i: 0, j: 0 };
  const failed = new Set<number>();
  const match = (i: number, j: number): readonly Pair[] | undefined => {
    const [x, y] = [a[i], b[j]];
    if (x === undefined && y === undefined) return [];
    if (isCut && (x === undefined || y === undefined)) return [];
    const id = i * (b.length + 1) + j;
    if (failed.has(id)) return undefined;
    if (i + j > furthest.i + furthest.j) furthest = { i, j };
    if (x !== undefined && y !== undefined && x.text === y.text) {
      const rest = match(i + 1, j + 1);
      if (rest !== undefined) return [[x, y], ...rest];
    }
    if (x !== undefined && (x.isOptional || (y === undefined && isTooLate(x, a[i - 1], b[j - 1], endMs)))) {
      const rest = match(i + 1, j);
      if (rest !== undefined) return rest;
    }
    if (y !== undefined && (y.isOptional || (x === undefined && isTooLate(y, b[j - 1], a[i - 1], endMs)))) {
      const rest = match(i, j + 1);
      if (rest !== undefined) return rest;
    }
    failed.add(id);
    return undefined;
  };
  const pairs = match(0, 0);
  if (pairs !== undefined) return pairs;
  const { i, j } = furthest;
  return { field: `[${i}]`, expected: a[i], actual: b[j] };
}

/**
 * True if an item may come after the end on the side where it is missing, as far apart as the two sides are by then.
 */
function isTooLate(item: Entry, before: Entry | undefined, otherBefore: Entry | undefined, endMs: number): boolean {
  const offset = (otherBefore?.atMs ?? 0) - (before?.atMs ?? 0);
  return item.atMs + offset + spreadMs(item.atMs - (before?.atMs ?? 0)) >= endMs;
}

function asTheyAre(entries: readonly Entry[]): readonly Item[] {
  return entries.map((entry) => ({ ...entry, isOptional: false }));
}

function withOptional(entries: readonly Entry[], { noiseMs }: CompareOptions): readonly Item[] {
  return entries.map((entry, i) => {
    const next = entries[i + 1];
    const isShort = next !== undefined && next.atMs - entry.atMs < SHORT_MS + 2 * noiseMs;
    return { ...entry, isOptional: isShort || isByRelist(entry.text) };
  });
}

/** A container that is being created while the pod has its address: shown only if a relist comes in between. */
function isByRelist(text: string): boolean {
  return text.includes('"podIP":true') && text.includes('ContainerCreating');
}

/**
 * Runs of back-off events and of failed probes as one and without their counts: they come with each requeue, and with
 * syncs that depend on the relist. So do probes of a container that has just ended. After a burst upstream drops most
 * events, and which ones depends on the number of requeues before: from there on nothing is compared.
 */
function requeuesOnce(entries: readonly Entry[]): readonly Item[] {
  const kept: Item[] = [];
  for (const entry of entries.slice(0, EVENT_BURST)) {
    const isRequeue = /"reason":"(BackOff|Unhealthy)"|Error: ImagePullBackOff/.test(entry.text);
    const text = isRequeue ? entry.text.replace(/"count":\d+,/, '') : entry.text;
    const isRepeated = kept.slice(-2).some((other) => isRequeue && other.text === text);
    if (!isRepeated) kept.push({ ...entry, text, isOptional: entry.text.includes('probe errored') });
  }
  return kept;
}

function isOverBurst(entries: readonly Entry[] | undefined): boolean {
  return (entries?.length ?? 0) > EVENT_BURST;
}
