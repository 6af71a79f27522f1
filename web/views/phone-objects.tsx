// The objects at the moment as a list for a finger: name and state, and what else kubectl's table says of
// them in a line below.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import type { TableAnswer } from '../protocol.ts';
import { selectObject } from '../state/actions.ts';
import { rem } from '../state/preferences.ts';
import { chooseKind, showTableFrom, table, tableKind, tableRow } from '../state/table.ts';
import { Chip } from './chip.tsx';
import { TableFilter } from './dock-bar.tsx';
import { Glyph } from './glyphs.tsx';
import { NoRows } from './object-table.tsx';

export function PhoneObjects(): JSX.Element {
  const shown = table.value;
  return (
    <section class="phone-tab phone-objects" onScroll={({ currentTarget }) => showTableFrom(currentTarget.scrollTop)}>
      <div class="phone-controls">
        <KindPicker kinds={shown?.kinds ?? []} />
        <TableFilter />
      </div>
      {shown === undefined ? null : <List shown={shown} />}
    </section>
  );
}

function KindPicker({ kinds }: { readonly kinds: readonly string[] }): JSX.Element {
  const all = new Set([tableKind.value, ...kinds]);
  return (
    <label class="picker">
      <span class="picker-text" lang="en">
        {tableKind.value}
      </span>
      <Glyph name="chevronDown" size={12} />
      <select
        class="picker-cover"
        aria-label={t('dock.label')}
        value={tableKind.value}
        onChange={(event) => chooseKind(event.currentTarget.value)}
      >
        {[...all].toSorted().map((kind) => (
          <option key={kind} value={kind}>
            {kind}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Only the rows around those in view are in the document. */
function List({ shown }: { readonly shown: TableAnswer }): JSX.Element {
  const { columns, rows, from, total } = shown;
  const name = Math.max(columns.indexOf('NAME'), 0);
  const status = columns.indexOf('STATUS');
  if (total === 0) return <NoRows />;
  const gap = (count: number): string => rem(Math.max(count, 0) * tableRow.value);
  return (
    <ul lang="en" style={{ paddingTop: gap(from), paddingBottom: gap(total - from - rows.length) }}>
      {rows.map(({ id, cells, state }) => (
        <li key={id} style={{ height: rem(tableRow.value) }}>
          <button type="button" onClick={() => selectObject(id)}>
            <span class="phone-name">{cells[name]}</span>
            {status < 0 ? null : <Chip state={state} word={cells[status] ?? ''} />}
            <small>{others(columns, cells, [name, status])}</small>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** `READY 0/1 · RESTARTS 2 · AGE 4m30s`. */
function others(columns: readonly string[], cells: readonly string[], shown: readonly number[]): string {
  return cells
    .flatMap((cell, index) => (shown.includes(index) || cell === '' ? [] : `${columns[index] ?? ''} ${cell}`))
    .join(' · ');
}
