// Which rows a pod fits on: one pass over the columns, from an index on, until enough rows fit. Most rows cost a few
// comparisons; what has no column is asked of the plugin itself, for the few pods that it does not skip. Only where no
// row fits are the reasons looked for.

import { invariant } from '../../base/assert.ts';
import type { Pod } from '../../model/objects.ts';
import type { PreparedFilter } from '../filtering.ts';
import type { Plugin, Status } from '../framework.ts';
import type { CachedNode } from '../node-info.ts';
import { AFFINITY_REJECTIONS } from '../plugins/inter-pod-affinity.ts';
import { SPREAD_REJECTIONS } from '../plugins/pod-topology-spread.ts';
import type { AffinityFilter } from './affinity-rows.ts';
import { affinityRejection } from './affinity-rows.ts';
import type { FastProfile } from './fast-profile.ts';
import type { NodeColumns } from './node-columns.ts';
import type { PodShape, PodShapes } from './pod-shape.ts';
import { RowVerdicts } from './row-verdicts.ts';
import type { HardTerm } from './spread-rows.ts';
import { FITS, VerdictCounts, type VerdictTable } from './verdict-table.ts';
import type { Wanted } from './wanted.ts';
import { shortagesOn } from './wanted.ts';

/** What a pod asks of a row. */
export interface RowFilters {
  readonly pod: Pod;
  readonly shape: PodShape;
  readonly wanted: Wanted;
  readonly spread: readonly HardTerm[];
  readonly affinity: AffinityFilter | undefined;
  /** Asked before the topology, and after it. */
  readonly plain: readonly PreparedFilter[];
  readonly late: readonly PreparedFilter[];
  /** Rows on which nominated pods count as well: the number of the plain version's verdict. */
  readonly nominated: ReadonlyMap<number, number>;
  /** The rows that may be looked at, where that is not all of them. */
  readonly rows: Int32Array | undefined;
}

/** What was found. */
export interface Found {
  readonly found: number;
  readonly rejected: number;
}

/** Searches over a fixed list of nodes. */
export class RowSearch {
  readonly #profile: FastProfile;
  readonly #columns: NodeColumns;
  readonly #shapes: PodShapes;
  readonly #table: VerdictTable;
  readonly #keyMissing: number;
  readonly #skewed: number;
  readonly #affinityIds: { readonly [rejection in keyof typeof AFFINITY_REJECTIONS]: number };
  /** Rows that fit, in the order in which they were met. */
  readonly feasible: Int32Array;
  /** A plugin failed: only the plain version knows what that means for the attempt. */
  hasFailed = false;

