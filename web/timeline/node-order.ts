// The order of nodes, over the whole run and never over the view: by name, by their worst state, or by the moment of
// their first trouble. And which nodes change nearest to a moment.

import { naturalKey } from '../../src/base/compare.ts';
import type { NodeTrack, PodBar, Timeline } from '../../src/report/timeline-model.ts';
import { countBelow, memoized } from './memo.ts';
import { SEVERITY } from './states.ts';

export type NodeSort = 'name' | 'worst' | 'first';

/** What a node went through. */
interface Trouble {
  readonly severity: number;
  /** The longest stretch of that severity. */
  readonly longest: number;
  /** The first moment of severity 3 or more. */
  readonly firstAt: number;
}

const FIRST_SEVERITY = 3;

const troubles: (timeline: Timeline) => readonly Trouble[] = memoized((timeline: Timeline) =>
  timeline.nodes.map(troubleOf),
);

function troubleOf({ segments, bars }: Pick<NodeTrack, 'segments' | 'bars'>): Trouble {
  let [severity, longest, firstAt] = [0, 0, Number.POSITIVE_INFINITY];
  const take = (own: number, from: number, to: number): void => {
    if (own > severity) [severity, longest] = [own, 0];
    if (own === severity) longest = Math.max(longest, to - from);
    if (own >= FIRST_SEVERITY) firstAt = Math.min(firstAt, from);
  };
  for (const { state, from, to } of segments) if (state === 'notready') take(SEVERITY.unknown, from, to);
  for (const bar of bars) for (const { state, from, to } of bar.segments) take(SEVERITY[state], from, to);
  return { severity, longest, firstAt };
}

/** When a node became NotReady; that its taints change later is no news. */
export function lostMoments({ segments }: NodeTrack): readonly number[] {
  return segments.flatMap(({ state, from }, index) =>
    state === 'notready' && segments[index - 1]?.state !== 'notready' ? [from] : [],
  );
}

const byName: (timeline: Timeline) => readonly number[] = memoized((timeline: Timeline) =>
  timeline.nodes
    .map((node, index) => ({ index, key: naturalKey(node.name) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ index }) => index),
);

/** Indices into `timeline.nodes`. */
export function nodeOrder(timeline: Timeline, sort: NodeSort): readonly number[] {
  const named = byName(timeline);
  if (sort === 'name') return named;
  const all = troubles(timeline);
  const of = (index: number): Trouble => all[index] ?? { severity: 0, longest: 0, firstAt: Number.POSITIVE_INFINITY };
  return named.toSorted((a, b) => byTrouble(of(a), of(b), sort));
}

function byTrouble(one: Trouble, other: Trouble, sort: NodeSort): number {
  if (sort === 'name') return 0;
  if (sort === 'first') return one.firstAt === other.firstAt ? 0 : one.firstAt - other.firstAt;
  return other.severity - one.severity || other.longest - one.longest;
}

/** Groups of pods by what they went through; by name where that is the same. */
export function groupOrder(
  groups: ReadonlyMap<string, readonly PodBar[]>,
  sort: NodeSort,
): readonly (readonly [name: string, bars: readonly PodBar[]])[] {
  return [...groups]
    .map(([name, bars]) => ({ name, bars, trouble: troubleOf({ segments: [], bars }) }))
    .toSorted((a, b) => byTrouble(a.trouble, b.trouble, sort) || (a.name < b.name ? -1 : 1))
    .map(({ name, bars }) => [name, bars]);
}

/** The worst severity that a node ever has. */
export function nodeSeverity(timeline: Timeline, index: number): number {
  return troubles(timeline)[index]?.severity ?? 0;
}

const changes: (node: NodeTrack) => readonly number[] = memoized((node: NodeTrack) => {
  const moments = new Set<number>();
  for (const segment of node.segments) if (segment.from > 0) moments.add(segment.from);
  for (const bar of node.bars) for (const segment of bar.segments) if (segment.from > 0) moments.add(segment.from);
  return [...moments].toSorted((a, b) => a - b);
});

/** The `count` nodes that change nearest to a moment, by name. */
export function nodesAround(timeline: Timeline, at: number, count: number): readonly number[] {
  const distances = timeline.nodes.map((node, index) => {
    const moments = changes(node);
    const below = countBelow(moments, at);
    const before = at - (moments[below - 1] ?? Number.NEGATIVE_INFINITY);
    const after = (moments[below] ?? Number.POSITIVE_INFINITY) - at;
    return { index, distance: Math.min(before, after) };
  });
  const chosen = new Set(
    distances
      .toSorted((a, b) => (a.distance === b.distance ? a.index - b.index : a.distance - b.distance))
      .slice(0, count)
      .map(({ index }) => index),
  );
  return byName(timeline).filter((index) => chosen.has(index));
}
