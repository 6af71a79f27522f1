// PodTopologySpread: keeps the pods that a constraint selects evenly over zones, hosts or other domains. DoNotSchedule
// constraints reject nodes, ScheduleAnyway ones (or the system's defaults, for pods without any) score them.
// This is the plain version, which recounts every pod in each attempt; fast/pod-groups.ts keeps the same sums.
// Mirrors pkg/scheduler/framework/plugins/podtopologyspread/filtering.go and scoring.go (v1.36).

import { log } from '../../base/dmath.ts';
import type { Pod } from '../../model/objects.ts';
import { matchesSelector } from '../../model/selector.ts';
import type { Plugin, PreFiltered, PreScored, Status } from '../framework.ts';
import { MAX_NODE_SCORE, unresolvable, unschedulable } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PluginArgs } from '../plugin-args.ts';
import type { Spread, Spreads } from './spread-constraints.ts';
import {
  countMatching,
  countsNode,
  defaultSpreadsOf,
  HOSTNAME_LABEL,
  hasAllKeys,
  spreadsOf,
} from './spread-constraints.ts';
import { spreadWakeUps } from './spread-wake-ups.ts';

/** What the filter says of a node. */
export const SPREAD_REJECTIONS: { readonly keyMissing: Status; readonly skewed: Status } = {
  keyMissing: unresolvable("node(s) didn't match pod topology spread constraints (missing required label)"),
  skewed: unschedulable("node(s) didn't match pod topology spread constraints"),
};

/** Matching pods by value of the topology key, per constraint. */
interface FilterState {
  readonly spreads: readonly Spread[];
  readonly counts: readonly ReadonlyMap<string, number>[];
  /** The count of the emptiest domain, per constraint. */
  readonly minimums: readonly number[];
}

interface ScoreState {
  readonly spreads: readonly Spread[];
  readonly counts: readonly ReadonlyMap<string, number>[];
  readonly weights: readonly number[];
  /** Nodes without one of the keys: their score is 0 in the end. */
  readonly ignored: ReadonlySet<string>;
}

/** The plugin with these settings. */
export function createPodTopologySpread(args: PluginArgs['PodTopologySpread']): Plugin<FilterState, ScoreState> {
  const defaults = defaultSpreadsOf(args);
  return {
    name: 'PodTopologySpread',
    wakesOn: spreadWakeUps(defaults),
    preFilter(pod, { nodes, objects }): PreFiltered<FilterState> {
      const { constraints } = spreadsOf(pod, 'DoNotSchedule', objects, defaults);
      if (constraints.length === 0) return { kind: 'skip' };
      return { kind: 'run', state: filterState(constraints, countAll(pod, constraints, nodes)) };
    },
    filter(pod, { spreads, counts, minimums }, node) {
      for (const [index, spread] of spreads.entries()) {
        const value = valueOf(node, spread);
        if (value === undefined) return SPREAD_REJECTIONS.keyMissing;
        const self = matchesSelector(spread.selector, pod.metadata.labels) ? 1 : 0;
        const count = counts[index]?.get(value) ?? 0;
        if (count + self - (minimums[index] ?? 0) > spread.maxSkew) return SPREAD_REJECTIONS.skewed;
      }
      return undefined;
    },
    adjust(pod, state, changed, node, delta) {
      if (changed.metadata.namespace !== pod.metadata.namespace) return state;
      if (!hasAllKeys(node.node, state.spreads)) return state;
      const counts = state.spreads.map((spread, index) => {
        const copy = new Map(state.counts[index]);
        const isMatching = matchesSelector(spread.selector, changed.metadata.labels);
        if (isMatching && countsNode(spread, pod, node.node)) addTo(copy, valueOf(node, spread) ?? '', delta);
        return copy;
      });
      return filterState(state.spreads, counts);
    },
    preScore(pod, nodes, snapshot): PreScored<ScoreState> {
      const spreads = spreadsOf(pod, 'ScheduleAnyway', snapshot.objects, defaults);
      if (spreads.constraints.length === 0) return { kind: 'skip' };
      return { kind: 'run', state: scoreState(pod, spreads, nodes, snapshot.nodes) };
    },
    score(pod, state, node) {
      return rawScore(pod, state, node);
    },
    normalizeScore({ ignored }, scores, nodes) {
      const isIgnored = nodes.map(({ name }) => ignored.has(name));
      const counted = scores.filter((_score, index) => isIgnored[index] !== true);
      const max = counted.reduce((highest, score) => Math.max(highest, score), 0);
      const min = counted.reduce((lowest, score) => Math.min(lowest, score), Number.POSITIVE_INFINITY);
      return scores.map((score, index) => (isIgnored[index] === true ? 0 : normalizedSpread(score, min, max)));
    },
  };
}

