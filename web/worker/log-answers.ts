// What can be asked of a finished run's log about a moment: tables, objects, chains of causes. Apart from the
// session, so that any log can be asked.

import type { Micros } from '../../src/base/time.ts';
import type { Log } from '../../src/log/log.ts';
import { Moments } from '../../src/log/moment.ts';
import type { StringMap } from '../../src/model/objects.ts';
import { rowOfState } from '../../src/report/state-row.ts';
import { tableAt } from '../../src/report/table.ts';
import type { TellingContext } from '../../src/report/telling.ts';
import type { ChainStep, Table } from '../../src/report/timeline-model.ts';
import { chainOf } from '../../src/report/why.ts';
import type { ObjectView, Questions, TableKind } from '../protocol.ts';
import { type ObjectSource, objectViewAt } from './object-view.ts';

const KIND_OF_TABLE: { readonly [kind in TableKind]: string } = {
  pods: 'Pod',
  deployments: 'Deployment',
  replicasets: 'ReplicaSet',
  nodes: 'Node',
};

export interface LogAnswers {
  table(kind: TableKind, at: Micros): Table;
  object(id: string, at: Micros): ObjectView;
  chain(ask: Questions['chain']['ask']): readonly ChainStep[];
}

export interface LogSource {
  readonly log: Log;
  /** With statuses as they are read, where that is another thing than the log's. */
  readonly moments?: Moments;
  readonly startsAtEpochMicros: number;
  readonly leaseRenewedAt: ObjectSource['leaseRenewedAt'];
  /** Flags of kube-controller-manager. */
  readonly settings?: StringMap;
}

export function logAnswers(source: LogSource): LogAnswers {
  const { log, startsAtEpochMicros, leaseRenewedAt, settings, moments = new Moments(log) } = source;
  const context: TellingContext = { log, moments, ...(settings !== undefined && { settings }) };
  const objects: ObjectSource = { log, moments, startsAtEpochMicros, leaseRenewedAt };
  return {
    table: (kind, at) => shownColumns(tableAt(log, moments, KIND_OF_TABLE[kind], at, { isWide: kind === 'pods' })),
    object: (id, at) => objectViewAt(objects, id, at),
    chain: (ask) => {
      const seq = 'seq' in ask ? ask.seq : rowOfState(log, moments, ask.id, ask.at);
      return seq === undefined ? [] : chainOf(context, seq);
    },
  };
}

/** Of kubectl's wide columns those that are nearly always empty are left out. */
const HIDDEN_COLUMNS: ReadonlySet<string> = new Set(['NOMINATED NODE', 'READINESS GATES']);

function shownColumns({ columns, rows }: Table): Table {
  const isShown = (_: string, index: number): boolean => !HIDDEN_COLUMNS.has(columns[index] ?? '');
  return {
    columns: columns.filter(isShown),
    rows: rows.map((row) => ({ ...row, cells: row.cells.filter(isShown) })),
  };
}
