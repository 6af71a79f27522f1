// Durations as text: read in Go's syntax (the syntax of Kubernetes' fields and flags), written in the two
// forms that readouts and sentences use. Durations are plain integers of microseconds.

import { MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MILLI, MICROS_PER_MINUTE, MICROS_PER_SECOND } from './time.ts';

const NANOS_PER_MICRO = 1_000;
const MICROS_PER_TENTH: number = MICROS_PER_SECOND / 10;

const MICROS_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ['us', 1],
  ['\u00b5s', 1],
  ['\u03bcs', 1],
  ['ms', MICROS_PER_MILLI],
  ['s', MICROS_PER_SECOND],
  ['m', MICROS_PER_MINUTE],
  ['h', MICROS_PER_HOUR],
]);

/**
 * Reads Go's duration syntax (`1h30m`, `250ms`, `1.5s`, `0`, `-2m`) to integer microseconds.
 * A remainder below one microsecond is dropped. `undefined` where Go refuses, or beyond 285 years.
 */
export function parseDurationMicros(text: string): number | undefined {
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  const body = text.slice(sign.length);
  if (body === '0') return 0;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$/.test(body)) return undefined;
  let wholeMicros = 0;
  let nanos = 0;
  for (const [, whole = '', fraction = '', unit = ''] of body.matchAll(/(\d*)\.?(\d*)([^\d.]+)/g)) {
    const unitMicros = MICROS_PER_UNIT.get(unit);
    if (unitMicros === undefined) {
      nanos += Number(`0${whole}`);
      continue;
    }
    wholeMicros += Number(`0${whole}`) * unitMicros;
    nanos += Math.round(Number(`0.${fraction}0`) * unitMicros * NANOS_PER_MICRO);
  }
  const total = wholeMicros + Math.floor(nanos / NANOS_PER_MICRO);
  if (!Number.isSafeInteger(total)) return undefined;
  return sign === '-' ? 0 - total : total;
}

/** A time in a table of numbers: a duration that is not negative, or seconds without a unit. */
export function parseTimeMicros(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * MICROS_PER_SECOND);
  const value = parseDurationMicros(text);
  return value === undefined || value < 0 ? undefined : value;
}

/** The same with days in front, which readouts have and Go does not: `7d`, `1d12h`. For what people write. */
export function parseLongDurationMicros(text: string): number | undefined {
  const [, days, rest = ''] = /^(\d{1,5})d(.*)$/.exec(text) ?? [];
  if (days === undefined) return parseDurationMicros(text);
  if (/^[-+]/.test(rest)) return undefined;
  const more = rest === '' ? 0 : parseDurationMicros(rest);
  return more === undefined ? undefined : Number(days) * MICROS_PER_DAY + more;
}

/** For readouts: `0s`, `250ms`, `5m`, `5m30s`, `5m30.250s`, `2d3h`. Exact: parts that are zero are left out. */
export function formatDuration(durationMicros: number): string {
  if (durationMicros < 0) return `-${formatDuration(-durationMicros)}`;
  if (durationMicros === 0) return '0s';
  if (durationMicros < MICROS_PER_MILLI) return `${durationMicros}us`;
  if (durationMicros < MICROS_PER_SECOND) {
    const milliseconds = Math.floor(durationMicros / MICROS_PER_MILLI);
    return `${milliseconds}${fractionText(durationMicros % MICROS_PER_MILLI, 3)}ms`;
  }
  let rest = durationMicros;
  let text = '';
  for (const [unit, unitMicros] of LARGE_UNITS) {
    const count = Math.floor(rest / unitMicros);
    rest -= count * unitMicros;
    if (count > 0) text += `${count}${unit}`;
  }
  if (rest === 0) return text;
  const wholeSeconds = Math.floor(rest / MICROS_PER_SECOND);
  const fraction = rest % MICROS_PER_SECOND;
  const isWholeMillis = fraction % MICROS_PER_MILLI === 0;
  const digits = isWholeMillis ? fractionText(fraction / MICROS_PER_MILLI, 3) : fractionText(fraction, 6);
  return `${text}${wholeSeconds}${digits}s`;
}

/** For sentences: `450 us`, `88 ms`, `48.6 s`, `5m 54.0s`, `1h 5m`, `2d 3h`. Rounded to the last part shown. */
export function sentenceDuration(durationMicros: number): string {
  if (durationMicros < 0) return `-${sentenceDuration(-durationMicros)}`;
  if (durationMicros > 0 && durationMicros < MICROS_PER_MILLI) return `${durationMicros} us`;
  const milliseconds = Math.round(durationMicros / MICROS_PER_MILLI);
  if (milliseconds < 1_000 && milliseconds > 0) return `${milliseconds} ms`;
  const tenths = Math.round(durationMicros / MICROS_PER_TENTH);
  if (tenths < 600) return `${tenthsText(tenths)} s`;
  if (tenths < 36_000) return `${Math.floor(tenths / 600)}m ${tenthsText(tenths % 600)}s`;
  const wholeMinutes = Math.round(durationMicros / MICROS_PER_MINUTE);
  if (wholeMinutes < 1_440) return `${Math.floor(wholeMinutes / 60)}h ${wholeMinutes % 60}m`;
  const wholeHours = Math.round(durationMicros / MICROS_PER_HOUR);
  return `${Math.floor(wholeHours / 24)}d ${wholeHours % 24}h`;
}

const LARGE_UNITS: readonly (readonly [string, number])[] = [
  ['d', MICROS_PER_DAY],
  ['h', MICROS_PER_HOUR],
  ['m', MICROS_PER_MINUTE],
];

function tenthsText(tenths: number): string {
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}

function fractionText(value: number, width: number): string {
  return value === 0 ? '' : `.${String(value).padStart(width, '0')}`;
}
