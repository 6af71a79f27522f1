// Wheel, mouse and touch on the stage. Every gesture here has a key or a button
// elsewhere.

import { computed, type ReadonlySignal } from '@preact/signals';
import { fitSelection, select } from '../state/actions.ts';
import { releaseChain } from '../state/answers.ts';
import { toggleOpened } from '../state/arrangement.ts';
import { openCuts } from '../state/axis.ts';
import { hover, isTipShown } from '../state/hover.ts';
import { momentsOf } from '../state/moments.ts';
import { isPlaying } from '../state/play.ts';
import { stageScale } from '../state/preferences.ts';
import { reached, timeline, until } from '../state/run.ts';
import { sceneView } from '../state/scene-view.ts';
import { drawerTab } from '../state/selection.ts';
import {
  type Area,
  area,
  axis,
  cursor,
  glideTo,
  goTo,
  layout,
  moveCursor,
  panBy,
  range,
  scrollTo,
  scrollY,
  setRange,
  sketch,
  stageSize,
  stopGliding,
  zoomBy,
} from '../state/view.ts';
import { turnWheel } from '../state/wheel.ts';
import { setting } from '../state/words.ts';
import { timeScale } from '../timeline/axis.ts';
import { eventsOf } from '../timeline/events.ts';
import { type Hit, hitTest } from '../timeline/hit.ts';
import { countBelow } from '../timeline/memo.ts';
import { METRICS } from '../timeline/metrics.ts';
import { type MinimapPart, minimapPartAt } from '../timeline/minimap.ts';
import { hpaId, nodeId, podId, rowsBetween, workloadId } from '../timeline/rows.ts';
import { panned } from '../timeline/viewport.ts';

interface At {
  readonly x: number;
  readonly y: number;
}

/** A press under way: what it does when it moves, and when it ends. */
interface Drag {
  readonly move: (to: At, event: PointerEvent) => void;
  readonly end: (to: At) => void;
}

const CLICK_PIXELS = 4;
const SNAP_PIXELS = 4;
const TIP_MILLIS = 150;
const LONG_PRESS_MILLIS = 500;
/** A drag that goes as far up or down marks rows as well. */
const ROW_PIXELS = 24;

/** Starts listening; the result stops it. */
export function pointerHandlers(element: HTMLElement): () => void {
  const state: { drag: Drag | undefined; timer: number | undefined; press: number | undefined } = {
    drag: undefined,
    timer: undefined,
    press: undefined,
  };
  /** Where each finger, or the mouse button, is down. */
  const touches = new Map<number, At>();
  const at = (event: MouseEvent): At => {
    const box = element.getBoundingClientRect();
    const scale = stageScale.value;
    return { x: (event.clientX - box.left) / scale, y: (event.clientY - box.top) / scale };
  };
  const hideTip = (): void => {
    clearTimeout(state.timer);
    isTipShown.value = false;
  };
  const down = (event: PointerEvent): void => {
    if (
      event.button > 1 ||
      (event.target instanceof Element && event.target.closest('button, .twin-shown, .wheel-question') !== null)
    )
      return;
    stopGliding();
    hideTip();
    touches.set(event.pointerId, at(event));
    sketch.value = undefined;
    state.drag = touches.size > 1 ? pinchDrag(touches) : dragFrom(at(event), event);
    element.setPointerCapture(event.pointerId);
    if (event.pointerType === 'touch' && touches.size === 1) {
      const from = at(event);
      clearTimeout(state.press);
      state.press = window.setTimeout(() => {
        state.drag = areaDrag(from, undefined, false);
      }, LONG_PRESS_MILLIS);
    }
    if (event.button === 1) event.preventDefault();
  };
  const move = (event: PointerEvent): void => {
    const point = at(event);
    if (touches.has(event.pointerId)) {
      const before = touches.get(event.pointerId);
      if (before !== undefined && !isClick(before, point)) clearTimeout(state.press);
      touches.set(event.pointerId, point);
    }
    if (state.drag !== undefined) return state.drag.move(point, event);
    hideTip();
    const hit = hitAt(point);
    hover.value = hit === undefined ? undefined : { hit, ...point };
    element.dataset.over = hit === undefined || hit.type === 'empty' ? '' : hit.type;
    state.timer = window.setTimeout(() => {
      isTipShown.value = true;
    }, TIP_MILLIS);
  };
  const up = (event: PointerEvent): void => {
    clearTimeout(state.press);
    touches.delete(event.pointerId);
    state.drag?.end(at(event));
    state.drag = undefined;
  };
  const leave = (): void => {
    hideTip();
    hover.value = undefined;
  };
  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    hideTip();
    stopGliding();
    turnWheel(event, momentAt(at(event).x));
  };
  const stop = new AbortController();
  const { signal } = stop;
  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', up, { signal });
  element.addEventListener('pointerleave', leave, { signal });
  element.addEventListener('wheel', wheel, { signal, passive: false });
  element.addEventListener('dblclick', (event) => onDoubleClick(at(event)), { signal });
  return () => {
    clearTimeout(state.timer);
    stop.abort();
  };
}

