// The civil calendar (proleptic Gregorian, UTC), written out because `Date` is the one door through which
// the real clock and the host's time zone would come in. Instants are integer microseconds since 1970-01-01Z.

import { MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND } from './time.ts';

/** A moment taken apart. Months and days count from 1; weekday 0 is Sunday. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly micro: number;
  readonly weekday: number;
}

const WEEKDAYS: readonly string[] = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS: readonly string[] = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS_BEFORE_EPOCH = 719_468;
const DAYS_PER_ERA = 146_097;

/** The civil moment of an instant, in UTC. */
export function civilOf(epochMicros: number): Civil {
  const days = Math.floor(epochMicros / MICROS_PER_DAY);
  const inDay = epochMicros - days * MICROS_PER_DAY;
  // Years are counted from March, so that the leap day is a year's last day.
  const shifted = days + DAYS_BEFORE_EPOCH;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
    hour: Math.floor(inDay / MICROS_PER_HOUR),
    minute: Math.floor(inDay / MICROS_PER_MINUTE) % 60,
    second: Math.floor(inDay / MICROS_PER_SECOND) % 60,
    micro: inDay % MICROS_PER_SECOND,
    weekday: (((days + 4) % 7) + 7) % 7,
  };
}

/** The instant at which a civil day (UTC) begins. The day may lie outside its month: it carries over. */
export function epochMicrosOfDay(year: number, month: number, day: number): number {
  const fromMarch = month <= 2 ? year - 1 : year;
  const era = Math.floor(fromMarch / 400);
  const yearOfEra = fromMarch - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * DAYS_PER_ERA + dayOfEra - DAYS_BEFORE_EPOCH) * MICROS_PER_DAY;
}

/** The number of days in a month. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

/**
 * Reads `2026-01-05T09:00:00.123456+01:00`; digits past the microsecond are dropped. `undefined` if malformed, or
 * outside the years 1684 to 2255, where microseconds are exact.
 */
export function parseRfc3339(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const part = (index: number): number => Number(match[index] ?? '0');
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  const [offsetHour, offsetMinute] = [part(9), part(10)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return undefined;
  const micro = Number((match[7] ?? '').slice(0, 6).padEnd(6, '0'));
  const offset = (offsetHour * MICROS_PER_HOUR + offsetMinute * MICROS_PER_MINUTE) * (match[8] === '-' ? -1 : 1);
  const epochMicros =
    epochMicrosOfDay(year, month, day) +
    hour * MICROS_PER_HOUR +
    minute * MICROS_PER_MINUTE +
    second * MICROS_PER_SECOND +
    micro -
    offset;
  return Number.isSafeInteger(epochMicros) ? epochMicros : undefined;
}

/** `2026-01-05T09:00:00Z`: Kubernetes' Time, whole seconds, the rest cut off. */
export function formatRfc3339(epochMicros: number): string {
  return `${formatDate(epochMicros)}T${formatClock(epochMicros)}Z`;
}

/** `2026-01-05T09:00:00.123456Z`: Kubernetes' MicroTime. */
export function formatRfc3339Micro(epochMicros: number): string {
  return `${formatDate(epochMicros)}T${formatClock(epochMicros, 6)}Z`;
}

/** `2026-01-05`. */
export function formatDate(epochMicros: number): string {
  const { year, month, day } = civilOf(epochMicros);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** `09:05:00`, or with 3 or 6 digits of the second's fraction `09:05:00.250`; the rest is cut off. */
export function formatClock(epochMicros: number, fractionDigits: 0 | 3 | 6 = 0): string {
  const { hour, minute, second, micro } = civilOf(epochMicros);
  const clock = `${two(hour)}:${two(minute)}:${two(second)}`;
  return fractionDigits === 0 ? clock : `${clock}.${String(micro).padStart(6, '0').slice(0, fractionDigits)}`;
}

/** `Mon, 05 Jan 2026 09:00:00 +0000`: Go's RFC1123Z, which `kubectl describe` prints. */
export function formatRfc1123z(epochMicros: number): string {
  const { year, month, day, weekday } = civilOf(epochMicros);
  const date = `${two(day)} ${MONTHS[month - 1]} ${String(year).padStart(4, '0')}`;
  return `${WEEKDAYS[weekday]}, ${date} ${formatClock(epochMicros)} +0000`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
