// kubectl's table of a kind at the cursor's time. Where the stored status is not what the world is, a grey note says
// so. Only the rows in view are in the document, so that thousands cost as little as ten.

import type { JSX } from 'preact';
import type { Table } from '../../src/report/timeline-model.ts';
import { glossOf } from '../i18n/glossary.ts';
import { t } from '../i18n/i18n.ts';
import { selectObject } from '../state/actions.ts';
import { isTroubleOnly } from '../state/arrangement.ts';
import { outlining } from '../state/hover.ts';
import { rem } from '../state/preferences.ts';
import { selectedId } from '../state/selection.ts';
import { filterTable, showTableFrom, sortBy, table, tableFilter, tableRow, tableSort } from '../state/table.ts';
import { StateIcon } from './glyphs.tsx';
import { WaysOut } from './no-match.tsx';

export function ObjectTable(): JSX.Element {
  const shown = table.value;
  if (shown === undefined) return <div class="table-scroll" />;
  const { columns, rows, from, total } = shown;
  const status = columns.indexOf('STATUS');
  const name = nameColumn(columns);
  return (
    <div
      class="table-scroll"
      style={{ '--row': rem(tableRow.value) }}
      onScroll={({ currentTarget }) => showTableFrom(currentTarget.scrollTop)}
    >
      <table class="objects" lang="en" aria-rowcount={total}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap rows={from} />
          {rows.map((row) => (
            <TableRow key={row.id} row={row} name={name} status={status} />
          ))}
          <Gap rows={total - from - rows.length} />
        </tbody>
      </table>
      {total === 0 ? <NoRows /> : null}
    </div>
  );
}

/** What is said in place of rows, and the ways out of a filter. */
export function NoRows(): JSX.Element {
  if (tableFilter.value.trim() === '') {
    return <p class="table-none">{t(isTroubleOnly.value ? 'dock.noTrouble' : 'dock.none')}</p>;
  }
  const near = table.value?.nearest;
  return (
    <p class="table-none">
      {t('find.none', { q: tableFilter.value })}
      <WaysOut near={near} take={filterTable} />
    </p>
  );
}

const ARROWS = { ascending: '↑', descending: '↓', none: '' } as const;

/** A column's head sorts by it. */
function Head({ column }: { readonly column: string }): JSX.Element {
  const sort = tableSort.value;
  const direction = sort?.column !== column ? 'none' : sort.isDescending ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-sort={direction}>
      <button type="button" onClick={() => sortBy(column)}>
        {column} <span aria-hidden="true">{ARROWS[direction]}</span>
      </button>
    </th>
  );
}

/** Stands for rows that are scrolled out of view. */
function Gap({ rows }: { readonly rows: number }): JSX.Element | null {
  return rows <= 0 ? null : <tr style={{ height: rem(rows * tableRow.value) }} />;
}

/** The column whose cells choose their rows: that of names, else the first of the object's own. */
function nameColumn(columns: readonly string[]): number {
  const name = columns.indexOf('NAME');
  return name >= 0 || columns[0] !== 'NAMESPACE' ? Math.max(name, 0) : 1;
}

interface TableRowProps {
  readonly row: Table['rows'][number];
  readonly name: number;
  readonly status: number;
}

function TableRow({ row, name, status }: TableRowProps): JSX.Element {
  const isSelected = selectedId() === row.id;
  return (
    <tr class={isSelected ? 'selected' : ''} onClick={() => selectObject(row.id)} {...outlining(row.id)}>
      {row.cells.map((cell, index) => (
        <td key={index}>
          {index === name ? <NameCell id={row.id} name={cell} isSelected={isSelected} /> : null}
          {index === status ? <StatusCell row={row} text={cell} /> : null}
          {index === name || index === status ? null : cell}
        </td>
      ))}
    </tr>
  );
}

interface NameCellProps {
  readonly id: string;
  readonly name: string;
  readonly isSelected: boolean;
}

function NameCell({ id, name, isSelected }: NameCellProps): JSX.Element {
  return (
    <button type="button" class="row-name" aria-pressed={isSelected} onClick={() => selectObject(id)}>
      {name}
    </button>
  );
}

function StatusCell({ row, text }: { readonly row: Table['rows'][number]; readonly text: string }): JSX.Element {
  const isLost = row.state === 'unknown' && row.id.startsWith('Pod/');
  const gloss = glossOf(text);
  return (
    <span class="status-cell" {...(gloss !== '' && { title: gloss })}>
      <StateIcon state={row.state} />
      {text}
      {row.isStale ? <span class="status-note">{t('state.reported')}</span> : null}
      {isLost ? <span class="status-note">{t('state.lost')}</span> : null}
    </span>
  );
}
