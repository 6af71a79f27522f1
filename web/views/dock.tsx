// The dock: tabs for kubectl's tables at the cursor's time, and on a narrow window for
// the details.

import type { JSX } from 'preact';
import { count, t } from '../i18n/i18n.ts';
import { countsAt } from '../state/moments.ts';
import { isDockOpen, sizes } from '../state/preferences.ts';
import { timeline } from '../state/run.ts';
import { objectName, selectedId } from '../state/selection.ts';
import { chooseKind, table, tableKind } from '../state/table.ts';
import { cursor, hasDetails, isNarrow } from '../state/view.ts';
import { isDetailsTab } from './details-tab.ts';
import { DockControls } from './dock-bar.tsx';
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
        {showsDetails ? <span class="dock-at" /> : <DockControls />}
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

/** Kinds that always have a tab; others have one while something of them exists. */
const MAIN_KINDS: readonly string[] = ['Pod', 'Deployment', 'ReplicaSet', 'Node'];
const MORE_KINDS: readonly string[] = [
  'StatefulSet',
  'DaemonSet',
  'Job',
  'HorizontalPodAutoscaler',
  'Service',
  'PersistentVolumeClaim',
];
const LABELS: { readonly [kind: string]: string } = { HorizontalPodAutoscaler: 'HPAs', PersistentVolumeClaim: 'PVCs' };

function DockTabs({ hasDetails: isHere, showsDetails }: DockTabsProps): JSX.Element {
  const counts = timeline.value === undefined ? undefined : countsAt(timeline.value, cursor.value);
  const existing = table.value?.kinds ?? [];
  const shown = [...MAIN_KINDS, ...MORE_KINDS.filter((kind) => existing.includes(kind)), 'Event'];
  const tabs = shown.map((kind) => {
    const n = counts?.[kind] ?? (kind === tableKind.value ? table.value?.total : undefined);
    return { id: kind, label: LABELS[kind] ?? `${kind}s`, note: n === undefined ? '' : count(n) };
  });
  const details = isHere ? [{ id: DETAILS, label: detailsLabel(), note: '' }] : [];
  const others = existing.filter((kind) => !shown.includes(kind));
  return (
    <>
      <Tabs
        names={[...tabs, ...details]}
        chosen={showsDetails ? DETAILS : tableKind.value}
        label={t('dock.label')}
        onChoose={show}
      />
      {others.length === 0 ? null : <OtherKinds kinds={others} />}
    </>
  );
}

const DETAILS = 'details';

function show(id: string): void {
  isDetailsTab.value = id === DETAILS;
  if (id !== DETAILS) chooseKind(id);
  isDockOpen.value = true;
}

/** The kinds without a tab, as a list. */
function OtherKinds({ kinds }: { readonly kinds: readonly string[] }): JSX.Element {
  const isChosen = kinds.includes(tableKind.value);
  return (
    <label class="other-kinds">
      <span class={isChosen ? 'chosen' : ''}>{isChosen ? tableKind.value : t('dock.more')}</span>
      <Glyph name="chevronDown" size={10} />
      <select
        class="picker-cover"
        aria-label={t('dock.more')}
        value={isChosen ? tableKind.value : ''}
        onChange={(event) => show(event.currentTarget.value)}
      >
        <option value="" disabled />
        {kinds.toSorted().map((kind) => (
          <option key={kind} value={kind}>
            {kind}
          </option>
        ))}
      </select>
    </label>
  );
}

function detailsLabel(): string {
  const id = selectedId();
  return id === undefined ? t('drawer.label') : objectName(id).name;
}
