// The page on a phone: one column. The minimap is a scrubber, one track shows the selected object, and tabs hold the
// story of the run in sentences, the objects at the moment, and the details.

import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Timeline } from '../../src/report/timeline-model.ts';
import { makePainter } from '../canvas/paint.ts';
import { language, t } from '../i18n/i18n.ts';
import { baseScale, rem, theme } from '../state/preferences.ts';
import { timeline } from '../state/run.ts';
import { selectedId } from '../state/selection.ts';
import { cursor, goTo, isLow, windowWidth } from '../state/view.ts';
import { setting } from '../state/words.ts';
import { color, type DrawItem } from '../timeline/draw-list.ts';
import { layoutRows } from '../timeline/layout.ts';
import { minimapItems } from '../timeline/minimap.ts';
import type { Row } from '../timeline/rows.ts';
import { rowCursorItems, rowItems } from '../timeline/scene.ts';
import { readout } from '../timeline/ticks.ts';
import { DrawerBody, DrawerHead } from './drawer.tsx';
import { Notices } from './notices.tsx';
import { PhoneObjects } from './phone-objects.tsx';
import { PhoneStory } from './phone-story.tsx';
import { Tabs } from './tabs.tsx';

type PhoneTab = 'story' | 'objects' | 'details';
const tab: Signal<PhoneTab> = signal<PhoneTab>('story');

const SCRUBBER = 56;
const TRACK = 96;
const MARGIN = 12;
/** A low window that is wide has the tabs beside the scrubber. */
const LEAST_SPLIT_WIDTH = 640;

export function Phone(): JSX.Element {
  const chosen = selectedId();
  useEffect(() => {
    if (chosen !== undefined) tab.value = 'details';
  }, [chosen]);
  const names = [
    { id: 'story' as const, label: t('phone.story') },
    { id: 'objects' as const, label: t('phone.objects') },
    { id: 'details' as const, label: t('drawer.label') },
  ];
  const isSplit = isLow.value && windowWidth.value >= LEAST_SPLIT_WIDTH;
  return (
    <div class={isSplit ? 'phone phone-split' : 'phone'}>
      <Scrubber width={(isSplit ? windowWidth.value / 2 : windowWidth.value) - 2 * MARGIN} />
      <Notices />
      <Tabs
        names={names}
        chosen={tab.value}
        label={t('phone.tabs')}
        onChoose={(id) => {
          tab.value = id;
        }}
      />
      <PhoneTabContent />
    </div>
  );
}

function PhoneTabContent(): JSX.Element {
  switch (tab.value) {
    case 'story':
      return <PhoneStory />;
    case 'objects':
      return <PhoneObjects />;
    case 'details':
      return (
        <section class="phone-tab phone-details">
          <DrawerHead />
          <DrawerBody />
        </section>
      );
  }
}

/** The minimap and, below it, the selected object's track; a finger anywhere on it moves the cursor. */
function Scrubber({ width }: { readonly width: number }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = timeline.value;
  const rows = shown === undefined ? [] : rowsOfTrack(shown, selectedId());
  const height = rows.length === 0 ? SCRUBBER : SCRUBBER + TRACK;
  useEffect(() => {
    const element = canvas.current;
    if (element === null || shown === undefined) return;
    const size = { width, height, pixelRatio: window.devicePixelRatio * baseScale.value };
    makePainter(element, size, theme.value, language.value).paint(scrubberItems(shown, rows, width, height));
  });
  const until = shown?.until ?? 1;
  const scrub = (event: PointerEvent): void => {
    if (event.buttons === 0 || canvas.current === null) return;
    const box = canvas.current.getBoundingClientRect();
    goTo(((event.clientX - box.left) / box.width) * until);
  };
  return (
    <div class="scrubber" onPointerDown={scrub} onPointerMove={scrub}>
      <div aria-hidden="true">
        <canvas ref={canvas} style={{ width: rem(width), height: rem(height) }} />
      </div>
      <input
        type="range"
        class="visually-hidden"
        aria-label={t('axis.cursor')}
        aria-valuetext={`t=${readout(cursor.value)}`}
        min={0}
        max={until}
        step={until / 200}
        value={cursor.value}
        onInput={(event) => goTo(Number(event.currentTarget.value))}
      />
    </div>
  );
}

/** The row that would show an object if it were pinned, a node's pods as one bar; none for what has no track. */
function rowsOfTrack(shown: Timeline, id: string | undefined): readonly Row[] {
  if (id === undefined) return [];
  const place = `pinned/${id}`;
  return layoutRows(shown, { folded: new Set([place]), pinned: [id] }).rows.filter((row) => row.id === place);
}

function scrubberItems(shown: Timeline, rows: readonly Row[], width: number, height: number): readonly DrawItem[] {
  const x = (cursor.value / shown.until) * width;
  const view = { range: { from: 0, to: shown.until }, width, height, scrollY: 0 };
  const track = rows.flatMap((row): DrawItem[] => {
    const items = [
      ...rowItems(shown, row, view, setting.value),
      ...rowCursorItems(shown, row, cursor.value, view, setting.value),
    ];
    const middle = SCRUBBER + TRACK / 2;
    return [
      { type: 'clip', rect: { x: 0, y: SCRUBBER, width, height: TRACK }, dy: middle - row.height / 2 - row.y, items },
    ];
  });
  return [
    { type: 'rect', x: 0, y: 0, width, height, fill: color('canvas') },
    {
      type: 'clip',
      rect: { x: 0, y: 0, width, height: SCRUBBER },
      dy: 10,
      items: minimapItems(shown, width, shown.until),
    },
    ...track,
    { type: 'rect', x: x - 1, y: 0, width: 2, height, fill: color('accent') },
  ];
}
