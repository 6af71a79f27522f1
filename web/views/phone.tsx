// The page on a phone: one column. The minimap is a scrubber, one track shows the selected object, and tabs hold the
// story of the run in sentences, the objects at the moment, and the details.

import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { NodeTrack, Timeline } from '../../src/report/timeline-model.ts';
import { makePainter } from '../canvas/paint.ts';
import { language, t } from '../i18n/i18n.ts';
import { select } from '../state/actions.ts';
import { barsOfPod } from '../state/moments.ts';
import { theme } from '../state/preferences.ts';
import { timeline } from '../state/run.ts';
import { selectedId } from '../state/selection.ts';
import { story } from '../state/story.ts';
import { cursor, goTo, windowWidth } from '../state/view.ts';
import { setting } from '../state/words.ts';
import { barItems } from '../timeline/bars.ts';
import { color, type DrawItem } from '../timeline/draw-list.ts';
import { METRICS } from '../timeline/metrics.ts';
import { minimapItems } from '../timeline/minimap.ts';
import { nodeHeadItems } from '../timeline/node-head.ts';
import { nodeId } from '../timeline/rows.ts';
import { readout } from '../timeline/ticks.ts';
import { DockControls } from './dock-bar.tsx';
import { DrawerBody, DrawerHead } from './drawer.tsx';
import { Notices } from './notices.tsx';
import { ObjectTable } from './object-table.tsx';
import { Tabs } from './tabs.tsx';

type PhoneTab = 'story' | 'objects' | 'details';
const tab: Signal<PhoneTab> = signal<PhoneTab>('story');

const SCRUBBER = 56;
const TRACK = 40;
const MARGIN = 12;

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
  return (
    <div class="phone">
      <Scrubber />
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
      return <Story />;
    case 'objects':
      return (
        <section class="phone-tab">
          <div class="phone-controls">
            <DockControls />
          </div>
          <ObjectTable />
        </section>
      );
    case 'details':
      return (
        <section class="phone-tab phone-details">
          <DrawerHead />
          <DrawerBody />
        </section>
      );
  }
}

/** The minimap and, below it, the selected object's bar; a finger anywhere on it moves the cursor. */
function Scrubber(): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = windowWidth.value - 2 * MARGIN;
  const shown = timeline.value;
  const height = shown === undefined || !hasTrack(shown, selectedId()) ? SCRUBBER : SCRUBBER + TRACK;
  useEffect(() => {
    const element = canvas.current;
    if (element === null || shown === undefined) return;
    const size = { width, height, pixelRatio: window.devicePixelRatio };
    makePainter(element, size, theme.value, language.value).paint(scrubberItems(width, height));
  });
  const until = shown?.until ?? 1;
  const scrub = (event: PointerEvent): void => {
    if (event.buttons === 0 || !(event.currentTarget instanceof Element)) return;
    goTo(((event.clientX - event.currentTarget.getBoundingClientRect().left) / width) * until);
  };
  return (
    <div class="scrubber" onPointerDown={scrub} onPointerMove={scrub}>
      <div aria-hidden="true">
        <canvas ref={canvas} style={{ width: `${width}px`, height: `${height}px` }} />
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

/** Whether what is selected has a bar of its own: a pod, or a node. */
function hasTrack(shown: Timeline, id: string | undefined): boolean {
  return id !== undefined && (barsOfPod(shown, id).length > 0 || nodeOf(shown, id) !== undefined);
}

function nodeOf({ nodes }: Timeline, id: string | undefined): NodeTrack | undefined {
  return nodes.find((node) => nodeId(node) === id);
}

function scrubberItems(width: number, height: number): readonly DrawItem[] {
  const shown = timeline.value;
  if (shown === undefined) return [];
  const x = (cursor.value / shown.until) * width;
  const view = { range: { from: 0, to: shown.until }, width };
  const id = selectedId();
  const bars = id === undefined ? [] : barsOfPod(shown, id);
  const node = nodeOf(shown, id);
  const top = SCRUBBER + (TRACK - METRICS.lane) / 2;
  return [
    { type: 'rect', x: 0, y: 0, width, height, fill: color('canvas') },
    { type: 'clip', rect: { x: 0, y: 0, width, height: SCRUBBER }, dy: 10, items: minimapItems(shown, width) },
    ...bars.flatMap((bar) => barItems(bar, top, view, setting.value)),
    ...(node === undefined ? [] : nodeHeadItems(node, top, view, setting.value)),
    { type: 'rect', x: x - 1, y: 0, width: 2, height, fill: color('accent') },
  ];
}

/** The run in sentences; each leads to its moment and its causes. */
function Story(): JSX.Element {
  return (
    <ol class="phone-tab phone-story">
      {story.value.map(({ at, seq, text, why, about }) => (
        <li key={seq} class={at <= cursor.value ? '' : 'later'}>
          <button
            type="button"
            onClick={() => {
              goTo(at);
              if (about !== '') select({ kind: 'object', id: about }, at);
            }}
          >
            <span class="mono">{readout(at)}</span> {text}
            {why === '' ? null : <span class="tip-muted"> {why}</span>}
          </button>
        </li>
      ))}
    </ol>
  );
}
