// Amounts over time in a unit that gives a number of few digits: `1,420 CPU·h`, `12.5 CPU·min`, `355 Gi·h`. The names
// of the units are the same in all languages.

import { count } from './i18n.ts';

type Unit = readonly [name: string, size: number];

/** The largest first; seconds of one CPU. */
const CPU_UNITS: readonly Unit[] = [
  ['CPU·h', 3_600],
  ['CPU·min', 60],
  ['CPU·s', 1],
];
/** Bytes times seconds. */
const MEMORY_UNITS: readonly Unit[] = [
  ['Ti·h', 3_600 * 2 ** 40],
  ['Gi·h', 3_600 * 2 ** 30],
  ['Mi·h', 3_600 * 2 ** 20],
  ['Mi·min', 60 * 2 ** 20],
];

export function cpuTime(cpuSeconds: number): string {
  return inUnit(cpuSeconds, CPU_UNITS);
}

export function memoryTime(byteSeconds: number): string {
  return inUnit(byteSeconds, MEMORY_UNITS);
}

function inUnit(amount: number, units: readonly Unit[]): string {
  const [name, size] = units.find(([, each]) => amount >= each) ?? units.at(-1) ?? ['', 1];
  const value = amount / size;
  return `${value >= 100 ? count(Math.round(value)) : String(Math.round(value * 10) / 10)} ${name}`;
}
