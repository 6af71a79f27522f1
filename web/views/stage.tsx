// The stage: two canvases over each other. Below, the picture of the run, drawn when view or run change; above, what
// moves with the hand: cursor, selection, chain, hover. Drawing follows signals and never a render of components.

import { computed, effect, type ReadonlySignal, untracked } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { makePainter } from '../canvas/paint.ts';
import { language, t } from '../i18n/i18n.ts';
import { revealObject } from '../state/actions.ts';
import { stageScale, theme } from '../state/preferences.ts';
import { reached, timeline, until } from '../state/run.ts';
import { sceneView } from '../state/scene-view.ts';
import { selectedId } from '../state/selection.ts';
import { cursor, goTo, layout, range, scrollTo, scrollY, setRange, stageSize } from '../state/view.ts';
import { setting } from '../state/words.ts';
import type { DrawItem } from '../timeline/draw-list.ts';
import { METRICS } from '../timeline/metrics.ts';
import { minimapItems } from '../timeline/minimap.ts';
import { sceneItems } from '../timeline/scene.ts';
import { readout } from '../timeline/ticks.ts';
import { MIN_SPAN_MICROS } from '../timeline/viewport.ts';
import { NoTracks } from './no-match.tsx';
import { overlayItems } from './overlay.ts';
import { pointerHandlers } from './pointer.ts';
import { Tip } from './tip.tsx';
import { Twin } from './twin.tsx';
import { Unfinished } from './unfinished.tsx';
import { WheelQuestion } from './wheel-question.tsx';

export function Stage(): JSX.Element {
  const stage = useRef<HTMLDivElement>(null);
  const base = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const [element, lower, upper] = [stage.current, base.current, overlay.current];
    if (element === null || lower === null || upper === null) return undefined;
    const stops = [watchSize(element), drawOn(lower, upper), pointerHandlers(element)];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return (
    <div class="stage" ref={stage} id="timeline">
      <div aria-hidden="true">
        <canvas ref={base} />
        <canvas ref={overlay} />
      </div>
      <MinimapSlider end="from" />
      <MinimapSlider end="to" />
      <div
        class="axis-slider"
        role="slider"
        tabIndex={0}
        aria-label={t('axis.cursor')}
        aria-valuemin={0}
        aria-valuemax={reached.value}
        aria-valuenow={cursor.value}
        aria-valuetext={`t=${readout(cursor.value)}`}
        onKeyDown={moveByKey}
      />
      <ScrollThumb />
      <Unfinished />
      <NoTracks />
      <Twin />
      <Tip />
      <WheelQuestion />
    </div>
  );
}

/** An end of the view as a slider, for those who do not drag its frame. */
function MinimapSlider({ end }: { readonly end: 'from' | 'to' }): JSX.Element {
  const value = range.value[end];
  return (
    <input
      type="range"
      class="visually-hidden"
      aria-label={t(end === 'from' ? 'minimap.from' : 'minimap.to')}
      aria-valuetext={`t=${readout(value)}`}
      min={0}
      max={until.value}
      step={until.value / 200}
      value={value}
      onInput={(event) => {
        const at = Number(event.currentTarget.value);
        const next = { ...range.value, [end]: at };
        if (next.to - next.from >= MIN_SPAN_MICROS) setRange(next);
      }}
    />
  );
}

/** The axis as a slider: arrows move the cursor by a hundredth of the view. */
function moveByKey(event: KeyboardEvent): void {
  const step = (range.value.to - range.value.from) / 100;
  const moves: { readonly [key: string]: number } = {
    ArrowLeft: cursor.value - step,
    ArrowRight: cursor.value + step,
    PageDown: cursor.value - step * 10,
    PageUp: cursor.value + step * 10,
    Home: 0,
    End: reached.value,
  };
  const target = moves[event.key];
  if (target === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  goTo(target);
}

function watchSize(element: HTMLElement): () => void {
  const measure = (): void => {
    const { width, height } = element.getBoundingClientRect();
    const scale = stageScale.value;
    stageSize.value = { width: Math.max(Math.round(width / scale), 1), height: Math.round(height / scale) };
    scrollTo(scrollY.peek());
    revealObject(selectedId() ?? '');
  };
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  const stop = effect(() => {
    stageScale.value;
    untracked(measure);
  });
  return () => {
    stop();
    observer.disconnect();
  };
}

/** The run as a strip: it changes with run and width alone. */
const minimap: ReadonlySignal<readonly DrawItem[]> = computed(() =>
  timeline.value === undefined ? [] : minimapItems(timeline.value, stageSize.value.width, until.value),
);

/** Draws both canvases whenever a signal that they read has changed, at most once a frame. */
function drawOn(lower: HTMLCanvasElement, upper: HTMLCanvasElement): () => void {
  const stopPainters = effect(() => {
    const size = { ...stageSize.value, pixelRatio: window.devicePixelRatio * stageScale.value };
    const painters = [lower, upper].map((canvas) => makePainter(canvas, size, theme.value, language.value));
    const [below, above] = painters;
    const stopBase = effect(() => {
      const shown = timeline.value;
      if (shown === undefined) return below?.paint([]);
      return below?.paint([...sceneItems(shown, layout.value, sceneView(), setting.value), ...minimap.value]);
    });
    const stopOverlay = effect(() => above?.paint(overlayItems()));
    return () => {
      stopBase();
      stopOverlay();
    };
  });
  return stopPainters;
}

/** How much of the tracks is in view, and where: made anew with each scroll, so that it shows for a while. */
function ScrollThumb(): JSX.Element | null {
  const visible = Math.max(stageSize.value.height - METRICS.top, 1);
  const whole = layout.value.height + 24;
  if (whole <= visible) return null;
  const height = Math.max((visible / whole) * visible, 24);
  const top = METRICS.top + (scrollY.value / (whole - visible)) * (visible - height);
  return (
    <div
      key={scrollY.value}
      class="scroll-thumb"
      aria-hidden="true"
      style={{ transform: `translateY(${top * stageScale.value}px)`, height: `${height * stageScale.value}px` }}
    />
  );
}
