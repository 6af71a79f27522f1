// kubectl's table of a kind at a moment, as data: cells are kubectl's, the class is the page's, and a row is stale
// where what is stored is not what is, because its node is dead and nobody has noticed.

import { byCodeUnit } from '../base/compare.ts';
import type { Micros } from '../base/time.ts';
import { podStatusWord } from '../kubectl/printers/pod-status-word.ts';
import { printerOf } from '../kubectl/printers/registry.ts';
import type { Log } from '../log/log.ts';
import type { Moment, Moments } from '../log/moment.ts';
import type { Seq } from '../log/row.ts';
import { type KubeObject, keyOf, type Node, type Pod } from '../model/objects.ts';
import { idOf } from './owner.ts';
import { isStaleState } from './pod-fold.ts';
import { isNodeReady, objectStateClass, podStateClass } from './state-class.ts';
import type { Table } from './timeline-model.ts';

export interface TableOptions {
  /** The columns of `-o wide` too. */
  readonly isWide?: boolean;
  /** Only objects of this namespace. */
  readonly namespace?: string;
}

/** A row whose cells are not printed yet. */
export interface LazyRow extends Omit<Table['rows'][number], 'cells'> {
  readonly object: KubeObject;
}

export interface LazyTable {
  readonly columns: readonly string[];
  readonly rows: readonly LazyRow[];
  readonly cellsOf: (row: LazyRow) => readonly string[];
}

/** The table of a kind (`Pod`) at a moment; rows in order of namespace, then name. */
export function tableAt(log: Log, moments: Moments, kind: string, t: Micros, options: TableOptions = {}): Table {
  const { columns, rows, cellsOf } = lazyTableAt(log, moments, kind, t, options);
  return {
    columns,
    rows: rows.map((row) => ({ id: row.id, cells: cellsOf(row), state: row.state, isStale: row.isStale })),
  };
}

/** The same, for readers of a part of it: the states of all rows, and the cells of those that are asked for. */
export function lazyTableAt(log: Log, moments: Moments, kind: string, t: Micros, options: TableOptions): LazyTable {
  const { isWide = false, namespace } = options;
  const moment = moments.at(t);
  const printer = printerOf(kind);
  const shown = printer.columns.map((column) => isWide || !column.isWide);
  const dead = deadNodes(log, moment.length);
  const keyed = moment
    .list(kind)
    .filter((object) => namespace === undefined || object.metadata.namespace === namespace)
    .map((object: KubeObject) => ({ key: keyOf(object), object }))
    .toSorted((a, b) => byCodeUnit(a.key, b.key));
  return {
    columns: printer.columns.filter((_, index) => shown[index]).map(({ name }) => name),
    rows: keyed.map(({ key, object }) => {
      const { state, isStale } = stateOf(object, moment, dead);
      return { id: idOf(kind, key), state, isStale, object };
    }),
    cellsOf: ({ object }) => printer.row(object, t).filter((_, index) => shown[index]),
  };
}

function stateOf(
  object: KubeObject,
  moment: Moment,
  dead: ReadonlySet<string>,
): Pick<Table['rows'][number], 'state' | 'isStale'> {
  if (object.kind === 'Pod') {
    const pod = object as Pod;
    const { nodeName = '' } = pod.spec;
    const node = moment.get('Node', nodeName);
    const state = podStateClass(pod, podStatusWord(pod).word, node !== undefined && isNodeReady(node));
    return { state, isStale: dead.has(nodeName) && isStaleState(pod, state) };
  }
  const isStale = object.kind === 'Node' && isNodeReady(object as Node) && dead.has(object.metadata.name);
  return { state: objectStateClass(object), isStale };
}

/** The nodes that are really down after the first `length` rows. */
function deadNodes(log: Log, length: Seq): ReadonlySet<string> {
  const dead = new Set<string>();
  for (let seq = 0; seq < length; seq += 1) {
    const plain = log.plain(seq);
    if (plain?.type !== 'fact') continue;
    if (plain.fact === 'node-crashed') dead.add(plain.node);
    else if (plain.fact === 'node-booted') dead.delete(plain.node);
  }
  return dead;
}
