// Durations as Go prints them: `5m0s`, `1.5s`, `250ms`. The texts of KubeEvents and waiting reasons hold them, and they
// differ from the readouts of base/duration.ts, which leave out parts that are zero.

import { MICROS_PER_HOUR, MICROS_PER_MILLI, MICROS_PER_MINUTE, MICROS_PER_SECOND } from '../base/time.ts';

/** Mirrors Go's time.Duration.String, for microseconds. */
export function goDuration(micros: number): string {
  if (micros === 0) return '0s';
  if (micros < MICROS_PER_MILLI) return `${micros}\u00b5s`;
  if (micros < MICROS_PER_SECOND) return `${micros / MICROS_PER_MILLI}ms`;
  const hours = Math.floor(micros / MICROS_PER_HOUR);
  const minutes = Math.floor((micros % MICROS_PER_HOUR) / MICROS_PER_MINUTE);
  const seconds = (micros % MICROS_PER_MINUTE) / MICROS_PER_SECOND;
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}
