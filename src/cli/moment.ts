// The state of a run at a moment that the command line names: what `get` and `why` look at.
// A moment after the end of the run is its end. Who watches begins at the beginning, or where there is something to
// see.

import { formatDuration, parseLongDurationMicros } from '../base/duration.ts';
import { type Micros, micros } from '../base/time.ts';
import type { Log } from '../log/log.ts';
import type { Output } from './output.ts';

/** The moment that `--at` names, at most the run's end; the end where it is absent. `undefined` after a complaint. */
export function momentOf(text: string | undefined, until: Micros, output: Output): Micros | undefined {
  if (text === undefined) return until;
  const parsed = parseLongDurationMicros(text);
  if (parsed === undefined || parsed < 0) {
    output.error(`--at ${text}: not a duration; allowed: a number with a unit, such as 90s, 12m, 1h30m`);
    return undefined;
  }
  if (parsed <= until) return micros(parsed);
  output.error(`--at ${text}: the run ends at ${formatDuration(until)}, which is shown`);
  return until;
}

/** The first moment at which all objects of a list (kind and key) have been there; undefined if one never is. */
export function firstMomentOf(log: Log, objects: readonly (readonly [string, string])[]): Micros | undefined {
  const missing = new Set(objects.map(([kind, key]) => `${kind}/${key}`));
  let first = micros(0);
  for (let seq = 0; seq < log.length && missing.size > 0; seq += 1) {
    const kind = log.object(seq)?.kind;
    if (kind !== undefined && missing.delete(`${kind}/${log.key(seq)}`)) first = log.at(seq);
  }
  return missing.size > 0 ? undefined : first;
}
