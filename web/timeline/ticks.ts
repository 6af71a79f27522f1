// Ticks of the time axis: steps of 1, 2, 5, 10, 15, 30 of a unit, the one nearest to 90 pixels. Each tick has the time
// since the start, with the wall clock below it (its date where the day changes).

import { formatDuration } from '../../src/base/duration.ts';
import {
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_MILLI,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
} from '../../src/base/time.ts';
import { formatClock, formatDate } from '../../src/base/wall-clock.ts';
import { axisPieces, timeScale, type Viewport } from './axis.ts';

export interface Tick {
  readonly at: number;
  readonly x: number;
  readonly label: string;
  readonly clock: string;
}

const WANTED_PIXELS = 90;

const STEPS_MICROS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * MICROS_PER_MILLI),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MICROS_PER_SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MICROS_PER_MINUTE),
  ...[1, 2, 6, 12].map((n) => n * MICROS_PER_HOUR),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MICROS_PER_DAY),
];

/** The step whose width in pixels is nearest to 90 (by ratio). */
export function tickStepMicros(microsPerPixel: number): number {
  const wanted = microsPerPixel * WANTED_PIXELS;
  let best = MICROS_PER_MILLI;
  for (const step of STEPS_MICROS) if (distance(step, wanted) < distance(best, wanted)) best = step;
  return best;
}

/** The ticks in view, ascending. `startsAtEpochMicros` is the wall clock at the run's start, in UTC. */
export function ticks(view: Viewport, startsAtEpochMicros: number): readonly Tick[] {
  const x = timeScale(view);
  const state = { day: '' };
  const tick = (at: number, decimals: 0 | 3): Tick => {
    const epoch = startsAtEpochMicros + at;
    const date = formatDate(epoch);
    const isNewDay = state.day !== '' && date !== state.day;
    state.day = date;
    return { at, x: x(at), label: formatDuration(at), clock: isNewDay ? date : formatClock(epoch, decimals) };
  };
  if (view.axis?.kind === 'index') return evenMoments(view).map((at) => tick(at, 3));
  return axisPieces(view)
    .filter((piece) => !piece.isCut)
    .flatMap(({ from, to, left, right }) => {
      const step = tickStepMicros((to - from) / (right - left));
      const result: Tick[] = [];
      for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
        result.push(tick(at, step < MICROS_PER_SECOND ? 3 : 0));
      }
      return result;
    });
}

/** Moments about 90 pixels apart where time does not run evenly. */
function evenMoments(view: Viewport): readonly number[] {
  const { invert } = timeScale(view);
  const moments: number[] = [];
  for (let x = 0; x < view.width; x += WANTED_PIXELS) {
    const at = Math.round(invert(x) / MICROS_PER_MILLI) * MICROS_PER_MILLI;
    if (at !== moments.at(-1)) moments.push(at);
  }
  return moments;
}

/** `8m51.500s`: the readout, always with milliseconds. */
export function readout(at: number): string {
  const millis = Math.floor(at / MICROS_PER_MILLI);
  const days = Math.floor(millis / 86_400_000);
  const hours = Math.floor(millis / 3_600_000) % 24;
  const minutes = Math.floor(millis / 60_000) % 60;
  const seconds = `${Math.floor(millis / 1_000) % 60}.${String(millis % 1_000).padStart(3, '0')}s`;
  if (days > 0) return `${days}d${hours}h${minutes}m${seconds}`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

/** `09:08:51.500`, in the scenario's UTC. */
export function readoutClock(at: number, startsAtEpochMicros: number): string {
  return formatClock(startsAtEpochMicros + Math.floor(at), 3);
}

/** Reads what may be typed into the readout: `8m51s`, `531.5` (seconds), `09:08:51`. `undefined` where it is none. */
export function parseMoment(text: string, startsAtEpochMicros: number): number | undefined {
  const word = text.trim().replace(/^t=/, '');
  if (/^\d+(\.\d+)?$/.test(word)) return Math.round(Number(word) * MICROS_PER_SECOND);
  const clock = /^(\d\d?):(\d\d)(?::(\d\d(?:\.\d+)?))?$/.exec(word);
  if (clock !== null) {
    const ofDay =
      Number(clock[1]) * MICROS_PER_HOUR +
      Number(clock[2]) * MICROS_PER_MINUTE +
      Math.round(Number(clock[3] ?? '0') * MICROS_PER_SECOND);
    const startOfDay = startsAtEpochMicros % MICROS_PER_DAY;
    return (ofDay - startOfDay + MICROS_PER_DAY) % MICROS_PER_DAY;
  }
  const parts = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?$/.exec(word);
  if (word === '' || parts === null) return undefined;
  const part = (index: number): number => Number(parts[index] ?? '0');
  return Math.round(
    part(1) * MICROS_PER_DAY + part(2) * MICROS_PER_HOUR + part(3) * MICROS_PER_MINUTE + part(4) * MICROS_PER_SECOND,
  );
}

function distance(a: number, b: number): number {
  return a > b ? a / b : b / a;
}