  constructor(profile: FastProfile, columns: NodeColumns, shapes: PodShapes, table: VerdictTable) {
    this.#profile = profile;
    this.#columns = columns;
    this.#shapes = shapes;
    this.#table = table;
    this.feasible = new Int32Array(columns.nodes.length);
    this.#keyMissing = table.idOf('PodTopologySpread', SPREAD_REJECTIONS.keyMissing);
    this.#skewed = table.idOf('PodTopologySpread', SPREAD_REJECTIONS.skewed);
    this.#affinityIds = {
      affinity: table.idOf('InterPodAffinity', AFFINITY_REJECTIONS.affinity),
      antiAffinity: table.idOf('InterPodAffinity', AFFINITY_REJECTIONS.antiAffinity),
      existingAntiAffinity: table.idOf('InterPodAffinity', AFFINITY_REJECTIONS.existingAntiAffinity),
    };
  }

  /** Fills the list of rows that fit; ends at the first one that is one too many. */
  run(filters: RowFilters, startIndex: number, enough: number): Found {
    const { rows, wanted } = filters;
    const { podsFree, cpuFree, memoryFree, ephemeralFree } = this.#columns;
    const { ids } = filters.shape.verdicts;
    const { feasible } = this;
    const { pods, cpu, memory, ephemeral } = wanted;
    const hasMore = asksMore(filters);
    const count = rows?.length ?? ids.length;
    let found = 0;
    let rejected = 0;
    this.hasFailed = false;
    for (let i = 0, place = startIndex % count; i < count; i++, place = place + 1 === count ? 0 : place + 1) {
      const row = rows === undefined ? place : (rows[place] ?? 0);
      let id = ids[row] ?? 0;
      if (id === 0) id = this.#judge(filters, row);
      if (
        id !== FITS ||
        pods > (podsFree[row] ?? 0) ||
        cpu > (cpuFree[row] ?? 0) ||
        memory > (memoryFree[row] ?? 0) ||
        ephemeral > (ephemeralFree[row] ?? 0) ||
        (hasMore && !this.#fitsMore(filters, row))
      ) {
        rejected += 1;
        continue;
      }
      if (found === enough) break;
      feasible[found] = row;
      found += 1;
    }
    return { found, rejected };
  }

  /** The verdicts on all rows, counted; undefined where one fits. */
  explain(filters: RowFilters): VerdictCounts | undefined {
    const { shape, rows, spread, plain, late, affinity, nominated } = filters;
    const verdictOn = (row: number): number => this.verdictOn(filters, row);
    this.hasFailed = false;
    const others = spread.length + plain.length + late.length + nominated.size;
    if (others === 0 && affinity === undefined && rows === undefined) {
      shape.failures ??= new RowVerdicts(this.#columns.nodes.length);
      return shape.failures.renew(this.#columns, verdictOn);
    }
    const verdicts = new VerdictCounts();
    for (const row of rows ?? this.#columns.nodes.keys()) verdicts.add(verdictOn(row), 1);
    return verdicts.of(FITS) > 0 ? undefined : verdicts;
  }

  /** The number of the verdict on a row: of the first filter that rejects it. */
  verdictOn(filters: RowFilters, row: number): number {
    const nominated = filters.nominated.size === 0 ? FITS : (filters.nominated.get(row) ?? FITS);
    if (nominated !== FITS) return nominated;
    const id = this.#judge(filters, row);
    if (id !== FITS) return id;
    for (const { plugin, kind } of this.#profile.steps) {
      let verdict = FITS;
      if (kind === 'fit') verdict = this.#fitVerdict(plugin, filters, row);
      else if (kind === 'spread') verdict = this.#spreadVerdict(filters.spread, row);
      else if (kind === 'affinity') verdict = this.#affinityVerdict(filters.affinity, row);
      else if (filters.plain.length + filters.late.length > 0) verdict = this.#plainVerdict(plugin, filters, row);
      if (verdict !== FITS) return verdict;
    }
    return FITS;
  }

  #fitsMore(filters: RowFilters, row: number): boolean {
    for (const { wanted, free } of filters.wanted.scalars) if (wanted > (free[row] ?? 0)) return false;
    for (const filter of filters.plain) if (this.#plainStatus(filter, filters.pod, row) !== undefined) return false;
    for (const { valueIds, counts, countMax, lacksLabel } of filters.spread) {
      if (lacksLabel[row] === 1 || (counts[valueIds[row] ?? 0] ?? 0) > countMax) return false;
    }
    if (filters.affinity !== undefined && affinityRejection(filters.affinity, row) !== undefined) return false;
    for (const filter of filters.late) if (this.#plainStatus(filter, filters.pod, row) !== undefined) return false;
    return filters.nominated.size === 0 || (filters.nominated.get(row) ?? FITS) === FITS;
  }

  #judge({ pod, shape }: RowFilters, row: number): number {
    if (shape.verdicts.ids[row] === 0) this.#shapes.judge(pod, shape, this.#nodeAt(row), row);
    return shape.verdicts.ids[row] ?? FITS;
  }

  /** The plugin says it once for each combination of shortages. */
  #fitVerdict(plugin: Plugin, { pod, shape, wanted }: RowFilters, row: number): number {
    const shortages = shortagesOn(this.#columns, wanted, row);
    if (shortages === 0) return FITS;
    let id = shape.shortages[shortages];
    if (id === undefined) {
      id = this.#idOf(plugin, plugin.filter?.(pod, shape.fitState, this.#nodeAt(row)));
      shape.shortages[shortages] = id;
    }
    return id;
  }

  #spreadVerdict(spread: readonly HardTerm[], row: number): number {
    for (const { valueIds, counts, countMax, lacksLabel } of spread) {
      if (lacksLabel[row] === 1) return this.#keyMissing;
      if ((counts[valueIds[row] ?? 0] ?? 0) > countMax) return this.#skewed;
    }
    return FITS;
  }

  #affinityVerdict(affinity: AffinityFilter | undefined, row: number): number {
    const rejection = affinity === undefined ? undefined : affinityRejection(affinity, row);
    return rejection === undefined ? FITS : this.#affinityIds[rejection];
  }

  #plainVerdict(plugin: Plugin, { pod, plain, late }: RowFilters, row: number): number {
    const asked = [...plain, ...late].find((filter) => filter.plugin === plugin);
    return asked === undefined ? FITS : this.#idOf(plugin, this.#plainStatus(asked, pod, row));
  }

  #plainStatus({ plugin, state }: PreparedFilter, pod: Pod, row: number): Status | undefined {
    const status = plugin.filter?.(pod, state, this.#nodeAt(row));
    if (status?.code === 'Error') this.hasFailed = true;
    return status;
  }

  #idOf(plugin: Plugin, status: Status | undefined): number {
    return status === undefined ? FITS : this.#table.idOf(plugin.name, status);
  }

  #nodeAt(row: number): CachedNode {
    const node = this.#columns.nodes[row];
    invariant(node !== undefined, 'no such row');
    return node;
  }
}

function asksMore({ wanted, spread, affinity, plain, late, nominated }: RowFilters): boolean {
  const others = wanted.scalars.length + spread.length + plain.length + late.length + nominated.size;
  return others > 0 || affinity !== undefined;
}
