// The scores of rows that fit: one pass for each plugin over the columns it reads, then the totals and the best of
// them. Buffers are kept from one attempt to the next. Columns are put into constants before each loop: that is what
// makes a row cost nanoseconds.

import type { Pod } from '../../model/objects.ts';
import type { Snapshot } from '../framework.ts';
import { MAX_NODE_SCORE } from '../framework.ts';
import { normalizedAffinity } from '../plugins/inter-pod-affinity.ts';
import { balancedAllocation } from '../plugins/node-resources-balanced-allocation.ts';
import { normalizedSpread, spreadWeight } from '../plugins/pod-topology-spread.ts';
import { leastAllocated } from '../plugins/scoring-strategies.ts';
import type { WeighedCounts } from './affinity-rows.ts';
import type { FastProfile, ScoreWeights } from './fast-profile.ts';
import type { NodeColumns } from './node-columns.ts';
import type { PlainScore, PodShape } from './pod-shape.ts';
import type { RowMemos, RowValues } from './row-memo.ts';
import type { SoftTerm, SoftTerms } from './spread-rows.ts';

/** What a pod likes. */
export interface RowPreferences {
  readonly pod: Pod;
  readonly shape: PodShape;
  readonly spread: SoftTerms;
  readonly affinity: readonly WeighedCounts[];
}

/** Finds the best of some rows. Its buffers go by place in the list of rows. */
export class RowScores {
  readonly #profile: FastProfile;
  readonly #columns: NodeColumns;
  readonly #weights: ScoreWeights;
  readonly #memos: RowMemos;
  readonly #totals: Float64Array;
  /** Raw scores of the plugin at hand. */
  readonly #raw: Float64Array;
  readonly #ties: Int32Array;
  /** Weighted scores of spreading, by raw score above the lowest: rows are many, scores are few. */
  readonly #normalized = new Float64Array(256);
  /** Marks topology values that were seen, with the number of the pass. */
  #seen = new Int32Array(16);
  #pass = 0;

  constructor(profile: FastProfile, columns: NodeColumns, memos: RowMemos) {
    const { length } = columns.nodes;
    this.#profile = profile;
    this.#columns = columns;
    this.#weights = profile.weights;
    this.#memos = memos;
    this.#totals = new Float64Array(length);
    this.#raw = new Float64Array(length);
    this.#ties = new Int32Array(length);
  }

  /** The n-th of the best rows. */
  tied(n: number): number | undefined {
    return this.#ties[n];
  }

  /** How many of the first `found` rows share the highest total, with what other plugins add. */
  best(
    rows: Int32Array,
    found: number,
    { pod, shape, spread, affinity }: RowPreferences,
    snapshot: Snapshot,
    others?: readonly number[],
  ): number {
    const { taints, affinity: liked, hasTaints } = shape.verdicts;
    this.#memos.begin();
    this.#scoreResources(rows, found, shape);
    for (const plain of shape.plainScores) this.#scorePlain(rows, found, plain, pod, snapshot);
    if (hasTaints) this.#addShares(rows, found, taints, -this.#weights.taints);
    if (shape.hasPreferences) this.#addShares(rows, found, liked, this.#weights.nodeAffinity);
    if (spread.terms.length > 0 && this.#weights.spread > 0) this.#scoreSpread(rows, found, spread);
    if (affinity.length > 0 && this.#weights.podAffinity > 0) this.#scoreAffinity(rows, found, affinity);
    const totals = this.#totals;
    for (let i = 0; others !== undefined && i < found; i++) totals[i] = (totals[i] ?? 0) + (others[i] ?? 0);
    const ties = this.#ties;
    let highest = Number.NEGATIVE_INFINITY;
    let count = 0;
    for (let i = 0; i < found; i++) {
      const total = totals[i] ?? 0;
      if (total < highest) continue;
      if (total > highest) count = 0;
      highest = total;
      ties[count] = rows[i] ?? 0;
      count += 1;
    }
    return count;
  }

  #scoreResources(rows: Int32Array, found: number, shape: PodShape): void {
    const totals = this.#totals;
    const kept = this.#memos.use(shape.resourceScores);
    if (kept === undefined) {
      for (let i = 0; i < found; i++) totals[i] = this.#resourceScore(shape, rows[i] ?? 0);
      return;
    }
    this.#recallResources(rows, found, shape, kept);
  }

  #recallResources(rows: Int32Array, found: number, shape: PodShape, { values, versions }: RowValues): void {
    const totals = this.#totals;
    const current = this.#columns.versions;
    for (let i = 0; i < found; i++) {
      const row = rows[i] ?? 0;
      if (versions[row] !== current[row]) {
        values[row] = this.#resourceScore(shape, row);
        versions[row] = current[row] ?? 0;
      }
      totals[i] = values[row] ?? 0;
    }
  }

