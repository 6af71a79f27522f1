// Tables of `kubectl get` beside the tables that a real kube-apiserver printed for the same objects. Ages are left
// out: the recording's clock is not ours.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Micros, micros, seconds } from '../../src/base/time.ts';
import { printerOf } from '../../src/kubectl/printers/registry.ts';
import { formatTable } from '../../src/kubectl/printers/table.ts';
import type { KubeObject, Pod } from '../../src/model/objects.ts';
import { fromApiJson } from '../../src/model/times.ts';

const RECORDED = '../shared/vectors/api/table.jsonl';
const KINDS = ['pod', 'node', 'namespace', 'deployment', 'replicaset', 'event'];
const STARTS_AT = 1_795_000_000_000_000;

interface Line {
  readonly id: string;
  readonly setup?: boolean;
  readonly response: { readonly body: Record<string, unknown> };
}

interface Recorded {
  readonly id: string;
  readonly object: KubeObject;
  readonly columns: readonly string[];
  readonly cells: readonly string[];
}

function recordedRows(): readonly Recorded[] {
  if (!existsSync(RECORDED)) return [];
  const lines = readFileSync(RECORDED, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const last = new Map<string, Record<string, unknown>>();
  return lines.flatMap((line) => {
    const topic = line.id.split('/')[1] ?? '';
    const { body } = line.response;
    if (line.setup) {
      last.set(`${line.id.split('#')[0]}/${String((body.metadata as { name?: string } | undefined)?.name)}`, body);
      return [];
    }
    if (!KINDS.includes(topic) || body.kind !== 'Table') return [];
    const columns = (body.columnDefinitions as { name: string }[]).map(({ name }) => name.toUpperCase());
    return (body.rows as { cells: unknown[] }[]).flatMap((row) => {
      const cells = row.cells.map(String);
      const object = last.get(`${line.id.split('#')[0]}/${cells[columns.indexOf('NAME')]}`);
      if (object === undefined) return [];
      return [{ id: line.id, object: fromApiJson(object, STARTS_AT) as KubeObject, columns, cells }];
    });
  });
}

const rows = recordedRows();
const isAge = (column: string): boolean => ['AGE', 'LAST SEEN', 'FIRST SEEN'].includes(column);
const withoutAge = (cell: string): string => cell.replace(/\(\S+ ago\)/, '(ago)');

describe.skipIf(rows.length === 0)('recorded tables', () => {
  it.each(rows.map((row) => [row.id, row] as const))('%s', (_, { object, columns, cells }) => {
    const printer = printerOf(object.kind);
    expect(printer.columns.map(({ name }) => name)).toEqual(columns);
    const compared = (values: readonly string[]): readonly string[] =>
      values.map((cell, index) => (isAge(columns[index] ?? '') ? '' : withoutAge(cell)));
    expect(compared(printer.row(object, micros(0)))).toEqual(compared(cells));
  });
});

function pod(name: string, createdAt: Micros): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid: name, resourceVersion: 1, creationTimestamp: createdAt },
    spec: { containers: [{ name: 'c' }], nodeName: 'worker-1' },
    status: {
      phase: 'Running',
      podIP: '10.244.1.7',
      containerStatuses: [
        {
          name: 'c',
          ready: false,
          restartCount: 2,
          image: 'x',
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 1, finishedAt: seconds(100) } },
        },
      ],
    },
  };
}

describe('formatTable', () => {
  const objects = [pod('web-1', seconds(0)), pod('a-long-name', seconds(30))];

  it('makes columns as wide as their cells and three blanks', () => {
    expect(formatTable('Pod', objects, seconds(130), { isWide: false, hasNamespace: false })).toBe(
      [
        'NAME          READY   STATUS             RESTARTS      AGE\n',
        'web-1         0/1     CrashLoopBackOff   2 (30s ago)   2m10s\n',
        'a-long-name   0/1     CrashLoopBackOff   2 (30s ago)   100s\n',
      ].join(''),
    );
  });

  it('shows the wide columns and the namespace when asked', () => {
    const [, line = ''] = formatTable('Pod', objects, seconds(130), { isWide: true, hasNamespace: true }).split('\n');
    const cells = ['shop', 'web-1', '0/1', 'CrashLoopBackOff', '2 (30s ago)', '2m10s', '10.244.1.7', 'worker-1'];
    expect(line.split(/ {3,}/)).toEqual([...cells, '<none>', '<none>']);
  });
});
