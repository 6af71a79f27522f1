// The state of a run at a moment that the command line names: what `get` and `why` look at.
// A moment after the end of the run is its end.

import { formatDuration, parseLongDurationMicros } from '../base/duration.ts';
import { type Micros, micros } from '../base/time.ts';
import type { Output } from './output.ts';

/** The moment that `--at` names, at most the run's end; the end where it is absent. `undefined` after a complaint. */
export function momentOf(text: string | undefined, until: Micros, output: Output): Micros | undefined {
  if (text === undefined) return until;
  const parsed = parseLongDurationMicros(text);
  if (parsed === undefined || parsed < 0) {
    output.error(`--at ${text}: not a duration; allowed: a duration such as 90s, 1m30s, 250ms or 1d`);
    return undefined;
  }
  if (parsed <= until) return micros(parsed);
  output.error(`--at ${text}: the run ends at ${formatDuration(until)}, which is shown`);
  return until;
}
