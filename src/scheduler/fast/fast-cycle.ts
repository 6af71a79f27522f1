// The same decision as schedule-pod.ts, from columns and counters: one pass over the window of nodes, tens of
// nanoseconds each. What has no columns is asked of the plugins themselves, row by row; what cannot be decided so at
// all (a pod that is itself nominated to a node, terms that cannot be read) is left to the plain version.

import { invariant } from '../../base/assert.ts';
import { deepEqual } from '../../base/deep-equal.ts';
import type { Change } from '../../cluster/actor.ts';
import type { Node, Pod } from '../../model/objects.ts';
import type { CacheListener } from '../cluster-cache.ts';
import type { PreparedFilter } from '../filtering.ts';
import { feasibleNodesToFind, runFilters, runPreFilters } from '../filtering.ts';
import type { Lister, Plugin, Profile, Snapshot, Verdict } from '../framework.ts';
import type { CachedNode } from '../node-info.ts';
import type { Spreads } from '../plugins/spread-constraints.ts';
import type { Counts, Draw, Outcome } from '../schedule-pod.ts';
import { fitsNowhere } from '../schedule-pod.ts';
import type { Scoring } from '../scoring.ts';
import { scoreNodes } from '../scoring.ts';
import type { AffinityCounters } from './affinity-rows.ts';
import { affinityFilter, affinityScores } from './affinity-rows.ts';
import { failedOutcome, PriorityCounts } from './failure.ts';
import type { FastProfile } from './fast-profile.ts';
import { fastProfileOf } from './fast-profile.ts';
import { NodeColumns } from './node-columns.ts';
import { PodGroups } from './pod-groups.ts';
import type { PodShape } from './pod-shape.ts';
import { PodShapes } from './pod-shape.ts';
import type { RowPreferences } from './row-scores.ts';
import { RowScores } from './row-scores.ts';
import type { RowFilters } from './row-search.ts';
import { RowSearch } from './row-search.ts';
import { SpreadMemo } from './spread-memo.ts';
import type { SoftTerms } from './spread-rows.ts';
import { countsSomeNodes, hardTerms, softTerms } from './spread-rows.ts';
import { TermCounts } from './term-counts.ts';
import { Topologies } from './topologies.ts';
import type { VerdictCounts } from './verdict-table.ts';
import { FITS, VerdictTable } from './verdict-table.ts';

/** Everything that is kept for one list of nodes. */
interface Kept {
  readonly columns: NodeColumns;
  readonly shapes: PodShapes;
  readonly search: RowSearch;
  readonly scores: RowScores;
}

/** Terms of ScheduleAnyway constraints, with what they hold for. */
interface SoftKept {
  readonly counters: AffinityCounters;
  readonly dropped: number;
  readonly terms: SoftTerms;
}

const NO_SPREAD: SoftTerms = { terms: [], ignored: undefined };
const NO_FILTERS: Pick<RowFilters, 'plain' | 'late'> = { plain: [], late: [] };
const NOBODY: RowFilters['nominated'] = new Map();

/** Keeps columns of a cache, and decides from them. */
export class FastCycle implements CacheListener {
  readonly #profile: FastProfile;
  readonly #objects: Lister;
  readonly #spreads: SpreadMemo;
  readonly #table = new VerdictTable();
  readonly #priorities = new PriorityCounts();
  #nodes: readonly CachedNode[] = [];
  #kept: Kept;
  readonly #softKept = new WeakMap<Spreads, SoftKept>();
  /** Made when they are needed: nodes often change one after another. */
  #counters: AffinityCounters | undefined;

  /** For a profile that `isFastProfile`. */
  constructor(profile: Profile, objects: Lister) {
    const fast = fastProfileOf(profile);
    invariant(fast !== undefined, `profile ${profile.schedulerName} has plugins that need the plain version`);
    this.#profile = fast;
    this.#objects = objects;
    this.#spreads = new SpreadMemo(objects, fast.args.PodTopologySpread);
    this.#kept = this.#keep();
  }

