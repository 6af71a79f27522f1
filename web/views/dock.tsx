// The dock: tabs for kubectl's tables at the cursor's time, and on a narrow window for
// the details.

import type { JSX } from 'preact';
import { count, t } from '../i18n/i18n.ts';
import type { TableKind } from '../protocol.ts';
import { tableKind } from '../state/answers.ts';
import { countsAt } from '../state/moments.ts';
import { isDockOpen, sizes } from '../state/preferences.ts';
import { timeline } from '../state/run.ts';
import { objectName, selectedId } from '../state/selection.ts';
import { cursor, hasDetails, isNarrow } from '../state/view.ts';
import { readout } from '../timeline/ticks.ts';
import { isDetailsTab } from './details-tab.ts';
import { DrawerBody, DrawerHead } from './drawer.tsx';
import { Glyph } from './glyphs.tsx';
import { ObjectTable } from './object-table.tsx';
import { Splitter } from './splitter.tsx';
import { Tabs } from './tabs.tsx';

/** Height of the dock that only shows its tabs. */
const CLOSED_HEIGHT = 36;
const DETAILS_HEIGHT = 260;

export function Dock(): JSX.Element {
  const isHere = isNarrow.value && hasDetails.value;
  const showsDetails = isHere && isDetailsTab.value;
  const open = showsDetails ? Math.max(sizes.value.dock, DETAILS_HEIGHT) : sizes.value.dock;
  const height = isDockOpen.value ? open : CLOSED_HEIGHT;
  return (
    <section class="dock" id="table" aria-label={t('dock.label')} style={{ height: `${height}px` }}>
      <Splitter panel="dock" />
      <div class="dock-bar">
        <DockTabs hasDetails={isHere} showsDetails={showsDetails} />
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

function DockTabs({ hasDetails: isHere, showsDetails }: DockTabsProps): JSX.Element {
  const counts = timeline.value === undefined ? undefined : countsAt(timeline.value, cursor.value);
  const name = (id: TableKind, label: string): { id: TableKind; label: string; note: string } => {
    return { id, label, note: counts === undefined ? '' : count(counts[id]) };
  };
  const kinds = [name('pods', 'Pods'), name('deployments', 'Deployments'), name('nodes', 'Nodes')];
  const details = isHere ? [{ id: 'details' as const, label: detailsLabel(), note: '' }] : [];
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
