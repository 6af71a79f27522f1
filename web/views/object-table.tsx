// kubectl's table of a kind at the cursor's time. Where the stored status is not what the world is, a grey note says
// so. Only the rows in view are in the document, so that thousands cost as little as ten.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Table } from '../../src/report/timeline-model.ts';
import { t } from '../i18n/i18n.ts';
import { selectObject } from '../state/actions.ts';
import { table } from '../state/answers.ts';
import { sizes } from '../state/preferences.ts';
import { selectedId } from '../state/selection.ts';
import { StateIcon } from './glyphs.tsx';

/** Height of a row, as the style sheet has it. */
const ROW_PIXELS = 23;
/** Rows that are made above and below those in view. */
const ROWS_AROUND = 20;

export function ObjectTable(): JSX.Element {
  const scrollTop = useSignal(0);
  const shown = table.value;
  if (shown === undefined) return <div class="table-scroll" />;
  const status = shown.columns.indexOf('STATUS');
  const first = Math.max(Math.floor(scrollTop.value / ROW_PIXELS) - ROWS_AROUND, 0);
  const rows = shown.rows.slice(first, first + Math.ceil(sizes.value.dock / ROW_PIXELS) + 2 * ROWS_AROUND);
  return (
    <div
      class="table-scroll"
      onScroll={(event) => {
        scrollTop.value = event.currentTarget.scrollTop;
      }}
    >
      <table class="objects" lang="en" aria-rowcount={shown.rows.length}>
        <thead>
          <tr>
            {shown.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap rows={first} />
          {rows.map((row) => (
            <TableRow key={row.id} row={row} status={status} />
          ))}
          <Gap rows={shown.rows.length - first - rows.length} />
        </tbody>
      </table>
      {shown.rows.length === 0 ? <p class="table-none">{t('dock.none')}</p> : null}
    </div>
  );
}

/** Stands for rows that are scrolled out of view. */
function Gap({ rows }: { readonly rows: number }): JSX.Element | null {
  return rows <= 0 ? null : <tr style={{ height: `${rows * ROW_PIXELS}px` }} />;
}

function TableRow({ row, status }: { readonly row: Table['rows'][number]; readonly status: number }): JSX.Element {
  const isSelected = selectedId() === row.id;
  return (
    <tr class={isSelected ? 'selected' : ''} onClick={() => selectObject(row.id)}>
      {row.cells.map((cell, index) => (
        <td key={index}>
          {index === 0 ? <NameCell id={row.id} name={cell} isSelected={isSelected} /> : null}
          {index === status ? <StatusCell row={row} text={cell} /> : null}
          {index === 0 || index === status ? null : cell}
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
  return (
    <span class="status-cell">
      <StateIcon state={row.state} />
      {text}
      {row.isStale ? <span class="status-note">{t('state.reported')}</span> : null}
      {isLost ? <span class="status-note">{t('state.lost')}</span> : null}
    </span>
  );
}
