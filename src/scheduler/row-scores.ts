// The default profile's scores over rows that fit: one pass for each plugin over the columns it reads, then the totals
// and the best of them. Buffers are kept from one attempt to the next. Columns are put into constants before each loop:
// that is what makes a row cost nanoseconds.

import { MAX_NODE_SCORE } from './framework.ts';
import type { NodeColumns } from './node-columns.ts';
import { balancedAllocation } from './plugins/node-resources-balanced-allocation.ts';
import { normalizedSpread, spreadWeight } from './plugins/pod-topology-spread.ts';
import { leastAllocated } from './plugins/scoring-strategies.ts';
import type { PodShape } from './pod-shape.ts';
import { defaultProfile } from './registry.ts';
import type { SoftTerm } from './spread-terms.ts';

const FIT_WEIGHT: number = weightOf('NodeResourcesFit');
const BALANCE_WEIGHT: number = weightOf('NodeResourcesBalancedAllocation');
const TAINTS_WEIGHT: number = weightOf('TaintToleration');
const AFFINITY_WEIGHT: number = weightOf('NodeAffinity');
const SPREAD_WEIGHT: number = weightOf('PodTopologySpread');

/** Finds the best of some rows. Its buffers go by place in the list of rows. */
export class RowScores {
  readonly #totals: Float64Array;
  readonly #spread: Float64Array;
  readonly #ties: Int32Array;
  /** Marks topology values that were seen, with the number of the pass. */
  #seen = new Int32Array(16);
  #pass = 0;

  constructor(nodeCount: number) {
    this.#totals = new Float64Array(nodeCount);
    this.#spread = new Float64Array(nodeCount);
    this.#ties = new Int32Array(nodeCount);
  }

  /** The n-th of the best rows. */
  tied(n: number): number | undefined {
    return this.#ties[n];
  }

  /** How many rows share the highest total. */
  best(rows: Int32Array, columns: NodeColumns, shape: PodShape, soft: readonly SoftTerm[]): number {
    const { taints, affinity } = shape.verdicts;
    this.#scoreResources(rows, columns, shape);
    this.#scoreTaints(rows, taints);
    if (shape.hasPreferences) this.#scoreAffinity(rows, affinity);
    if (soft.length > 0) this.#scoreSpread(rows, soft);
    const totals = this.#totals;
    const ties = this.#ties;
    let highest = Number.NEGATIVE_INFINITY;
    let count = 0;
    for (let i = 0; i < rows.length; i++) {
      const total = totals[i] ?? 0;
      if (total < highest) continue;
      if (total > highest) count = 0;
      highest = total;
      ties[count] = rows[i] ?? 0;
      count += 1;
    }
    return count;
  }

