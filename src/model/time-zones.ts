// The names of time zones that a schedule may be in: those of the IANA database, as data (time-zones.json, by area), as
// the API server looks them up before it takes a CronJob.

import data from './time-zones.json' with { type: 'json' };

const NAMES: ReadonlySet<string> = new Set(
  Object.entries(data).flatMap(([area, names]) =>
    names.split(' ').map((name) => (area === '' ? name : `${area}/${name}`)),
  ),
);

/** Whether there is a time zone of this name. */
export function isTimeZone(name: string): boolean {
  return NAMES.has(name);
}
