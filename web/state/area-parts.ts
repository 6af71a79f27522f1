// What a marked area covers: the nodes and the bars of its rows, or all of them; and how a bar was in it. Words of
// states are counted here, so that a class can be called by the STATUS that most of it has.

import type { NodeTrack, PodBar, Segment, StateClass, Timeline } from '../../src/report/timeline-model.ts';
import { barsOf, type Row, type RowLayout } from '../timeline/rows.ts';
import { SEVERITY } from '../timeline/states.ts';
import type { TimeRange } from '../timeline/viewport.ts';
import type { Area } from './view.ts';

/** A pod's bar, with the node it is on; without a name for none. */
export interface Part {
  readonly bar: PodBar;
  readonly node: string;
  readonly zone: string;
}

export interface AreaParts {
  readonly parts: readonly Part[];
  /** None where the rows are those of pods alone. */
  readonly nodes: readonly NodeTrack[];
  /** The one row that it is of, if it is one that says which. */
  readonly row: Row | undefined;
}

/** The tracks that an area covers: those of its rows, or all where these are of nothing in particular. */
export function partsOf(timeline: Timeline, layout: RowLayout, area: Area): AreaParts {
  const rows = layout.rows.filter((row) => area.rows?.includes(row.id) === true);
  const named = rows.filter(
    ({ kind }) => kind === 'strip' || kind === 'section' || kind === 'node' || kind === 'nodeBar',
  );
  const indices = new Set(named.flatMap(nodesOf));
  const owners = new Set(rows.flatMap((row) => ownersOf(timeline, row)));
  const loose = new Set(
    rows.flatMap((row) => (row.kind === 'noNode' || row.kind === 'pods' ? barsOf(timeline, row) : [])),
  );
  const isWhole = indices.size === 0 && owners.size === 0 && loose.size === 0;
  const isInside = (bar: PodBar): boolean => bar.from < area.to && bar.to > area.from;
  const isWanted = (bar: PodBar, isOfNode: boolean): boolean =>
    isInside(bar) && (isWhole || isOfNode || owners.has(bar.owner) || loose.has(bar));
  const parts: Part[] = [];
  timeline.nodes.forEach(({ name, zone, bars }, index) => {
    for (const bar of bars) if (isWanted(bar, indices.has(index))) parts.push({ bar, node: name, zone });
  });
  for (const bar of timeline.noNode.bars) if (isWanted(bar, false)) parts.push({ bar, node: '', zone: '' });
  const nodes = timeline.nodes.filter((_, index) => isWhole || indices.has(index));
  return { parts, nodes, row: rows.length === 1 ? rows[0] : undefined };
}

function nodesOf(row: Row): readonly number[] {
  if (row.kind === 'strip' || row.kind === 'section') return row.nodes;
  return row.kind === 'node' || row.kind === 'nodeBar' ? [row.index] : [];
}

/** The owners of a workload's pods. */
function ownersOf(timeline: Timeline, row: Row): readonly string[] {
  const track = row.kind === 'workload' ? timeline.workloads[row.index] : undefined;
  if (track === undefined) return [];
  const own = `${track.kind}/${track.namespace}/${track.name}`;
  return [own, ...track.replicaSets.map((name) => `ReplicaSet/${track.namespace}/${name}`)];
}

/** How a bar was in an area: its last stretch there, the worst one, and how often it was restarted. */
export interface Stay {
  readonly last: Segment | undefined;
  readonly worst: Segment | undefined;
  readonly restarts: number;
}

export function stayOf(bar: PodBar, { from, to }: TimeRange): Stay {
  const inside = bar.segments.filter((segment) => segment.to > from && segment.from < to);
  const [first, last] = [inside[0], inside.at(-1)];
  const worst = inside.reduce<Segment | undefined>((most, one) => {
    return most === undefined || SEVERITY[one.state] > SEVERITY[most.state] ? one : most;
  }, undefined);
  return { last, worst, restarts: (last?.restarts ?? 0) - (first?.restarts ?? 0) };
}

/** Of each class the words of its stretches, with what each weighs: a number of pods, or of microseconds. */
export class WordCounts {
  readonly #counts = new Map<StateClass, Map<string, number>>();

  add({ state, word }: Pick<Segment, 'state' | 'word'>, weight: number): void {
    const words = this.#counts.get(state) ?? new Map<string, number>();
    this.#counts.set(state, words);
    words.set(word, (words.get(word) ?? 0) + weight);
  }

  /** The word that outweighs the others of its class. */
  mainOf(state: StateClass): string | undefined {
    return [...(this.#counts.get(state) ?? [])].toSorted((a, b) => b[1] - a[1])[0]?.[0];
  }

  sumOf(state: StateClass): number {
    return [...(this.#counts.get(state)?.values() ?? [])].reduce((sum, weight) => sum + weight, 0);
  }
}
