// What stands right of the dock's tabs: the moment, a field to
// filter the rows, the worst first, all columns, copy.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import { isTroubleOnly } from '../state/arrangement.ts';
import { engine } from '../state/run.ts';
import { filterTable, isWide, isWorstFirst, table, tableFilter, tableQuestion, tableSort } from '../state/table.ts';
import { cursor, isNarrow } from '../state/view.ts';
import { readout } from '../timeline/ticks.ts';
import { CopyButton } from './copy-button.tsx';

const MOST_COPIED = 100_000;

export function DockControls(): JSX.Element {
  return (
    <>
      <span class="dock-at">{t('dock.at', { t: readout(cursor.value) })}</span>
      <TableFilter />
      <OrderToggle />
      {isNarrow.value ? null : (
        <button
          type="button"
          class="toggle toggle-wide"
          aria-pressed={isWide.value}
          onClick={() => {
            isWide.value = !isWide.value;
          }}
        >
          {t('dock.wide')}
        </button>
      )}
      <CopyButton text={wholeTable} />
    </>
  );
}

/** The worst first; where only what went wrong is shown, that, and the way back. */
function OrderToggle(): JSX.Element {
  const isOnly = isTroubleOnly.value;
  return (
    <button
      type="button"
      class="toggle"
      aria-pressed={isOnly || (isWorstFirst.value && tableSort.value === undefined)}
      {...(isOnly && { title: `${t('filter.clear')} (!)` })}
      onClick={() => {
        if (isOnly) isTroubleOnly.value = false;
        else isWorstFirst.value = tableSort.value !== undefined || !isWorstFirst.value;
        tableSort.value = undefined;
      }}
    >
      {t(isOnly ? 'dock.trouble' : 'dock.worst')}
    </button>
  );
}

/** Esc empties the field and leaves it, and nothing else. */
export function TableFilter(): JSX.Element {
  return (
    <input
      class="dock-filter"
      type="search"
      aria-label={t('dock.filter')}
      placeholder={t('dock.filter')}
      value={tableFilter.value}
      onInput={(event) => filterTable(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        filterTable('');
        event.currentTarget.blur();
        event.stopPropagation();
      }}
    />
  );
}

/** The table as it is filtered and sorted, all of its rows, with tabs between cells. */
async function wholeTable(): Promise<string> {
  const whole = await engine.value?.ask('table', { ...tableQuestion.value, from: 0, count: MOST_COPIED });
  const { columns, rows } = whole ?? table.value ?? { columns: [], rows: [] };
  return [columns, ...rows.map(({ cells }) => cells)].map((cells) => cells.join('\t')).join('\n');
}