  #scoreResources(rows: Int32Array, columns: NodeColumns, { scored, request }: PodShape): void {
    const totals = this.#totals;
    const { cpuAllocatable, cpuNonZero, cpuRequested, memoryAllocatable, memoryNonZero, memoryRequested } = columns;
    const { cpuMillis: cpuWanted, memoryBytes: memoryWanted } = request;
    const { cpuMillis: cpuScored, memoryBytes: memoryScored } = scored;
    const isBalanced = cpuWanted !== 0 || memoryWanted !== 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? 0;
      const cpu = cpuAllocatable[row] ?? 0;
      const memory = memoryAllocatable[row] ?? 0;
      const cpuFree = leastAllocated((cpuNonZero[row] ?? 0) + cpuScored, cpu);
      const memoryFree = leastAllocated((memoryNonZero[row] ?? 0) + memoryScored, memory);
      const resources = (cpu === 0 ? 0 : 1) + (memory === 0 ? 0 : 1);
      let score = resources === 0 ? 0 : FIT_WEIGHT * Math.floor((cpuFree + memoryFree) / resources);
      if (isBalanced) {
        const cpuUsed = cpuRequested[row] ?? 0;
        const memoryUsed = memoryRequested[row] ?? 0;
        score += BALANCE_WEIGHT * balancedAllocation(cpu, cpuUsed, cpuWanted, memory, memoryUsed, memoryWanted);
      }
      totals[i] = score;
    }
  }

  /** Where no node has such a taint, each gets the full score: the same for all. */
  #scoreTaints(rows: Int32Array, taints: Float64Array): void {
    const max = maxOf(rows, taints);
    if (max === 0) return;
    const totals = this.#totals;
    for (let i = 0; i < rows.length; i++) {
      const tainted = Math.floor((MAX_NODE_SCORE * (taints[rows[i] ?? 0] ?? 0)) / max);
      totals[i] = (totals[i] ?? 0) - TAINTS_WEIGHT * tainted;
    }
  }

  #scoreAffinity(rows: Int32Array, affinity: Float64Array): void {
    const max = maxOf(rows, affinity);
    if (max === 0) return;
    const totals = this.#totals;
    for (let i = 0; i < rows.length; i++) {
      const liked = Math.floor((MAX_NODE_SCORE * (affinity[rows[i] ?? 0] ?? 0)) / max);
      totals[i] = (totals[i] ?? 0) + AFFINITY_WEIGHT * liked;
    }
  }

  #scoreSpread(rows: Int32Array, soft: readonly SoftTerm[]): void {
    const totals = this.#totals;
    const spread = this.#spread;
    spread.fill(0, 0, rows.length);
    for (const term of soft) addSpread(spread, rows, term, this.#weightOf(term, rows));
    let max = 0;
    let min = Number.POSITIVE_INFINITY;
    for (let i = 0; i < rows.length; i++) {
      const score = spread[i] ?? 0;
      const whole = Math.floor(score);
      const rounded = score - whole < 0.5 ? whole : whole + 1;
      spread[i] = rounded;
      if (rounded > max) max = rounded;
      if (rounded < min) min = rounded;
    }
    for (let i = 0; i < rows.length; i++) {
      totals[i] = (totals[i] ?? 0) + SPREAD_WEIGHT * normalizedSpread(spread[i] ?? 0, min, max);
    }
  }

  /** By the number of domains among the rows: the rows themselves for hosts. */
  #weightOf({ valueIds, values }: SoftTerm, rows: Int32Array): number {
    if (valueIds === undefined) return spreadWeight(rows.length);
    if (this.#seen.length < values) this.#seen = new Int32Array(values * 2);
    this.#pass += 1;
    const pass = this.#pass;
    const seen = this.#seen;
    let domains = 0;
    for (let i = 0; i < rows.length; i++) {
      const id = valueIds[rows[i] ?? 0] ?? 0;
      if (seen[id] === pass) continue;
      seen[id] = pass;
      domains += 1;
    }
    return spreadWeight(domains);
  }
}

/** Adds count x weight + (maxSkew - 1) in this order: the sums are doubles, and rounding shows. */
function addSpread(spread: Float64Array, rows: Int32Array, term: SoftTerm, weight: number): void {
  const { counts, valueIds, lacksLabel } = term;
  const tolerated = term.maxSkew - 1;
  if (valueIds === undefined) {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? 0;
      if (lacksLabel[row] === 0) spread[i] = (spread[i] ?? 0) + ((counts[row] ?? 0) * weight + tolerated);
    }
    return;
  }
  const scores = Float64Array.from(counts, (count) => count * weight + tolerated);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    if (lacksLabel[row] === 0) spread[i] = (spread[i] ?? 0) + (scores[valueIds[row] ?? 0] ?? 0);
  }
}

function maxOf(rows: Int32Array, column: Float64Array): number {
  let max = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = column[rows[i] ?? 0] ?? 0;
    if (value > max) max = value;
  }
  return max;
}

function weightOf(plugin: string): number {
  return defaultProfile.score.find((entry) => entry.plugin.name === plugin)?.weight ?? 0;
}