  /** LeastAllocated and the balance of CPU and memory. */
  #resourceScore({ scored, request }: PodShape, row: number): number {
    const c = this.#columns;
    const { fit, balance } = this.#weights;
    const cpu = c.cpuAllocatable[row] ?? 0;
    const memory = c.memoryAllocatable[row] ?? 0;
    let score = 0;
    if (this.#profile.hasFitColumns) {
      const cpuFree = leastAllocated((c.cpuNonZero[row] ?? 0) + scored.cpuMillis, cpu);
      const memoryFree = leastAllocated((c.memoryNonZero[row] ?? 0) + scored.memoryBytes, memory);
      const resources = (cpu === 0 ? 0 : 1) + (memory === 0 ? 0 : 1);
      if (resources > 0) score = fit * Math.floor((cpuFree + memoryFree) / resources);
    }
    const { cpuMillis, memoryBytes } = request;
    if (this.#profile.hasBalanceColumns && (cpuMillis !== 0 || memoryBytes !== 0)) {
      const cpuUsed = cpu - (c.cpuFree[row] ?? 0);
      const memoryUsed = memory - (c.memoryFree[row] ?? 0);
      score += balance * balancedAllocation(cpu, cpuUsed, cpuMillis, memory, memoryUsed, memoryBytes);
    }
    return score;
  }

  /** A plugin that scores nodes one by one and does not normalise. */
  #scorePlain(
    rows: Int32Array,
    found: number,
    { plugin, weight, memo }: PlainScore,
    pod: Pod,
    snapshot: Snapshot,
  ): void {
    if (plugin.name === 'ImageLocality' && !this.#columns.hasImages) return;
    const prepared = plugin.preScore?.(pod, [], snapshot);
    if (prepared?.kind !== 'run') return;
    const kept = this.#memos.use(memo);
    const totals = this.#totals;
    const { nodes, versions } = this.#columns;
    for (let i = 0; i < found; i++) {
      const row = rows[i] ?? 0;
      const node = nodes[row];
      const isKnown = kept !== undefined && kept.versions[row] === versions[row];
      const score = isKnown || node === undefined ? kept?.values[row] : plugin.score?.(pod, prepared.state, node);
      totals[i] = (totals[i] ?? 0) + weight * (score ?? 0);
      if (isKnown || kept === undefined) continue;
      kept.values[row] = score ?? 0;
      kept.versions[row] = versions[row] ?? 0;
    }
  }

  /** Adds the share of the highest raw score, in percent. Where all are 0, all get the same. */
  #addShares(rows: Int32Array, found: number, column: Float64Array, weight: number): void {
    let max = 0;
    for (let i = 0; i < found; i++) {
      const value = column[rows[i] ?? 0] ?? 0;
      if (value > max) max = value;
    }
    if (max === 0 || weight === 0) return;
    const totals = this.#totals;
    for (let i = 0; i < found; i++) {
      const share = Math.floor((MAX_NODE_SCORE * (column[rows[i] ?? 0] ?? 0)) / max);
      totals[i] = (totals[i] ?? 0) + weight * share;
    }
  }

  #scoreSpread(rows: Int32Array, found: number, { terms, ignored }: SoftTerms): void {
    const totals = this.#totals;
    const raw = this.#raw;
    raw.fill(0, 0, found);
    for (const term of terms) addSpread(raw, rows, found, term, this.#spreadWeight(term, rows, found, ignored));
    let max = 0;
    let min = Number.POSITIVE_INFINITY;
    for (let i = 0; i < found; i++) {
      if (ignored !== undefined && ignored[rows[i] ?? 0] === 1) continue;
      const rounded = Math.round(raw[i] ?? 0);
      raw[i] = rounded;
      if (rounded > max) max = rounded;
      if (rounded < min) min = rounded;
    }
    const normalized = this.#normalized;
    const isNarrow = max - min < normalized.length;
    const weight = this.#weights.spread;
    for (let score = min; isNarrow && score <= max; score++) {
      normalized[score - min] = weight * normalizedSpread(score, min, max);
    }
    for (let i = 0; i < found; i++) {
      if (ignored !== undefined && ignored[rows[i] ?? 0] === 1) continue;
      const score = raw[i] ?? 0;
      const added = isNarrow ? (normalized[score - min] ?? 0) : weight * normalizedSpread(score, min, max);
      totals[i] = (totals[i] ?? 0) + added;
    }
  }

  /** By the number of domains among the rows that count: the rows themselves for hosts. */
  #spreadWeight(
    { valueIds, values }: SoftTerm,
    rows: Int32Array,
    found: number,
    ignored: Uint8Array | undefined,
  ): number {
    if (valueIds === undefined && ignored === undefined) return spreadWeight(found);
    if (this.#seen.length < values) this.#seen = new Int32Array(values * 2);
    this.#pass += 1;
    const pass = this.#pass;
    const seen = this.#seen;
    let domains = 0;
    for (let i = 0; i < found; i++) {
      const row = rows[i] ?? 0;
      if (ignored !== undefined && ignored[row] === 1) continue;
      const id = valueIds === undefined ? -1 : (valueIds[row] ?? 0);
      if (id >= 0 && seen[id] === pass) continue;
      if (id >= 0) seen[id] = pass;
      domains += 1;
    }
    return spreadWeight(domains);
  }

  #scoreAffinity(rows: Int32Array, found: number, affinity: readonly WeighedCounts[]): void {
    const raw = this.#raw;
    raw.fill(0, 0, found);
    for (const { labelledIds, counts, weight } of affinity) {
      for (let i = 0; i < found; i++) {
        raw[i] = (raw[i] ?? 0) + weight * (counts[labelledIds[rows[i] ?? 0] ?? 0] ?? 0);
      }
    }
    let max = Number.NEGATIVE_INFINITY;
    let min = Number.POSITIVE_INFINITY;
    for (let i = 0; i < found; i++) {
      const score = raw[i] ?? 0;
      if (score > max) max = score;
      if (score < min) min = score;
    }
    if (max === min) return;
    const totals = this.#totals;
    const weight = this.#weights.podAffinity;
    for (let i = 0; i < found; i++) {
      totals[i] = (totals[i] ?? 0) + weight * normalizedAffinity(raw[i] ?? 0, min, max);
    }
  }
}

/** Adds count x weight + (maxSkew - 1) in this order: the sums are doubles, and rounding shows. */
function addSpread(raw: Float64Array, rows: Int32Array, found: number, term: SoftTerm, weight: number): void {
  const { byRow, byValue, valueIds, lacksLabel } = term;
  const tolerated = term.maxSkew - 1;
  if (valueIds === undefined) {
    for (let i = 0; i < found; i++) {
      const row = rows[i] ?? 0;
      if (lacksLabel !== undefined && lacksLabel[row] === 1) continue;
      raw[i] = (raw[i] ?? 0) + ((byRow[row] ?? 0) * weight + tolerated);
    }
    return;
  }
  for (let i = 0; i < found; i++) {
    const row = rows[i] ?? 0;
    if (lacksLabel !== undefined && lacksLabel[row] === 1) continue;
    raw[i] = (raw[i] ?? 0) + ((byValue[valueIds[row] ?? 0] ?? 0) * weight + tolerated);
  }
}
