// kubectl's table at a moment: its columns, its order, the class of each row, and what is stale.

import { describe, expect, test } from 'vitest';
import { seconds } from '../../src/base/time.ts';
import { Moments } from '../../src/log/moment.ts';
import { tableAt } from '../../src/report/table.ts';
import type { Table } from '../../src/report/timeline-model.ts';
import { crashRun } from './crash-run.ts';

const { run } = crashRun();
const moments = new Moments(run.log);
const at = (kind: string, second: number, isWide = false): Table =>
  tableAt(run.log, moments, kind, seconds(second), { isWide });

const rowsOf = (table: Table): readonly string[] =>
  table.rows.map(({ id, cells, state, isStale }) => `${id} ${cells[2]} ${state}${isStale ? ' stale' : ''}`);

describe('table', () => {
  test('has the columns of kubectl, more of them where asked', () => {
    expect(at('Pod', 100).columns).toEqual(['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE']);
    expect(at('Pod', 100, true).columns).toContain('NODE');
    expect(at('Pod', 100).rows[0]?.cells).toEqual(['web-a', '1/1', 'Running', '0', '100s']);
  });

  test.each([
    [100, ['Pod/shop/web-a Running running', 'Pod/shop/web-b Pending pending']],
    [200, ['Pod/shop/web-a Running running stale', 'Pod/shop/web-b Pending pending']],
    [300, ['Pod/shop/web-a Running unknown', 'Pod/shop/web-b Pending pending']],
    [
      540,
      ['Pod/shop/web-a Terminating terminating', 'Pod/shop/web-b Pending pending', 'Pod/shop/web-c Running running'],
    ],
  ])('shows at %i s what is stored, and whether it is so', (second, expected) => {
    expect(rowsOf(at('Pod', second))).toEqual(expected);
  });

  test('shows a dead node as stale until it is NotReady', () => {
    const states = [100, 200, 300].map((second) => at('Node', second).rows[0]);
    expect(states.map((row) => [row?.state, row?.isStale])).toEqual([
      ['running', false],
      ['running', true],
      ['unknown', false],
    ]);
  });

  test('keeps to a namespace', () => {
    expect(tableAt(run.log, moments, 'Pod', seconds(100), { namespace: 'other' }).rows).toEqual([]);
  });
});
