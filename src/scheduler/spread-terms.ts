// A pod's spread constraints against the counters, in the form in which the fast cycle checks and scores a row.
// They exist only where the counters, which count the pods of every node, count what the constraint counts.

import type { Pod } from '../model/objects.ts';
import { matchesSelector } from '../model/selector.ts';
import type { Spread, Spreads } from './plugins/spread-constraints.ts';
import { HOSTNAME_LABEL } from './plugins/spread-constraints.ts';
import type { SpreadCounts } from './spread-counts.ts';

/** A DoNotSchedule constraint: a row fits while the count of its value is at most `countMax`. */
export interface HardTerm {
  readonly valueIds: Int32Array;
  readonly counts: Int32Array;
  readonly countMax: number;
}

/** A ScheduleAnyway constraint: a row scores (count x weight + maxSkew - 1). */
export interface SoftTerm {
  /** Where the row's count is: at its value, or (hosts) at the row itself. */
  readonly valueIds: Int32Array | undefined;
  readonly counts: Int32Array;
  readonly maxSkew: number;
  /** Number of distinct values, for marking those that were seen. */
  readonly values: number;
  /** 1 for rows without the label: the term does not score them. */
  readonly lacksLabel: Uint8Array;
}

/** The terms, or undefined where the counters do not count as the constraint does. */
export function hardTerms(
  spreads: Spreads,
  pod: Pod,
  counts: SpreadCounts,
  restricts: boolean,
): HardTerm[] | undefined {
  if (!isCountable(spreads, counts, restricts)) return undefined;
  return spreads.constraints.map((spread) => {
    const { valueIds, nodesOf } = counts.topology(spread.topologyKey);
    const byValue = counts.byValue(counts.group(pod.metadata.namespace, spread.selector), spread.topologyKey);
    const self = matchesSelector(spread.selector, pod.metadata.labels) ? 1 : 0;
    return { valueIds, counts: byValue, countMax: spread.maxSkew - self + globalMinimum(spread, byValue, nodesOf) };
  });
}

/** The terms, or undefined where the counters do not count as the constraint does. */
export function softTerms(
  spreads: Spreads,
  pod: Pod,
  counts: SpreadCounts,
  restricts: boolean,
): SoftTerm[] | undefined {
  if (!isCountable(spreads, counts, restricts)) return undefined;
  return spreads.constraints.map(({ topologyKey, selector, maxSkew }) => {
    const topology = counts.topology(topologyKey);
    const group = counts.group(pod.metadata.namespace, selector);
    const isHostname = topologyKey === HOSTNAME_LABEL;
    return {
      valueIds: isHostname ? undefined : topology.valueIds,
      counts: isHostname ? group.byRow : counts.byValue(group, topologyKey),
      maxSkew,
      values: topology.nodesOf.length,
      lacksLabel: topology.lacksLabel,
    };
  });
}

/** The counters count the pods of every node: so must the constraint. */
function isCountable({ constraints, needsAllKeys }: Spreads, counts: SpreadCounts, restricts: boolean): boolean {
  return constraints.every((spread) => {
    if (spread.honorsTaints || (spread.honorsAffinity && restricts)) return false;
    return !needsAllKeys || counts.topology(spread.topologyKey).missing === 0;
  });
}

function globalMinimum({ minDomains }: Spread, byValue: Int32Array, nodesOf: Int32Array): number {
  let domains = 0;
  let least = 2_147_483_647;
  for (let id = 0; id < nodesOf.length; id++) {
    if (nodesOf[id] === 0) continue;
    domains += 1;
    least = Math.min(least, byValue[id] ?? 0);
  }
  return domains < minDomains ? 0 : least;
}
