// What happened in a marked area: its pods by state at the end, what came, went, restarted and waited, what was
// requested, how fast its nodes lost their pods. Pure functions of the run and the area.

import type { NodeTrack, StateClass, Timeline } from '../../src/report/timeline-model.ts';
import { lostMoments } from '../timeline/node-order.ts';
import { replacements } from '../timeline/replaced.ts';
import { podId, type RowLayout } from '../timeline/rows.ts';
import { SEVERITY, STATES_BY_SEVERITY } from '../timeline/states.ts';
import type { TimeRange } from '../timeline/viewport.ts';
import { type AreaParts, type Part, partsOf, stayOf, WordCounts } from './area-parts.ts';
import type { Area } from './view.ts';

/** An amount of something over time. */
export interface Amount {
  /** Seconds of one CPU. */
  readonly cpuSeconds: number;
  /** Bytes times seconds. */
  readonly byteSeconds: number;
}

export interface StateAtEnd {
  readonly state: StateClass;
  /** The STATUS that most of them have. */
  readonly word: string;
  readonly count: number;
}

export interface AreaSummary {
  readonly nodes: number;
  readonly pods: number;
  /** At the end of the area, by the order of STATES_BY_SEVERITY; classes without a pod are left out. */
  readonly atEnd: readonly StateAtEnd[];
  readonly created: number;
  readonly gone: number;
  readonly restarts: number;
  readonly evicted: number;
  /** How many of the evicted were replaced in another zone. */
  readonly replacedElsewhere: number;
  /** Nodes that turned NotReady. */
  readonly nodesLost: number;
  readonly tainting: Tainting;
  /** Pods that waited for a node, and for how long. */
  readonly waiting: number;
  readonly waitedP50Micros: number;
  readonly waitedMaxMicros: number;
  /** Nothing where the area is of pods alone. */
  readonly requested: Amount | undefined;
  /** The pod with the worst state, of equals the one that was in it longest. */
  readonly worst: PodThen | undefined;
  /** The pod that was evicted last. */
  readonly evictedLast: PodThen | undefined;
}

/** A pod at a moment at which it can be asked why. */
export interface PodThen {
  readonly id: string;
  readonly state: StateClass;
  readonly word: string;
  readonly at: number;
}

/** Nodes that were given a taint that throws pods out. */
export interface Tainting {
  readonly nodes: number;
  /** Between two of them; nothing where there were fewer than two, or all at once. */
  readonly everyMicros: number | undefined;
  /** The nodes are a whole zone that is down, while another zone is not. */
  readonly isWholeZone: boolean;
}

export function areaSummary(timeline: Timeline, layout: RowLayout, area: Area): AreaSummary {
  const covered = partsOf(timeline, layout, area);
  const { parts, nodes } = covered;
  const isInside = (at: number): boolean => at >= area.from && at < area.to;
  const evicted = parts.filter(({ bar }) => bar.evictedAt !== undefined && isInside(bar.evictedAt));
  const waits = waitsIn(timeline, parts, area);
  return {
    nodes: nodes.length,
    pods: new Set(parts.map(({ bar }) => bar.key)).size,
    atEnd: statesAtEnd(parts, area),
    created: parts.filter(({ bar }) => isInside(bar.from)).length,
    gone: parts.filter(({ bar }) => bar.isGone && isInside(bar.to)).length,
    restarts: parts.reduce((sum, { bar }) => sum + stayOf(bar, area).restarts, 0),
    evicted: evicted.length,
    replacedElsewhere: replacedElsewhere(timeline, evicted),
    nodesLost: nodes.filter((node) => lostMoments(node).some(isInside)).length,
    tainting: taintingOf(timeline, covered, area),
    waiting: waits.length,
    waitedP50Micros: waits[Math.floor(waits.length / 2)] ?? 0,
    waitedMaxMicros: waits.at(-1) ?? 0,
    requested: nodes.length === 0 ? undefined : requestedIn(nodes, area),
    worst: worstOf(parts, area),
    evictedLast: lastOf(evicted, area),
  };
}

function statesAtEnd(parts: readonly Part[], area: TimeRange): readonly StateAtEnd[] {
  const words = new WordCounts();
  for (const { bar } of parts) {
    const { last } = stayOf(bar, area);
    if (last !== undefined && bar.to >= area.to) words.add(last, 1);
  }
  return STATES_BY_SEVERITY.flatMap((state) => {
    const count = words.sumOf(state);
    return count === 0 ? [] : [{ state, word: words.mainOf(state) ?? '', count }];
  });
}

