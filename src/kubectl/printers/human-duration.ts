// The AGE of kubectl: coarser the longer it is. Mirrors
// staging/src/k8s.io/apimachinery/pkg/util/duration/duration.go, HumanDuration (v1.36), and the printers' <unknown>
// for a time that is not set.

import { MICROS_PER_SECOND, type Micros } from '../../base/time.ts';

/** `45s`, `2m9s`, `17m`, `3h20m`, `2d3h`, `325d`. Takes microseconds, rounds towards zero. */
export function humanDuration(durationMicros: number): string {
  const seconds = Math.trunc(durationMicros / MICROS_PER_SECOND);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return parts(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return parts(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 192) return parts(days, 'd', hours % 24, 'h');
  if (days < 730) return `${days}d`;
  const years = Math.floor(days / 365);
  return days < 2_920 ? parts(years, 'y', days % 365, 'd') : `${years}y`;
}

/** How long ago a time of an object was, or `<unknown>`. */
export function ageAt(time: Micros | undefined, now: Micros): string {
  return time === undefined ? '<unknown>' : humanDuration(now - time);
}

function parts(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
