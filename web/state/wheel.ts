// What the wheel does to the tracks. Modern: it scrolls, and zooms with Control, as on most pages. Classic: it zooms,
// and scrolls with Alt. Pinching a touchpad is a wheel with Control and zooms in both. The first turn asks, once.

import { type Signal, signal } from '@preact/signals';
import { wheelManner } from './preferences.ts';
import { panBy, scrollTo, scrollY, stageSize, zoomBy } from './view.ts';

/** The reader is being asked what the wheel should do. */
export const isWheelAsked: Signal<boolean> = signal(false);

const LINE_PIXELS = 16;
const ZOOM_A_PIXEL = 0.003;

/** Turns the wheel over a moment of the tracks. */
export function turnWheel(event: WheelEvent, moment: number): void {
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1;
  const isPinch = event.ctrlKey || event.metaKey;
  const isPlain = !event.altKey && !event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY);
  if (isPinch || (isPlain && wheelManner.value === 'classic')) {
    zoomBy(Math.exp(event.deltaY * unit * ZOOM_A_PIXEL), moment);
    return;
  }
  const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
  if (sideways !== 0) panBy((sideways * unit) / stageSize.value.width);
  if (!event.shiftKey) scrollTo(scrollY.value + event.deltaY * unit);
  if (isPlain && wheelManner.value === undefined) {
    wheelManner.value = 'modern';
    isWheelAsked.value = true;
  }
}
