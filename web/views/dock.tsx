// The dock: tabs for kubectl's tables at the cursor's time, and on a narrow window for
// the details.

import { useSignal } from '@preact/signals';
import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { count, t } from '../i18n/i18n.ts';
import { isDetailsTab } from '../state/details-tab.ts';
import { countsAt } from '../state/moments.ts';
import { baseScale, isDockOpen, rem, sizes } from '../state/preferences.ts';
import { timeline } from '../state/run.ts';
import { objectName, selectedId } from '../state/selection.ts';
import { showTable, table, tableKind } from '../state/table.ts';
import { cursor, hasDetails, isNarrow } from '../state/view.ts';
import { DockControls } from './dock-bar.tsx';
import { DrawerBody, DrawerHead } from './drawer.tsx';
import { tabsWithoutRoom } from './fitting-tabs.ts';
import { Glyph } from './glyphs.tsx';
import { ObjectTable } from './object-table.tsx';
import { Splitter } from './splitter.tsx';
import { Tabs } from './tabs.tsx';

export function Dock(): JSX.Element {
  const isHere = isNarrow.value && hasDetails.value;
  const showsDetails = isHere && isDetailsTab.value;
  const open = showsDetails ? sizes.value.details : sizes.value.dock;
  const height = isDockOpen.value ? rem(open) : 'auto';
  return (
    <section class="dock" id="table" aria-label={t('dock.label')} style={{ height }}>
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
  const chosen = showsDetails ? DETAILS : tableKind.value;
  const [place, without] = useFitting(
    [...tabs, ...details].map(({ id }) => ({ id, isKept: id === chosen || id === DETAILS })),
  );
  const others = [...shown.filter((kind) => without.has(kind)), ...existing.filter((kind) => !shown.includes(kind))];
  return (
    <div class="dock-tabs" ref={place}>
      <Tabs
        names={[...tabs, ...details].filter(({ id }) => !without.has(id))}
        chosen={chosen}
        label={t('dock.label')}
        onChoose={show}
      />
      {others.length === 0 ? null : <OtherKinds kinds={others} />}
    </div>
  );
}

/** Room that is kept for the list of more kinds. */
const MORE_PIXELS = 84;
/** Between tabs. */
const TAB_GAP = 4;
/** Of a tab that was not measured yet. */
const USUAL_PIXELS = 100;

/** Measures the tabs of an element, in their order, and gives those for which it has no room. */
function useFitting(
  tabs: readonly { readonly id: string; readonly isKept: boolean }[],
): readonly [RefObject<HTMLDivElement | null>, ReadonlySet<string>] {
  const place = useRef<HTMLDivElement>(null);
  const widths = useRef(new Map<string, number>());
  const room = useSignal(Number.POSITIVE_INFINITY);
  const measured = tabs.map((tab) => ({ ...tab, width: widths.current.get(tab.id) ?? USUAL_PIXELS }));
  const without = tabsWithoutRoom(measured, room.value);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const elements = element.querySelectorAll<HTMLElement>('[role="tab"]');
      const inRow = tabs.filter(({ id }) => !without.has(id));
      inRow.forEach(({ id }, index) => {
        const tab = elements[index];
        if (tab !== undefined) widths.current.set(id, tab.offsetWidth + TAB_GAP);
      });
      room.value = element.clientWidth - MORE_PIXELS * baseScale.value;
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  });
  return [place, without];
}

const DETAILS = 'details';

function show(id: string): void {
  if (id !== DETAILS) return showTable(id);
  isDetailsTab.value = true;
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
