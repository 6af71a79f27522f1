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

/** The table of a kind (`Pod`) at a moment; rows in order of namespace, then name. */
export function tableAt(log: Log, moments: Moments, kind: string, t: Micros, options: TableOptions = {}): Table {
  const { isWide = false, namespace } = options;
  const moment = moments.at(t);
  const printer = printerOf(kind);
  const shown = printer.columns.map((column) => isWide || !column.isWide);
  const dead = deadNodes(log, moment.length);
  const objects = moment
    .list(kind)
    .filter((object) => namespace === undefined || object.metadata.namespace === namespace)
    .toSorted((a: KubeObject, b: KubeObject) => byCodeUnit(keyOf(a), keyOf(b)));
  return {
    columns: printer.columns.filter((_, index) => shown[index]).map(({ name }) => name),
    rows: objects.map((object: KubeObject) => ({
      id: idOf(kind, keyOf(object)),
      cells: printer.row(object, t).filter((_, index) => shown[index]),
      ...stateOf(object, moment, dead),
    })),
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