/** Matching pods by value of the topology key, per constraint, over the nodes that count. */
function countAll(
  pod: Pod,
  constraints: readonly Spread[],
  nodes: readonly NodeInfo[],
): readonly Map<string, number>[] {
  const counts = constraints.map(() => new Map<string, number>());
  for (const info of nodes) {
    if (!hasAllKeys(info.node, constraints)) continue;
    constraints.forEach((spread, index) => {
      if (!countsNode(spread, pod, info.node)) return;
      const matching = countMatching(info.pods, spread.selector, pod.metadata.namespace);
      addTo(counts[index], valueOf(info, spread) ?? '', matching);
    });
  }
  return counts;
}

/** Counts over all nodes, but only for domains that some of the nodes to score are in. */
function scoreState(
  pod: Pod,
  { constraints, needsAllKeys }: Spreads,
  nodes: readonly NodeInfo[],
  allNodes: readonly NodeInfo[],
): ScoreState {
  const ignored = new Set<string>();
  const counts = constraints.map(() => new Map<string, number>());
  for (const info of nodes) {
    if (needsAllKeys && !hasAllKeys(info.node, constraints)) ignored.add(info.name);
    else constraints.forEach((spread, index) => addTo(counts[index], valueOf(info, spread) ?? '', 0));
  }
  const weights = constraints.map(({ topologyKey }, index) => {
    const isHostname = topologyKey === HOSTNAME_LABEL;
    return spreadWeight(isHostname ? nodes.length - ignored.size : (counts[index]?.size ?? 0));
  });
  for (const info of allNodes) {
    if (needsAllKeys && !hasAllKeys(info.node, constraints)) continue;
    constraints.forEach((spread, index) => {
      const value = valueOf(info, spread) ?? '';
      if (spread.topologyKey === HOSTNAME_LABEL || counts[index]?.has(value) !== true) return;
      if (!countsNode(spread, pod, info.node)) return;
      addTo(counts[index], value, countMatching(info.pods, spread.selector, pod.metadata.namespace));
    });
  }
  return { spreads: constraints, counts, weights, ignored };
}

function filterState(spreads: readonly Spread[], counts: readonly ReadonlyMap<string, number>[]): FilterState {
  return { spreads, counts, minimums: spreads.map((spread, index) => globalMinimum(spread, counts[index])) };
}

/** The weight of a constraint with this many domains: small topologies are not watered down by large ones. */
export function spreadWeight(domains: number): number {
  return log(domains + 2);
}

/** Less crowded is better: the most crowded of the nodes gets 100 x min / max, the least crowded 100. */
export function normalizedSpread(score: number, min: number, max: number): number {
  return max === 0 ? MAX_NODE_SCORE : Math.floor((MAX_NODE_SCORE * (max + min - score)) / max);
}

/** Rounds half away from zero; scores are never negative. */
function rawScore(pod: Pod, { spreads, counts, weights, ignored }: ScoreState, node: NodeInfo): number {
  if (ignored.has(node.name)) return 0;
  let score = 0;
  for (const [index, spread] of spreads.entries()) {
    const value = valueOf(node, spread);
    if (value === undefined) continue;
    const count =
      spread.topologyKey === HOSTNAME_LABEL
        ? countMatching(node.pods, spread.selector, pod.metadata.namespace)
        : (counts[index]?.get(value) ?? 0);
    score += count * (weights[index] ?? 0) + (spread.maxSkew - 1);
  }
  return Math.round(score);
}

/** The count of the emptiest domain; 0 while there are fewer domains than the constraint asks for. */
function globalMinimum(spread: Spread, byValue: ReadonlyMap<string, number> = new Map()): number {
  if (byValue.size < spread.minDomains) return 0;
  let least = 2_147_483_647;
  for (const count of byValue.values()) least = Math.min(least, count);
  return least;
}

function valueOf(info: NodeInfo, spread: Spread): string | undefined {
  return info.node.metadata.labels?.[spread.topologyKey];
}

function addTo(counts: Map<string, number> | undefined, value: string, amount: number): void {
  counts?.set(value, (counts.get(value) ?? 0) + amount);
}
