// Plain numbers for the hot paths: CPU in thousandths, memory in bytes, everything else in whole units.
//
// Pods of one template share their texts, so each text is parsed once. The cache forgets everything when it is full;
// what it returns never depends on what it holds.

import { invariant } from '../base/assert.ts';
import type { Quantity } from './quantity.ts';
import { milliValueOf, parseQuantity, wholeValueOf } from './quantity.ts';

const CACHE_SIZE_MAX = 4096;

const parsed = new Map<string, Quantity>();
const millis = new Map<string, number>();
const units = new Map<string, number>();

/** The quantity of a text that validation has let in; it is an invariant that it parses. */
export function quantityOf(text: string): Quantity {
  return remember(parsed, text, readQuantity);
}

/** CPU in thousandths of a core, rounded up: `1500m` is 1500. */
export function cpuMillis(text: string): number {
  return milliUnitsOf(text);
}

/** Thousandths of the unit of any resource, rounded up: `1Ki` of memory is 1,024,000. */
export function milliUnitsOf(text: string): number {
  return remember(millis, text, (given) => Number(milliValueOf(quantityOf(given))));
}

/** Bytes, or whole units of any other resource, rounded up: `1Ki` is 1024. */
export function bytesOf(text: string): number {
  return remember(units, text, (given) => Number(wholeValueOf(quantityOf(given))));
}

function readQuantity(text: string): Quantity {
  const result = parseQuantity(text);
  invariant(result.ok, `not a quantity: ${text}`);
  return result.value;
}

function remember<T>(cache: Map<string, T>, text: string, compute: (text: string) => T): T {
  const known = cache.get(text);
  if (known !== undefined) return known;
  if (cache.size >= CACHE_SIZE_MAX) cache.clear();
  const value = compute(text);
  cache.set(text, value);
  return value;
}