function replacedElsewhere(timeline: Timeline, evicted: readonly Part[]): number {
  if (evicted.length === 0) return 0;
  const { after } = replacements(timeline);
  const zones = new Map(timeline.nodes.flatMap(({ zone, bars }) => bars.map((bar) => [podId(bar), zone] as const)));
  return evicted.filter(({ bar, zone }) => {
    const next = after.get(podId(bar));
    const there = next === undefined ? undefined : zones.get(next);
    return there !== undefined && there !== zone;
  }).length;
}

function taintingOf(timeline: Timeline, { nodes }: AreaParts, { from, to }: TimeRange): Tainting {
  const moments = nodes
    .flatMap((node) => tainted(node) ?? [])
    .filter((at) => at >= from && at < to)
    .toSorted((a, b) => a - b);
  const [first = 0, last = 0] = [moments[0], moments.at(-1)];
  const everyMicros = moments.length < 2 || last === first ? undefined : (last - first) / (moments.length - 1);
  const isDown = ({ segments }: NodeTrack): boolean =>
    segments.some((segment) => segment.state === 'notready' && segment.from < to && segment.to >= to);
  const zones = new Set(nodes.filter(isDown).map(({ zone }) => zone));
  const [zone = ''] = zones;
  const isWholeZone =
    zones.size === 1 &&
    zone !== '' &&
    timeline.nodes.every((node) => node.zone !== zone || isDown(node)) &&
    timeline.nodes.some((node) => node.zone !== zone && !isDown(node));
  return { nodes: moments.length, everyMicros, isWholeZone };
}

/** When a node is first given a taint that throws pods out. */
function tainted({ segments }: NodeTrack): number | undefined {
  return segments.find(({ taints }) => taints.some((taint) => taint.endsWith(':NoExecute')))?.from;
}

/** How long the area's pods had no node, ascending; counted where the wait ends. */
function waitsIn(timeline: Timeline, parts: readonly Part[], { from, to }: TimeRange): readonly number[] {
  const keys = new Set(parts.map(({ bar }) => bar.key));
  return timeline.noNode.bars
    .filter((bar) => keys.has(bar.key) && bar.from < to && bar.to > from)
    .map((bar) => Math.min(bar.to, to) - bar.from)
    .toSorted((a, b) => a - b);
}

function requestedIn(nodes: readonly NodeTrack[], { from, to }: TimeRange): Amount {
  const sum = { cpuSeconds: 0, byteSeconds: 0 };
  for (const { usage } of nodes) {
    usage.forEach((step, index) => {
      const seconds = (Math.min(usage[index + 1]?.at ?? to, to) - Math.max(step.at, from)) / 1_000_000;
      if (seconds <= 0) return;
      sum.cpuSeconds += (step.cpuMillis / 1_000) * seconds;
      sum.byteSeconds += step.memoryBytes * seconds;
    });
  }
  return sum;
}

function worstOf(parts: readonly Part[], area: TimeRange): PodThen | undefined {
  let worst: (PodThen & { readonly severity: number; readonly length: number }) | undefined;
  for (const { bar } of parts) {
    for (const { state, word, from, to } of bar.segments) {
      const length = Math.min(to, area.to) - Math.max(from, area.from);
      const severity = SEVERITY[state];
      if (length <= 0 || severity < 2) continue;
      const isWorse = worst === undefined || severity > worst.severity;
      if (!isWorse && (severity !== worst?.severity || length <= worst.length)) continue;
      worst = { id: podId(bar), state, word, at: from, severity, length };
    }
  }
  return worst && { id: worst.id, state: worst.state, word: worst.word, at: worst.at };
}

/** At the end of its time in the area: then its eviction has led to something. */
function lastOf(evicted: readonly Part[], area: TimeRange): PodThen | undefined {
  const last = evicted.toSorted((a, b) => (b.bar.evictedAt ?? 0) - (a.bar.evictedAt ?? 0))[0]?.bar;
  const segment = last && stayOf(last, area).last;
  if (last === undefined || segment === undefined) return undefined;
  const at = Math.floor(Math.min(last.to, area.to)) - 1;
  return { id: podId(last), state: segment.state, word: segment.word, at };
}
