// Which nodes a pod fits on: preFilter once, then the filters node by node, the first that rejects decides. A node with
// nominated pods is asked twice: as if they were there, and as it is.
// Mirrors pkg/scheduler/framework/runtime/framework.go and pkg/scheduler/schedule_one.go, findNodesThatFitPod (v1.36).

import { byCodeUnit } from '../base/compare.ts';
import type { Pod } from '../model/objects.ts';
import type { Plugin, Profile, Snapshot, Status, Trial, Verdict } from './framework.ts';
import { unresolvable } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import { copyOf } from './node-info.ts';
import { yieldsTo } from './nominator.ts';

/** A filter that will be asked, with what its preFilter left for it. */
export interface PreparedFilter {
  readonly plugin: Plugin;
  readonly state: unknown;
}

/** What the preFilters left behind. */
export interface PreFilterRun {
  /** In order. */
  readonly filters: readonly PreparedFilter[];
  readonly skipped: readonly string[];
  readonly preFiltered: ReadonlySet<string>;
  /** The pod fits only on these, if anywhere. */
  readonly nodeNames: ReadonlySet<string> | undefined;
  /** Plugins that restricted the nodes. */
  readonly restrictedBy: readonly string[];
  /** The verdict on all nodes that ended it; an error fails the attempt. */
  readonly rejected: Verdict | undefined;
}

