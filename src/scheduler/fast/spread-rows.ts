// A pod's spread constraints against the counters, in the form in which the fast cycle checks and scores a row. The
// counters count the pods of every node; where a constraint counts only some nodes, their rows are added up instead.

import type { Pod } from '../../model/objects.ts';
import { matchesSelector } from '../../model/selector.ts';
import type { Spread, Spreads } from '../plugins/spread-constraints.ts';
import { HOSTNAME_LABEL } from '../plugins/spread-constraints.ts';
import type { PodGroup, PodGroups } from './pod-groups.ts';
import type { PodShape } from './pod-shape.ts';
import { EXCLUDED, TAINTED } from './pod-shape.ts';
import type { Topologies } from './topologies.ts';

/** A DoNotSchedule constraint: a row fits while it has the label and the count of its value is at most `countMax`. */
export interface HardTerm {
  readonly valueIds: Int32Array;
  readonly counts: Int32Array;
  readonly countMax: number;
  readonly lacksLabel: Uint8Array;
}

/** A ScheduleAnyway constraint: a row with the label scores (count x weight + maxSkew - 1). */
export interface SoftTerm {
  /** Number of a row's value; undefined for hosts, which count by row. */
  readonly valueIds: Int32Array | undefined;
  readonly byValue: Int32Array;
  readonly byRow: Uint16Array;
  readonly maxSkew: number;
  /** Number of distinct values, for marking those that were seen. */
  readonly values: number;
  /** Undefined where no row does. */
  readonly lacksLabel: Uint8Array | undefined;
}

/** The ScheduleAnyway constraints together. */
export interface SoftTerms {
  readonly terms: readonly SoftTerm[];
  /** Where a row without one of the labels is left out (and scores 0): 1 for those. */
  readonly ignored: Uint8Array | undefined;
}

/** Matching pods by value, over the nodes that count, and how many of these nodes have the value. */
interface Counted {
  readonly counts: Int32Array;
  readonly nodesOf: Int32Array;
}

/** The counters that constraints look at. */
export interface SpreadCounters {
  readonly topologies: Topologies;
  readonly groups: PodGroups;
}

/** True if some constraint does not count every node: the terms then need all rows to be judged. */
export function countsSomeNodes(
  { constraints, needsAllKeys }: Spreads,
  restricts: boolean,
  topologies: Topologies,
): boolean {
  return constraints.some(
    (spread) =>
      spread.honorsTaints ||
      (spread.honorsAffinity && restricts) ||
      (needsAllKeys && topologies.of(spread.topologyKey).missing > 0),
  );
}

/** The DoNotSchedule constraints. */
export function hardTerms(spreads: Spreads, pod: Pod, shape: PodShape, counters: SpreadCounters): readonly HardTerm[] {
  return spreads.constraints.map((spread) => {
    const { valueIds, lacksLabel } = counters.topologies.of(spread.topologyKey);
    const group = counters.groups.spread(pod.metadata.namespace, spread.selector);
    const counted = countedFor(spread, spreads, shape, counters, group);
    const self = matchesSelector(spread.selector, pod.metadata.labels) ? 1 : 0;
    const countMax = spread.maxSkew - self + globalMinimum(spread, counted);
    return { valueIds, counts: counted.counts, countMax, lacksLabel };
  });
}

/** The ScheduleAnyway constraints. */
export function softTerms(spreads: Spreads, pod: Pod, shape: PodShape, counters: SpreadCounters): SoftTerms {
  const { constraints, needsAllKeys } = spreads;
  const labels = constraints.map(({ topologyKey }) => counters.topologies.of(topologyKey));
  const leavesOut = needsAllKeys && labels.some(({ missing }) => missing > 0);
  const [first] = labels;
  return {
    terms: constraints.map((spread) => {
      const topology = counters.topologies.of(spread.topologyKey);
      const group = counters.groups.spread(pod.metadata.namespace, spread.selector);
      const isHostname = spread.topologyKey === HOSTNAME_LABEL;
      return {
        valueIds: isHostname ? undefined : topology.valueIds,
        byValue: isHostname ? NO_COUNTS : countedFor(spread, spreads, shape, counters, group).counts,
        byRow: group.byRow,
        maxSkew: spread.maxSkew,
        values: topology.nodesOf.length,
        lacksLabel: topology.missing === 0 ? undefined : topology.lacksLabel,
      };
    }),
    ignored: leavesOut
      ? first?.lacksLabel.map((_lacks, row) => (labels.some(({ lacksLabel }) => lacksLabel[row] === 1) ? 1 : 0))
      : undefined,
  };
}

const NO_COUNTS: Int32Array = new Int32Array(0);

function countedFor(
  spread: Spread,
  spreads: Spreads,
  shape: PodShape,
  { topologies, groups }: SpreadCounters,
  group: PodGroup,
): Counted {
  const { topologyKey, honorsAffinity, honorsTaints } = spread;
  const { valueIds, nodesOf } = topologies.of(topologyKey);
  if (!countsSomeNodes(spreads, shape.restrictsNodes, topologies)) {
    return { counts: groups.byValue(group, topologyKey), nodesOf };
  }
  const { flags } = shape.verdicts;
  const barred = (honorsAffinity ? EXCLUDED : 0) + (honorsTaints ? TAINTED : 0);
  const needed = spreads.needsAllKeys ? spreads.constraints.map((other) => topologies.of(other.topologyKey)) : [];
  const counted = { counts: new Int32Array(nodesOf.length), nodesOf: new Int32Array(nodesOf.length) };
  for (let row = 0; row < flags.length; row++) {
    if (((flags[row] ?? 0) & barred) !== 0) continue;
    if (needed.some(({ lacksLabel }) => lacksLabel[row] === 1)) continue;
    const id = valueIds[row] ?? 0;
    counted.counts[id] = (counted.counts[id] ?? 0) + (group.byRow[row] ?? 0);
    counted.nodesOf[id] = (counted.nodesOf[id] ?? 0) + 1;
  }
  return counted;
}

function globalMinimum({ minDomains }: Spread, { counts, nodesOf }: Counted): number {
  let domains = 0;
  let least = 2_147_483_647;
  for (let id = 0; id < nodesOf.length; id++) {
    if (nodesOf[id] === 0) continue;
    domains += 1;
    least = Math.min(least, counts[id] ?? 0);
  }
  return domains < minDomains ? 0 : least;
}
