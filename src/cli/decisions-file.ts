// `orrery run --decisions FILE`: the scheduler's attempts as JSON lines, or as Parquet where the file's name ends so.
// The file is put in its place whole, or not at all.

import { closeSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import type { DecisionRecord } from '../experiment/decision-log.ts';

/** Writes all records; throws if the file cannot be written. */
export async function writeDecisions(name: string, records: Iterable<DecisionRecord>): Promise<void> {
  const temporary = `${name}.${process.pid}.part`;
  try {
    if (name.endsWith('.parquet')) writeFileSync(temporary, await parquetOf([...records]));
    else writeLines(temporary, records);
    renameSync(temporary, name);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeLines(name: string, records: Iterable<DecisionRecord>): void {
  const file = openSync(name, 'w');
  try {
    for (const record of records) writeSync(file, `${JSON.stringify(record)}\n`);
  } finally {
    closeSync(file);
  }
}

type ColumnType = 'STRING' | 'DOUBLE' | 'INT32' | 'JSON';

const COLUMNS: { readonly [column in keyof DecisionRecord]: ColumnType } = {
  seq: 'INT32',
  at: 'DOUBLE',
  scheduler: 'STRING',
  pod: 'STRING',
  attempt: 'INT32',
  result: 'STRING',
  node: 'STRING',
  message: 'STRING',
  waited: 'DOUBLE',
  sinceLast: 'DOUBLE',
  nodes: 'INT32',
  evaluated: 'INT32',
  feasible: 'INT32',
  ties: 'INT32',
  rejected: 'JSON',
  top: 'JSON',
  victims: 'JSON',
};

async function parquetOf(records: readonly DecisionRecord[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const columnData = (Object.keys(COLUMNS) as (keyof DecisionRecord)[]).map((name) => ({
    name,
    type: COLUMNS[name],
    data: records.map((record) => record[name]),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
