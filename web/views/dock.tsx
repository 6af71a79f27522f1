// The dock: kubectl's tables at the cursor's time. Where the stored status is not what the world is, a grey note says so.

import type { JSX } from 'preact';
import type { Table, Timeline } from '../../src/report/timeline-model.ts';
import { count, t } from '../i18n/i18n.ts';
import type { TableKind } from '../protocol.ts';
import { selectObject } from '../state/actions.ts';
import { table, tableKind } from '../state/answers.ts';
import { barsOfRun } from '../state/moments.ts';
import { isDockOpen, sizes } from '../state/preferences.ts';
import { timeline } from '../state/run.ts';
import { objectName, selectedId, selection } from '../state/selection.ts';
import { cursor, isNarrow } from '../state/view.ts';
import { readout } from '../timeline/ticks.ts';
import { isDetailsTab } from './details-tab.ts';
import { DrawerBody, DrawerHead } from './drawer.tsx';
import { Glyph, StateIcon } from './glyphs.tsx';
import { Splitter } from './splitter.tsx';
import { Tabs } from './tabs.tsx';

/** Height of the dock that only shows its tabs. */
const CLOSED_HEIGHT = 36;
const DETAILS_HEIGHT = 260;

export function Dock(): JSX.Element {
  const hasDetails = isNarrow.value && selection.value !== undefined;
  const showsDetails = hasDetails && isDetailsTab.value;
  const open = showsDetails ? Math.max(sizes.value.dock, DETAILS_HEIGHT) : sizes.value.dock;
  const height = isDockOpen.value ? open : CLOSED_HEIGHT;
  return (
    <section class="dock" id="table" aria-label={t('dock.label')} style={{ height: `${height}px` }}>
      <Splitter panel="dock" />
      <div class="dock-bar">
        <DockTabs hasDetails={hasDetails} showsDetails={showsDetails} />
        <span class="dock-at">{t('dock.at', { t: readout(cursor.value) })}</span>
        <button
          type="button"
          class={isDockOpen.value ? 'icon-button' : 'icon-button upside-down'}
          title={`${t(isDockOpen.value ? 'dock.close' : 'dock.open')} (Shift+Q)`}
          onClick={() => {
            isDockOpen.value = !isDockOpen.value;
          }}
        >
          <Glyph name="chevronDown" size={14} />
        </button>
      </div>
      {isDockOpen.value && showsDetails ? (
        <div class="dock-details">
          <DrawerHead />
          <DrawerBody />
        </div>
      ) : null}
      {isDockOpen.value && !showsDetails ? <ObjectTable /> : null}
    </section>
  );
}

interface DockTabsProps {
  readonly hasDetails: boolean;
  readonly showsDetails: boolean;
}

function DockTabs({ hasDetails, showsDetails }: DockTabsProps): JSX.Element {
  const counts = timeline.value === undefined ? undefined : countsAt(timeline.value, cursor.value);
  const name = (id: TableKind, label: string): { id: TableKind; label: string; note: string } => {
    return { id, label, note: counts === undefined ? '' : count(counts[id]) };
  };
  const kinds = [name('pods', 'Pods'), name('deployments', 'Deployments'), name('nodes', 'Nodes')];
  const details = hasDetails ? [{ id: 'details' as const, label: detailsLabel(), note: '' }] : [];
  return (
    <Tabs<TableKind | 'details'>
      names={[...kinds, ...details]}
      chosen={showsDetails ? 'details' : tableKind.value}
      label={t('dock.label')}
      onChoose={(id) => {
        isDetailsTab.value = id === 'details';
        if (id !== 'details') tableKind.value = id;
        isDockOpen.value = true;
      }}
    />
  );
}

function detailsLabel(): string {
  const id = selectedId();
  return id === undefined ? t('drawer.label') : objectName(id).name;
}

/** How many objects of a kind there are at a moment. */
function countsAt(shown: Timeline, at: number): { readonly [kind in TableKind]: number } {
  const pods = new Set(barsOfRun(shown).flatMap((bar) => (bar.from <= at && at < bar.to ? [bar.key] : [])));
  const deployments = shown.deployments.filter((track) => (track.steps[0]?.at ?? 0) <= at);
  const nodes = shown.nodes.filter((node) =>
    node.segments.some((segment) => segment.state !== 'absent' && segment.from <= at && at < segment.to),
  );
  const replicasets = deployments.reduce((sum, track) => sum + track.replicaSets.length, 0);
  return { pods: pods.size, deployments: deployments.length, replicasets, nodes: nodes.length };
}

function ObjectTable(): JSX.Element {
  const shown = table.value;
  if (shown === undefined) return <div class="table-scroll" />;
  const status = shown.columns.indexOf('STATUS');
  return (
    <div class="table-scroll">
      <table class="objects" lang="en">
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
          {shown.rows.map((row) => (
            <TableRow key={row.id} row={row} status={status} />
          ))}
        </tbody>
      </table>
      {shown.rows.length === 0 ? <p class="table-none">{t('dock.none')}</p> : null}
    </div>
  );
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
