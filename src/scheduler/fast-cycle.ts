// The same decision as schedule-pod.ts with the default plugins, from columns and counters: one pass over the window of
// nodes, tens of nanoseconds each. What it cannot decide exactly (a pod that fits nowhere and needs reasons, named
// nodes, nodes that are left out of scoring) it leaves to the plain version.

import { invariant } from '../base/assert.ts';
import { deepEqual } from '../base/deep-equal.ts';
import type { Node, Pod } from '../model/objects.ts';
import type { CacheListener } from './cluster-cache.ts';
import { feasibleNodesToFind } from './filtering.ts';
import type { Lister, Profile } from './framework.ts';
import type { NodeColumns } from './node-columns.ts';
import { columnsOf, updateRow } from './node-columns.ts';
import type { CachedNode } from './node-info.ts';
import { spreadsOf } from './plugins/spread-constraints.ts';
import type { PodShape } from './pod-shape.ts';
import { judgeNode, PodShapes, REJECTED } from './pod-shape.ts';
import { defaultProfile } from './registry.ts';
import { RowScores } from './row-scores.ts';
import type { Draw, Outcome } from './schedule-pod.ts';
import { SpreadCounts } from './spread-counts.ts';
import type { HardTerm } from './spread-terms.ts';
import { countsSomeNodes, hardTerms, softTerms } from './spread-terms.ts';

/** True if the fast cycle decides as this profile does. */
export function isFastProfile(profile: Profile): boolean {
  const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
    a.length === b.length && a.every((plugin, index) => plugin === b[index]);
  return (
    isSame(profile.plugins, defaultProfile.plugins) &&
    isSame(profile.filter, defaultProfile.filter) &&
    isSame(
      profile.score.map(({ plugin }) => plugin),
      defaultProfile.score.map(({ plugin }) => plugin),
    ) &&
    isSame(
      profile.score.map(({ weight }) => weight),
      defaultProfile.score.map(({ weight }) => weight),
    )
  );
}

interface Found {
  readonly found: number;
  /** Found or rejected. */
  readonly evaluated: number;
}

/** Keeps columns of a cache, and decides from them. */
export class FastCycle implements CacheListener {
  readonly #percentage: number;
  #nodes: readonly CachedNode[] = [];
  #columns: NodeColumns = columnsOf([]);
  #counts = new SpreadCounts([]);
  #shapes = new PodShapes(0);
  #scores = new RowScores(0);
  /** Rows that fit, in the order in which they were met. */
  #feasible = new Int32Array(0);

  constructor(profile: Profile) {
    this.#percentage = profile.percentageOfNodesToScore;
  }