function hitAt(point: At): Hit | undefined {
  const shown = timeline.value;
  return shown === undefined ? undefined : hitTest(shown, layout.value, sceneView(), setting.value, point);
}

/** Opens the nodes under a place of a strip; fits what is selected elsewhere. */
function onDoubleClick(point: At): void {
  const hit = hitAt(point);
  const shown = timeline.value;
  if (hit?.type !== 'strip' || shown === undefined) return fitSelection();
  toggleOpened(hit.nodes.flatMap((index) => (shown.nodes[index] === undefined ? [] : nodeId(shown.nodes[index]))));
}

function momentAt(x: number): number {
  return timeScale(sceneView()).invert(x);
}

const moments: ReadonlySignal<readonly number[]> = computed(() =>
  timeline.value === undefined ? [] : momentsOf(timeline.value),
);

/** The moment under a place; that of an event where one is near and Alt is not held. */
function snappedMoment(x: number, isFree: boolean): number {
  const at = momentAt(x);
  if (isFree) return at;
  const below = countBelow(moments.value, at);
  const scale = timeScale(sceneView());
  let [best, distance] = [at, SNAP_PIXELS];
  for (const moment of [moments.value[below - 1], moments.value[below]]) {
    if (moment === undefined || Math.abs(scale(moment) - x) >= distance) continue;
    [best, distance] = [moment, Math.abs(scale(moment) - x)];
  }
  return best;
}

function dragFrom(from: At, event: PointerEvent): Drag {
  const hit = hitAt(from);
  if (hit?.type === 'minimap') return minimapDrag(from);
  if (hit?.type === 'axis') return cursorDrag(from, event);
  if (event.shiftKey || event.button === 1 || event.pointerType === 'touch') return panDrag(from, hit);
  return areaDrag(from, hit, event.altKey);
}

/** Two fingers zoom about the point between them, and carry it along. */
function pinchDrag(touches: ReadonlyMap<number, At>): Drag {
  const spread = (): { readonly middle: number; readonly distance: number } => {
    const [a, b] = [...touches.values()].map(({ x }) => x);
    return { middle: ((a ?? 0) + (b ?? 0)) / 2, distance: Math.max(Math.abs((a ?? 0) - (b ?? 0)), 20) };
  };
  let last = spread();
  return {
    move: () => {
      const next = spread();
      panBy((last.middle - next.middle) / stageSize.value.width);
      zoomBy(last.distance / next.distance, momentAt(next.middle));
      last = next;
    },
    end: () => {},
  };
}

function cursorDrag(from: At, event: PointerEvent): Drag {
  const move = (to: At, isFree: boolean): void => {
    isPlaying.value = false;
    releaseChain();
    moveCursor(snappedMoment(to.x, isFree));
  };
  move(from, event.altKey);
  return { move: (to, later) => move(to, later.altKey), end: () => {} };
}

function panDrag(from: At, hit: Hit | undefined): Drag {
  const start = { range: range.value, scrollY: scrollY.value };
  return {
    move: (to) => {
      range.value = panned(start.range, (from.x - to.x) / stageSize.value.width, until.value, axis.value);
      scrollTo(start.scrollY + from.y - to.y);
    },
    end: (to) => {
      if (isClick(from, to)) click(hit, to);
    },
  };
}

