// Which nodes a pod fits on: preFilter once, then the filters node by node, the first that rejects decides.
// Mirrors pkg/scheduler/framework/runtime/framework.go and pkg/scheduler/schedule_one.go, findNodesThatFitPod (v1.36).

import { byCodeUnit } from '../base/compare.ts';
import type { Pod } from '../model/objects.ts';
import type { Plugin, Profile, Snapshot, Verdict } from './framework.ts';
import { unresolvable } from './framework.ts';
import type { NodeInfo } from './node-info.ts';

/** What the preFilters left behind. */
export interface PreFilterRun {
  /** Plugins whose filter will be called, in order, with their states. */
  readonly filters: readonly { readonly plugin: Plugin; readonly state: unknown }[];
  readonly skipped: readonly string[];
  readonly preFiltered: ReadonlySet<string>;
  /** The pod fits only on these, if anywhere. */
  readonly nodeNames: ReadonlySet<string> | undefined;
  /** Plugins that restricted the nodes. */
  readonly restrictedBy: readonly string[];
  /** The verdict on all nodes that ended it. */
  readonly rejected: Verdict | undefined;
}

/** The nodes that were looked at. */
export interface Search {
  readonly feasible: readonly NodeInfo[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

/** Asks every plugin's preFilter. */
export function runPreFilters(profile: Profile, pod: Pod, snapshot: Snapshot): PreFilterRun {
  const filters: { plugin: Plugin; state: unknown }[] = [];
  const skipped: string[] = [];
  const preFiltered = new Set<string>();
  const restrictedBy: string[] = [];
  let nodeNames: ReadonlySet<string> | undefined;
  let rejected: Verdict | undefined;
  for (const { plugin } of profile.plugins) {
    if (plugin.preFilter === undefined) {
      if (plugin.filter !== undefined) filters.push({ plugin, state: undefined });
      continue;
    }
    const answer = plugin.preFilter(pod, snapshot);
    preFiltered.add(plugin.name);
    if (answer.kind === 'rejected') {
      rejected = { ...answer.status, plugin: plugin.name };
      break;
    }
    if (answer.kind === 'skip') {
      skipped.push(plugin.name);
      continue;
    }
    filters.push({ plugin, state: answer.state });
    if (answer.nodeNames === undefined) continue;
    restrictedBy.push(plugin.name);
    nodeNames = nodeNames === undefined ? answer.nodeNames : intersection(nodeNames, answer.nodeNames);
    if (nodeNames.size > 0) continue;
    rejected = { ...unresolvable(`${unsatisfied(restrictedBy)} simultaneously`), plugin: plugin.name };
    break;
  }
  return { filters, skipped, preFiltered, nodeNames, restrictedBy, rejected };
}

/** The verdict of the first filter that rejects the node. */
export function runFilters(run: PreFilterRun, pod: Pod, node: NodeInfo): Verdict | undefined {
  for (const { plugin, state } of run.filters) {
    const status = plugin.filter?.(pod, state, node);
    if (status !== undefined) return { plugin: plugin.name, code: status.code, reasons: status.reasons };
  }
  return undefined;
}

/** The filters' verdict on a node as if some of its pods were not there. */
export function runFiltersWithout(
  run: PreFilterRun,
  pod: Pod,
  node: NodeInfo,
  without: NodeInfo,
  removed: readonly Pod[],
): Verdict | undefined {
  const filters = run.filters.map(({ plugin, state }) => ({
    plugin,
    state: removed.reduce((current, gone) => plugin.adjust?.(pod, current, gone, node, -1) ?? current, state),
  }));
  return runFilters({ ...run, filters }, pod, without);
}

/**
 * Searches from an index on. With K nodes wanted it ends when the (K+1)-th feasible one is met, which does not count;
 * nodes rejected before it do.
 */
export function findFeasible(
  run: PreFilterRun,
  pod: Pod,
  snapshot: Snapshot,
  startIndex: number,
  wantedOf: (nodeCount: number) => number,
): Search {
  const { nodeNames } = run;
  const nodes = nodeNames === undefined ? snapshot.nodes : snapshot.nodes.filter(({ name }) => nodeNames.has(name));
  const wanted = wantedOf(nodes.length);
  const feasible: NodeInfo[] = [];
  const verdicts = new Map<string, Verdict>();
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[(startIndex + i) % nodes.length];
    if (node === undefined) break;
    const verdict = runFilters(run, pod, node);
    if (verdict !== undefined) verdicts.set(node.name, verdict);
    else if (feasible.length === wanted) break;
    else feasible.push(node);
  }
  return { feasible, verdicts };
}

/** How many feasible nodes are enough. Mirrors schedule_one.go, numFeasibleNodesToFind (v1.36). */
export function feasibleNodesToFind(nodeCount: number, percentage: number): number {
  if (nodeCount < 100) return nodeCount;
  const adaptive = Math.max(5, 50 - Math.floor(nodeCount / 125));
  const share = Math.floor((nodeCount * (percentage === 0 ? adaptive : percentage)) / 100);
  return Math.min(nodeCount, Math.max(100, share));
}

/** The reason of nodes outside of what preFilters restricted the search to. */
export function unsatisfied(plugins: readonly string[]): string {
  return `node(s) didn't satisfy plugin(s) [${plugins.toSorted(byCodeUnit).join(' ')}]`;
}

function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((name) => b.has(name)));
}