  listed(nodes: readonly CachedNode[]): void {
    for (const node of this.#nodes) node.row = -1;
    this.#nodes = nodes;
    this.#kept = this.#keep();
    this.#counters = undefined;
  }

  nodeChanged(node: CachedNode, old: Node): void {
    if (node.row < 0) return;
    this.#kept.columns.update(node);
    this.#kept.shapes.forgetNode(node.row);
    if (!deepEqual(old.metadata.labels, node.node.metadata.labels)) this.#counters = undefined;
  }

  podMoved(node: CachedNode, pod: Pod, delta: 1 | -1): void {
    this.#priorities.count(pod, delta);
    if (node.row < 0) return;
    this.#kept.columns.update(node);
    this.#counters?.groups.count(node.row, pod, delta);
    this.#counters?.terms.count(node.row, pod, delta);
  }

  /** Something changed that is looked up: terms may mean pods of other namespaces, Services may select other pods. */
  changed(change: Change): void {
    if (change.kind === 'Namespace') this.#counters = undefined;
    else this.#spreads.changed(change);
  }

  /**
   * The outcome, or undefined where the plain version has to decide. The snapshot is current. `promised` are the nodes
   * to which pods are nominated that count for this one.
   */
  schedule(
    pod: Pod,
    snapshot: Snapshot,
    startIndex: number,
    draw: Draw,
    promised: readonly string[] = [],
  ): Outcome | undefined {
    const { profile } = this.#profile;
    const { shapes, search, scores } = this.#kept;
    const nodeCount = this.#nodes.length;
    const shape = shapes.of(pod);
    if (shape === undefined || nodeCount === 0 || (pod.status.nominatedNodeName ?? '') !== '') return undefined;
    const filters = this.#filters(pod, shape, snapshot, promised);
    if (filters === undefined) return undefined;
    const among = filters.rows?.length ?? nodeCount;
    if (among === 0) return undefined;
    const enough = profile.score.length === 0 ? 1 : feasibleNodesToFind(among, profile.percentageOfNodesToScore);
    const expected = shape.hasFailed ? search.explain(filters) : undefined;
    const { found, rejected } =
      expected === undefined ? search.run(filters, startIndex, enough) : { found: 0, rejected: among };
    if (search.hasFailed) return undefined;
    shape.hasFailed = found === 0;
    const evaluated = found + rejected;
    const counts = { evaluated, feasible: found, nextStartIndex: (startIndex + evaluated) % nodeCount };
    if (found === 0) {
      return this.#fails(filters, snapshot, expected ?? search.explain(filters), counts, draw);
    }
    if (found === 1) return { ...counts, result: 'scheduled', node: this.#nameOf(search.feasible[0]), isScored: false };
    const own = this.#ownScores(pod, snapshot, found);
    if (own?.kind === 'error') return { ...counts, result: 'error', message: own.message };
    const ties = scores.best(search.feasible, found, this.#preferences(pod, shape), snapshot, own?.totals);
    const chosen = scores.tied(draw(ties));
    return { ...counts, result: 'scheduled', node: this.#nameOf(chosen), isScored: true };
  }

  #filters(pod: Pod, shape: PodShape, snapshot: Snapshot, promised: readonly string[]): RowFilters | undefined {
    const { hasSpread, hasAffinity } = this.#profile;
    const plain = this.#plainFilters(pod, shape, snapshot);
    if (plain === undefined) return undefined;
    const nominated = this.#verdictsOnPromised(pod, snapshot, promised);
    if (nominated === undefined) return undefined;
    const { hard } = this.#spreads.of(pod);
    this.#judgeFor(hard, pod, shape);
    return {
      pod,
      shape,
      wanted: shape.wanted,
      spread: hasSpread && hard.constraints.length > 0 ? hardTerms(hard, pod, shape, this.#count()) : [],
      affinity: hasAffinity ? affinityFilter(pod, this.#count(), snapshot.objects) : undefined,
      ...plain,
      nominated,
      rows: shape.nodeNames === undefined ? undefined : this.#rowsOf(shape.nodeNames),
    };
  }

  /** Filters without columns, with their states; undefined where a preFilter rejects or names nodes. */
  #plainFilters(pod: Pod, shape: PodShape, snapshot: Snapshot): Pick<RowFilters, 'plain' | 'late'> | undefined {
    const { steps, own } = this.#profile;
    if (shape.plainFilters.length === 0 && !own.hasFilter) return NO_FILTERS;
    const states = new Map<Plugin, unknown>();
    for (const plugin of [...shape.plainFilters, ...own.preFilters]) {
      const answer = plugin.preFilter?.(pod, snapshot);
      if (answer?.kind === 'rejected' || (answer?.kind === 'run' && answer.nodeNames !== undefined)) return undefined;
      if (answer?.kind === 'run') states.set(plugin, answer.state);
    }
    const plain: PreparedFilter[] = [];
    const late: PreparedFilter[] = [];
    let list = plain;
    for (const { plugin, kind } of steps) {
      if (kind === 'spread' || kind === 'affinity') list = late;
      const isAsked = states.has(plugin) || (plugin.preFilter === undefined && kind === 'plain');
      if (isAsked) list.push({ plugin, state: states.get(plugin) });
    }
    return { plain, late };
  }

  /** Numbers of the plain version's verdicts on promised nodes by row; undefined where it has to decide at all. */
  #verdictsOnPromised(pod: Pod, snapshot: Snapshot, promised: readonly string[]): RowFilters['nominated'] | undefined {
    if (promised.length === 0) return NOBODY;
    const run = runPreFilters(this.#profile.profile, pod, snapshot);
    if (run.rejected !== undefined) return undefined;
    const numbers = new Map<number, number>();
    for (const name of promised) {
      // The cache's own node, which knows its row.
      const node = snapshot.node(name) as CachedNode | undefined;
      if (node === undefined || node.row < 0) continue;
      const verdict = runFilters(run.filters, pod, node, snapshot);
      if (verdict?.code === 'Error') return undefined;
      numbers.set(node.row, verdict === undefined ? FITS : this.#table.idOf(verdict.plugin, verdict));
    }
    return numbers;
  }

  /** What plugins that are not built in say of the rows that fit. */
  #ownScores(pod: Pod, snapshot: Snapshot, found: number): Scoring | undefined {
    const { scoring } = this.#profile.own;
    if (scoring === undefined) return undefined;
    const rows = this.#kept.search.feasible.subarray(0, found);
    const nodes = [...rows].flatMap((row) => this.#nodes[row] ?? []);
    return scoreNodes(scoring, pod, nodes, snapshot);
  }

  #preferences(pod: Pod, shape: PodShape): RowPreferences {
    const { weights, args } = this.#profile;
    const spread = weights.spread > 0 ? this.#softTerms(pod, shape) : NO_SPREAD;
    const affinity = weights.podAffinity > 0 ? affinityScores(pod, this.#count(), args.InterPodAffinity) : [];
    return { pod, shape, spread, affinity };
  }

  /** Made once for pods that share their constraints, while the counters that the terms refer to are kept. */
  #softTerms(pod: Pod, shape: PodShape): SoftTerms {
    const { soft } = this.#spreads.of(pod);
    const counters = this.#count();
    const { dropped } = counters.groups;
    const known = this.#softKept.get(soft);
    const hasAllNodes = !countsSomeNodes(soft, shape.restrictsNodes, counters.topologies);
    if (hasAllNodes && known?.counters === counters && known.dropped === dropped) return known.terms;
    this.#judgeFor(soft, pod, shape);
    const terms = softTerms(soft, pod, shape, counters);
    if (hasAllNodes && counters.groups.dropped === dropped) this.#softKept.set(soft, { counters, dropped, terms });
    return terms;
  }

  /** A constraint that counts only some nodes needs to know what is true of every one. */
  #judgeFor(spreads: Spreads, pod: Pod, shape: PodShape): void {
    if (!countsSomeNodes(spreads, shape.restrictsNodes, this.#count().topologies)) return;
    const { ids } = shape.verdicts;
    this.#nodes.forEach((node, row) => {
      if (ids[row] === 0) this.#kept.shapes.judge(pod, shape, node, row);
    });
  }

  /** In the order of the search. Names of nodes that do not exist are left out. */
  #rowsOf(names: ReadonlySet<string>): Int32Array {
    const rows = this.#nodes.flatMap(({ name }, row) => (names.has(name) ? [row] : []));
    return Int32Array.from(rows);
  }

  /** Why every row was rejected, and what the postFilters make of it. */
  #fails(
    filters: RowFilters,
    snapshot: Snapshot,
    counted: VerdictCounts | undefined,
    counts: Counts,
    draw: Draw,
  ): Outcome {
    const { profile } = this.#profile;
    const { own } = this.#profile;
    if (counted !== undefined && !own.hasPostFilter && !this.#priorities.hasVictims(filters.pod)) {
      const byVerdict = counted.entries().flatMap(([id, rows]) => {
        const verdict = this.#table.verdict(id);
        return verdict === undefined ? [] : [[verdict, rows] as const];
      });
      const restrictedBy = filters.rows === undefined ? [] : ['NodeAffinity'];
      return failedOutcome(profile, filters.pod, snapshot, byVerdict, restrictedBy, counts, draw);
    }
    const verdicts = new Map<string, Verdict>();
    const rows = filters.rows ?? this.#nodes.keys();
    for (const row of rows) {
      const verdict = this.#table.verdict(this.#kept.search.verdictOn(filters, row));
      if (verdict !== undefined) verdicts.set(this.#nameOf(row), verdict);
    }
    const run = runPreFilters(profile, filters.pod, snapshot);
    return fitsNowhere(profile, filters.pod, snapshot, run, verdicts, counts, draw);
  }

  #keep(): Kept {
    const columns = new NodeColumns(this.#nodes);
    const shapes = new PodShapes(this.#profile, this.#table, columns);
    const search = new RowSearch(this.#profile, columns, shapes, this.#table);
    return { columns, shapes, search, scores: new RowScores(this.#profile, columns, shapes.memos) };
  }

  #count(): AffinityCounters {
    if (this.#counters !== undefined) return this.#counters;
    const topologies = new Topologies(this.#nodes);
    const groups = new PodGroups(topologies, this.#objects);
    this.#counters = { topologies, groups, terms: new TermCounts(topologies, this.#objects) };
    return this.#counters;
  }

  #nameOf(row: number | undefined): string {
    const node = this.#nodes[row ?? -1];
    invariant(node !== undefined, 'no such row');
    return node.name;
  }
}