/** Marks from the moment where the hand pressed, wherever that moment is by now; the area is set where it lets go. */
function areaDrag(from: At, hit: Hit | undefined, isZoom: boolean): Drag {
  const start = { at: momentAt(from.x), scrollY: scrollY.value };
  const areaTo = (to: At): Area => {
    const [a, b] = [start.at, momentAt(to.x)].map((moment) => Math.min(Math.max(moment, 0), reached.value));
    const times = { from: Math.min(a ?? 0, b ?? 0), to: Math.max(a ?? 0, b ?? 0) };
    const rows = isZoom ? [] : rowsFrom(from.y + start.scrollY - scrollY.value, to.y);
    return rows.length === 0 ? times : { ...times, rows };
  };
  return {
    move: (to) => {
      if (!isClick(from, to)) sketch.value = areaTo(to);
    },
    end: (to) => {
      sketch.value = undefined;
      if (isClick(from, to)) return click(hit, to);
      if (isZoom) return glideTo(areaTo(to));
      area.value = areaTo(to);
      drawerTab.value = 'summary';
    },
  };
}

/** The rows between two heights of the tracks; none where the hand went sideways. */
function rowsFrom(a: number, b: number): readonly string[] {
  const [top, bottom] = [Math.min(a, b), Math.max(a, b)].map((y) => y - METRICS.top + scrollY.value);
  if (top === undefined || bottom === undefined || bottom - top < ROW_PIXELS || Math.min(a, b) < METRICS.top) return [];
  return rowsBetween(layout.value, top, bottom)
    .filter((row) => 'lanesY' in row || row.kind === 'strip' || row.kind === 'nodeBar')
    .map((row) => row.id);
}

function minimapDrag(from: At): Drag {
  const { width } = stageSize.value;
  const start = range.value;
  const part: MinimapPart = minimapPartAt(from.x, start, until.value, width);
  const isWhole = start.to - start.from >= until.value;
  const momentOf = (x: number): number => (Math.min(Math.max(x, 0), width) / width) * until.value;
  return {
    move: (to) => {
      const [a, b] = [momentOf(from.x), momentOf(to.x)];
      if (part === 'from') setRange({ from: Math.min(b, start.to - 20_000), to: start.to });
      else if (part === 'to') setRange({ from: start.from, to: Math.max(b, start.from + 20_000) });
      else if (part === 'inside' && !isWhole) setRange({ from: start.from + b - a, to: start.to + b - a });
      else if (!isClick(from, to)) setRange({ from: Math.min(a, b), to: Math.max(a, b, Math.min(a, b) + 20_000) });
    },
    end: (to) => {
      if (isClick(from, to)) goTo(momentOf(to.x));
    },
  };
}

function isClick(from: At, to: At): boolean {
  return Math.abs(to.x - from.x) < CLICK_PIXELS && Math.abs(to.y - from.y) < CLICK_PIXELS;
}

function click(hit: Hit | undefined, at: At): void {
  area.value = undefined;
  if (hit === undefined) return;
  isPlaying.value = false;
  switch (hit.type) {
    case 'bar': {
      const { from, to, state } = hit.segment;
      const isOutside = cursor.value < from || cursor.value >= to;
      // A pod begins to wait a moment before anybody has looked for a node: where the click is, the reason is known.
      const entry = state === 'pending' ? snappedMoment(at.x, true) : from;
      return select({ kind: 'object', id: podId(hit.bar) }, isOutside ? entry : undefined);
    }
    case 'node': {
      const isOutside =
        hit.segment !== undefined && (cursor.value < hit.segment.from || cursor.value >= hit.segment.to);
      return select({ kind: 'object', id: nodeId(hit.node) }, isOutside ? hit.segment?.from : undefined);
    }
    case 'workload':
      return select({ kind: 'object', id: workloadId(hit.track) }, snappedMoment(at.x, false));
    case 'hpa':
      return select({ kind: 'object', id: hpaId(hit.track) }, snappedMoment(at.x, false));
    case 'component':
      return select({ kind: 'object', id: `component/${hit.track.name}` }, snappedMoment(at.x, false));
    case 'flag': {
      const [flag] = hit.flag.flags;
      return flag === undefined ? undefined : select({ kind: 'flag', flag }, flag.at);
    }
    case 'events': {
      const [event] = eventsOf(hit.mark, 1);
      return event === undefined ? undefined : select({ kind: 'event', event }, event.at);
    }
    case 'cut': {
      const { from, to } = hit.piece;
      openCuts.value = [...openCuts.value, { from, to }];
      return;
    }
    default:
      releaseChain();
      moveCursor(snappedMoment(at.x, false));
  }
}
