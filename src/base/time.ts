// Simulated time: an integer number of microseconds since the run's start, the unit of Kubernetes' MicroTime.
// Integers because sums of fractions depend on their order. A brand keeps instants apart from plain durations,
// which are ordinary numbers of microseconds whose names end in `Micros`.

import { invariant } from './assert.ts';

declare const microsBrand: unique symbol;

/** An instant: integer microseconds since the run's start. */
export type Micros = number & { readonly [microsBrand]: 'Micros' };

export const MICROS_PER_MILLI = 1_000;
export const MICROS_PER_SECOND = 1_000_000;
export const MICROS_PER_MINUTE: number = 60 * MICROS_PER_SECOND;
export const MICROS_PER_HOUR: number = 60 * MICROS_PER_MINUTE;
export const MICROS_PER_DAY: number = 24 * MICROS_PER_HOUR;

/** The instant `n` microseconds after the run's start; n is an integer. */
export function micros(n: number): Micros {
  invariant(Number.isSafeInteger(n), () => `not an integer number of microseconds: ${n}`);
  return n as Micros;
}

/** The instant `n` milliseconds after the run's start, rounded to a microsecond. */
export function millis(n: number): Micros {
  return micros(Math.round(n * MICROS_PER_MILLI));
}

/** The instant `n` seconds after the run's start, rounded to a microsecond. */
export function seconds(n: number): Micros {
  return micros(Math.round(n * MICROS_PER_SECOND));
}

/** The instant `n` minutes after the run's start, rounded to a microsecond. */
export function minutes(n: number): Micros {
  return micros(Math.round(n * MICROS_PER_MINUTE));
}

/** The instant `deltaMicros` (an integer, may be negative) after `a`. */
export function plus(a: Micros, deltaMicros: number): Micros {
  return micros(a + deltaMicros);
}