/** The nodes that were looked at. */
export interface Search {
  readonly feasible: readonly NodeInfo[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** A filter failed: so does the attempt. */
  readonly error: Verdict | undefined;
  /** The pod's nominated node was tried first and fits: the search did not move on. */
  readonly isNominated: boolean;
}

/**
 * Asks every plugin's preFilter. After one that says Unschedulable the others are still asked, since preemption will
 * need their states; any other status ends it.
 */
export function runPreFilters(profile: Profile, pod: Pod, snapshot: Snapshot): PreFilterRun {
  const states = new Map<string, unknown>();
  const skipped: string[] = [];
  const preFiltered = new Set<string>();
  const restrictedBy: string[] = [];
  let nodeNames: ReadonlySet<string> | undefined;
  let rejected: Verdict | undefined;
  for (const plugin of profile.preFilter) {
    const answer = plugin.preFilter?.(pod, snapshot) ?? { kind: 'skip' };
    preFiltered.add(plugin.name);
    if (answer.kind === 'skip') skipped.push(plugin.name);
    if (answer.kind === 'rejected') {
      rejected = { ...answer.status, plugin: plugin.name };
      if (answer.status.code !== 'Unschedulable') break;
    }
    if (answer.kind !== 'run') continue;
    states.set(plugin.name, answer.state);
    if (answer.nodeNames === undefined) continue;
    restrictedBy.push(plugin.name);
    nodeNames = nodeNames === undefined ? answer.nodeNames : intersection(nodeNames, answer.nodeNames);
    if (nodeNames.size > 0) continue;
    rejected = { ...unresolvable(nowhere(restrictedBy)), plugin: plugin.name };
    break;
  }
  const filters = profile.filter
    .filter(({ name }) => !skipped.includes(name))
    .map((plugin) => {
      const isPrepared = plugin.preFilter === undefined || preFiltered.has(plugin.name);
      return { plugin: isPrepared ? plugin : unprepared(plugin), state: states.get(plugin.name) };
    });
  return { filters, skipped, preFiltered, nodeNames, restrictedBy, rejected };
}

/** A filter whose preFilter the profile leaves out has nothing to go by. */
function unprepared({ name }: Plugin): Plugin {
  const status: Status = { code: 'Error', reasons: [`reading "PreFilter${name}" from cycleState: not found`] };
  return { name, filter: () => status };
}

/** A node as the filters see it; see Trial. */
export function trialOf(filters: readonly PreparedFilter[], pod: Pod, original: NodeInfo, snapshot: Snapshot): Trial {
  const node = copyOf(original);
  const adjusts = filters.some(({ plugin }) => plugin.adjust !== undefined);
  let current = filters;
  return {
    node,
    change(changed, delta) {
      if (delta === 1) node.addPod(changed);
      else node.removePod(changed);
      if (!adjusts) return;
      current = current.map(({ plugin, state }) => ({
        plugin,
        state: plugin.adjust === undefined ? state : plugin.adjust(pod, state, changed, node, delta),
      }));
    },
    verdict: () => runFilters(current, pod, node, snapshot),
  };
}

/**
 * The verdict of the first filter that rejects the node: with the pods of at least this one's priority that are
 * nominated to it, and then, since some filters may only pass because of those, without them.
 * Mirrors framework.go, RunFilterPluginsWithNominatedPods (v1.36).
 */
export function runFilters(
  filters: readonly PreparedFilter[],
  pod: Pod,
  node: NodeInfo,
  snapshot: Snapshot,
): Verdict | undefined {
  const nominated = snapshot.nominatedTo(node.name).filter((other) => yieldsTo(pod, other));
  if (nominated.length === 0) return firstVerdict(filters, pod, node);
  const alone: Snapshot = { ...snapshot, nominatedTo: () => [] };
  const crowded = trialOf(filters, pod, node, alone);
  for (const other of nominated) crowded.change(other, 1);
  return crowded.verdict() ?? firstVerdict(filters, pod, node);
}

function firstVerdict(filters: readonly PreparedFilter[], pod: Pod, node: NodeInfo): Verdict | undefined {
  for (const { plugin, state } of filters) {
    const status = plugin.filter?.(pod, state, node);
    if (status !== undefined) return verdictOf(plugin.name, status);
  }
  return undefined;
}

function verdictOf(plugin: string, { code, reasons }: Status): Verdict {
  if (code !== 'Error') return { plugin, code, reasons };
  return { plugin, code, reasons: [`running "${plugin}" filter plugin: ${reasons.join(', ')}`] };
}

/** Looks for nodes: the pod's nominated node alone, where there is one and it fits, else from an index on. */
export function findFeasible(
  profile: Profile,
  run: PreFilterRun,
  pod: Pod,
  snapshot: Snapshot,
  startIndex: number,
): Search {
  const nominated = snapshot.node(pod.status.nominatedNodeName ?? '');
  if (nominated === undefined) return search(profile, run, pod, snapshot, startIndex, new Map());
  const verdict = runFilters(run.filters, pod, nominated, snapshot);
  const found = { feasible: [nominated], verdicts: new Map(), error: undefined, isNominated: true };
  if (verdict === undefined) return found;
  if (verdict.code === 'Error') return search(profile, run, pod, snapshot, startIndex, new Map());
  return search(profile, run, pod, snapshot, startIndex, new Map([[nominated.name, verdict]]));
}

/**
 * With K nodes wanted it ends when the (K+1)-th feasible one is met, which does not count; nodes rejected before it do.
 */
function search(
  profile: Profile,
  run: PreFilterRun,
  pod: Pod,
  snapshot: Snapshot,
  startIndex: number,
  verdicts: Map<string, Verdict>,
): Search {
  const { nodeNames } = run;
  const nodes = nodeNames === undefined ? snapshot.nodes : snapshot.nodes.filter(({ name }) => nodeNames.has(name));
  const wanted = profile.score.length === 0 ? 1 : feasibleNodesToFind(nodes.length, profile.percentageOfNodesToScore);
  const feasible: NodeInfo[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[(startIndex + i) % nodes.length];
    if (node === undefined) break;
    const verdict = runFilters(run.filters, pod, node, snapshot);
    if (verdict?.code === 'Error') return { feasible, verdicts, error: verdict, isNominated: false };
    if (verdict !== undefined) verdicts.set(node.name, verdict);
    else if (feasible.length === wanted) break;
    else feasible.push(node);
  }
  return { feasible, verdicts, error: undefined, isNominated: false };
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

function nowhere(plugins: readonly string[]): string {
  if (plugins.length === 1) return `node(s) didn't satisfy plugin ${plugins[0]}`;
  return `${unsatisfied(plugins)} simultaneously`;
}

function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((name) => b.has(name)));
}
