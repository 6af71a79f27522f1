// The timeline's twin: a treegrid that lies over the canvas unseen, or stands in its place. Arrow keys walk rows and
// stretches, Enter opens; only the rows around the focus are in the document.

import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';
import { baseScale, isTwinShown, rem } from '../state/preferences.ts';
import {
  cellsAround,
  isTwinFocused,
  moveInTwin,
  openInTwin,
  rows,
  twinColumn,
  twinRow,
  twinRowHeight,
  twinTop,
  twinWindow,
} from '../state/twin.ts';
import { readout } from '../timeline/ticks.ts';
import type { TwinCell, TwinRow } from '../timeline/twin.ts';

export function Twin(): JSX.Element {
  const grid = useRef<HTMLTableElement>(null);
  const [row, column] = [twinRow.value, twinColumn.value];
  useLayoutEffect(() => {
    if (!isTwinFocused.peek()) return;
    grid.current?.querySelector<HTMLElement>('[data-focused="true"]')?.focus();
  }, [row, column, rows.value]);
  useLayoutEffect(() => {
    if (isTwinShown.value) grid.current?.querySelector<HTMLElement>('[data-focused="true"]')?.focus();
  }, [isTwinShown.value]);
  const { first, rows: visible } = twinWindow.value;
  const hasRows = visible.length > 0;
  return (
    <table
      ref={grid}
      class={isTwinShown.value ? 'twin twin-shown' : 'twin'}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: treegrid, since arrow keys walk it
      role="treegrid"
      aria-label={t('twin.label')}
      aria-rowcount={rows.value.length}
      tabIndex={hasRows ? -1 : 0}
      style={{ '--row': rem(twinRowHeight.value) }}
      onScroll={({ currentTarget }) => {
        const top = Math.floor(currentTarget.scrollTop / (twinRowHeight.value * baseScale.value));
        if (Math.abs(top - twinTop.peek()) > 4) twinTop.value = top;
      }}
      onFocusIn={() => {
        isTwinFocused.value = true;
      }}
      onFocusOut={(event) => {
        const to = event.relatedTarget;
        isTwinFocused.value = to instanceof Node && event.currentTarget.contains(to);
      }}
      onKeyDown={onKeyDown}
    >
      <tbody>
        <Gap rows={first} />
        {visible.map((one, index) => (
          <GridRow key={`${one.id}/${one.cells[0]?.from ?? 0}`} row={one} place={first + index} />
        ))}
        <Gap rows={rows.value.length - first - visible.length} />
      </tbody>
    </table>
  );
}

/** Stands for rows that are scrolled out of the table that is shown. */
function Gap({ rows: count }: { readonly rows: number }): JSX.Element | null {
  if (count <= 0 || !isTwinShown.value) return null;
  return <tr class="twin-gap" style={{ height: rem(count * twinRowHeight.value) }} />;
}

const MOVES: { readonly [key: string]: readonly [rows: number, cells: number] } = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
};

function onKeyDown(event: KeyboardEvent): void {
  const move = MOVES[event.key];
  if (move !== undefined) moveInTwin(...move);
  else if (event.key === 'Enter' || event.key === ' ') openInTwin();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function GridRow({ row, place }: { readonly row: TwinRow; readonly place: number }): JSX.Element {
  const isHere = place === twinRow.value;
  const column = isHere ? Math.min(twinColumn.value, row.cells.length) : 0;
  const { first, cells } = cellsAround(row, column);
  return (
    <tr class={`twin-row twin-level-${row.level}`} aria-level={row.level} aria-rowindex={place + 1}>
      <th
        scope="row"
        tabIndex={isHere && column === 0 ? 0 : -1}
        data-focused={isHere && column === 0}
        lang="en"
        onClick={() => moveTo(place, 0)}
        onKeyDown={enter}
      >
        {row.name}
      </th>
      {cells.map((cell, index) => (
        <Cell key={first + index} row={row} cell={cell} column={first + index + 1} place={place} />
      ))}
    </tr>
  );
}

interface CellProps {
  readonly row: TwinRow;
  readonly cell: TwinCell;
  readonly column: number;
  readonly place: number;
}

function Cell({ row, cell, column, place }: CellProps): JSX.Element {
  const isHere = place === twinRow.value && column === Math.min(twinColumn.value, row.cells.length);
  const values = { from: readout(cell.from), to: readout(cell.to), n: column, all: row.cells.length };
  const where = cell.mark === undefined ? t('twin.cell', values) : t('twin.moment', values);
  return (
    <td
      class={cell.isTrouble ? 'twin-trouble' : ''}
      tabIndex={isHere ? 0 : -1}
      data-focused={isHere}
      aria-label={`${row.name}, ${cell.text}, ${where}`}
      onClick={() => {
        moveTo(place, column);
        openInTwin();
      }}
      onKeyDown={enter}
    >
      <b lang="en">{cell.text}</b> <span class="mono">{readout(cell.from)}</span>
    </td>
  );
}

/** The table's own keys do it. */
function enter(): void {}

function moveTo(place: number, column: number): void {
  twinRow.value = place;
  twinColumn.value = column;
}