  listed(nodes: readonly CachedNode[]): void {
    for (const node of this.#nodes) node.row = -1;
    this.#nodes = nodes;
    this.#columns = columnsOf(nodes);
    this.#counts = new SpreadCounts(nodes);
    this.#shapes = new PodShapes(nodes.length);
    this.#scores = new RowScores(nodes.length);
    this.#feasible = new Int32Array(nodes.length);
  }

  nodeChanged(node: CachedNode, old: Node): void {
    if (node.row < 0) return;
    updateRow(this.#columns, node);
    this.#shapes.forgetNode(node.row);
    const hasLabelsChanged = !deepEqual(old.metadata.labels, node.node.metadata.labels);
    if (hasLabelsChanged) this.#counts = new SpreadCounts(this.#nodes);
  }

  podMoved(node: CachedNode, pod: Pod, delta: 1 | -1): void {
    if (node.row < 0) return;
    updateRow(this.#columns, node);
    this.#counts.count(node.row, pod, delta);
  }

  /** The outcome, or undefined where the plain version has to decide. The list of nodes is current. */
  schedule(pod: Pod, objects: Lister, startIndex: number, draw: Draw): Outcome | undefined {
    const nodeCount = this.#nodes.length;
    const shape = this.#shapes.of(pod);
    if (shape === undefined || nodeCount === 0) return undefined;
    const hardSpreads = spreadsOf(pod, 'DoNotSchedule', objects);
    const softSpreads = spreadsOf(pod, 'ScheduleAnyway', objects);
    const restricts = shape.restrictsNodes;
    if ([hardSpreads, softSpreads].some((spreads) => countsSomeNodes(spreads, restricts, this.#counts))) {
      this.#judgeAll(pod, shape);
    }
    const hard = hardTerms(hardSpreads, pod, shape, this.#counts);
    const soft = softTerms(softSpreads, pod, shape, this.#counts);
    if (soft === undefined) return undefined;
    const { found, evaluated } = this.#search(pod, shape, hard, startIndex);
    if (found === 0) return undefined;
    const counts = { evaluated, feasible: found, nextStartIndex: (startIndex + evaluated) % nodeCount };
    const rows = this.#feasible.subarray(0, found);
    if (found === 1) return { ...counts, result: 'scheduled', node: this.#nameOf(rows[0]), isScored: false };
    const ties = this.#scores.best(rows, this.#columns, shape, soft);
    const chosen = this.#scores.tied(draw(ties));
    return { ...counts, result: 'scheduled', node: this.#nameOf(chosen), isScored: true };
  }

  /** Fills the list of rows that fit. */
  #search(pod: Pod, shape: PodShape, hard: readonly HardTerm[], startIndex: number): Found {
    const nodeCount = this.#nodes.length;
    const wanted = feasibleNodesToFind(nodeCount, this.#percentage);
    const { flags } = shape.verdicts;
    const isSpread = hard.length > 0;
    const feasible = this.#feasible;
    let found = 0;
    let rejected = 0;
    for (let i = 0, row = startIndex % nodeCount; i < nodeCount; i++, row = row + 1 === nodeCount ? 0 : row + 1) {
      if (flags[row] === 0) this.#judge(pod, shape, row);
      const isRejected = ((flags[row] ?? 0) & REJECTED) !== 0;
      if (isRejected || !this.#hasRoom(shape, row) || (isSpread && !isEven(hard, row))) {
        rejected += 1;
        continue;
      }
      if (found === wanted) break;
      feasible[found] = row;
      found += 1;
    }
    return { found, evaluated: found + rejected };
  }

  #judgeAll(pod: Pod, shape: PodShape): void {
    const { flags } = shape.verdicts;
    for (let row = 0; row < flags.length; row++) if (flags[row] === 0) this.#judge(pod, shape, row);
  }

  #judge(pod: Pod, shape: PodShape, row: number): void {
    const node = this.#nodes[row];
    if (node !== undefined) judgeNode(pod, shape, node, row);
  }

  /** NodeResourcesFit on a row. */
  #hasRoom({ request }: PodShape, row: number): boolean {
    const c = this.#columns;
    if (at(c.podCount, row) + 1 > at(c.allowedPods, row)) return false;
    const { cpuMillis, memoryBytes, ephemeralStorageBytes, scalars } = request;
    if (cpuMillis > 0 && cpuMillis > at(c.cpuAllocatable, row) - at(c.cpuRequested, row)) return false;
    if (memoryBytes > 0 && memoryBytes > at(c.memoryAllocatable, row) - at(c.memoryRequested, row)) return false;
    if (ephemeralStorageBytes > 0) {
      if (ephemeralStorageBytes > at(c.ephemeralAllocatable, row) - at(c.ephemeralRequested, row)) return false;
    }
    if (scalars.length === 0) return true;
    const node = this.#nodes[row];
    return scalars.every(([name, wanted]) => {
      const free = (node?.allocatable.scalars.get(name) ?? 0) - (node?.requested.scalars.get(name) ?? 0);
      return wanted <= 0 || wanted <= free;
    });
  }

  #nameOf(row: number | undefined): string {
    const node = this.#nodes[row ?? -1];
    invariant(node !== undefined, 'no such row');
    return node.name;
  }
}

function isEven(hard: readonly HardTerm[], row: number): boolean {
  for (const { valueIds, counts, countMax, lacksLabel } of hard) {
    if (lacksLabel[row] === 1 || (counts[valueIds[row] ?? 0] ?? 0) > countMax) return false;
  }
  return true;
}

function at(column: Float64Array, row: number): number {
  return column[row] ?? 0;
}
