// The boundary between stored objects and the API's JSON: times are numbers inside and texts outside, and so are
// resourceVersions.
//
// Inside, a time is Micros since the run's start, cut to whole wall-clock seconds unless the API uses MicroTime.
// Labels, annotations and data of ConfigMaps are never looked into: what looks like a time there is text.

import { MICROS_PER_SECOND } from '../base/time.ts';
import { formatRfc3339, formatRfc3339Micro, parseRfc3339 } from '../base/wall-clock.ts';

/** Fields that hold a Time: whole seconds. */
const TIME_FIELDS: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'deletionTimestamp',
  'lastTransitionTime',
  'lastUpdateTime',
  'lastHeartbeatTime',
  'lastProbeTime',
  'startTime',
  'completionTime',
  'startedAt',
  'finishedAt',
  'firstTimestamp',
  'lastTimestamp',
  'timeAdded',
  'lastScheduleTime',
  'lastSuccessfulTime',
  'lastScaleTime',
  'evictionTime',
  'lastPhaseTransitionTime',
]);

/** Fields that hold a MicroTime. */
const MICRO_TIME_FIELDS: ReadonlySet<string> = new Set(['eventTime', 'renewTime', 'acquireTime', 'lastObservedTime']);

const OPAQUE_FIELDS: ReadonlySet<string> = new Set([
  'labels',
  'annotations',
  'data',
  'stringData',
  'binaryData',
  'matchLabels',
  'nodeSelector',
]);

/** A stored object as the API shows it: times as RFC 3339 texts, resourceVersion as text. */
export function toApiJson(value: unknown, startsAtEpochMicros: number): unknown {
  return convert(value, shownTimes(startsAtEpochMicros));
}

/** The same for a patch, whose nulls mean something. */
export function patchToApiJson(value: unknown, startsAtEpochMicros: number): unknown {
  return convert(value, shownTimes(startsAtEpochMicros), true);
}

/** What the API shows for a number of the model; undefined where it stays as it is. */
function shownTimes(startsAtEpochMicros: number): (field: string, inner: unknown) => string | undefined {
  return (field, inner) => {
    if (typeof inner !== 'number') return undefined;
    if (field === 'resourceVersion') return `${inner}`;
    if (MICRO_TIME_FIELDS.has(field)) return formatRfc3339Micro(startsAtEpochMicros + inner);
    return TIME_FIELDS.has(field) ? formatRfc3339(startsAtEpochMicros + inner) : undefined;
  };
}

/**
 * An object of the API as the model stores it. A null means that the field is absent (so this is not for patches). A
 * time that is malformed stays as it is: validation tells.
 */
export function fromApiJson(value: unknown, startsAtEpochMicros: number): unknown {
  return convert(value, storedTimes(startsAtEpochMicros));
}

/** The same for a patch, whose nulls mean something. */
export function patchFromApiJson(value: unknown, startsAtEpochMicros: number): unknown {
  return convert(value, storedTimes(startsAtEpochMicros), true);
}

/** What the model stores for the text of a field; undefined where it is no time. */
function storedTimes(startsAtEpochMicros: number): (field: string, inner: unknown) => number | undefined {
  return (field, inner) => {
    if (typeof inner !== 'string') return undefined;
    if (field === 'resourceVersion') return /^[0-9]+$/.test(inner) ? Number(inner) : undefined;
    const isMicro = MICRO_TIME_FIELDS.has(field);
    if (!isMicro && !TIME_FIELDS.has(field)) return undefined;
    const epochMicros = parseRfc3339(inner);
    if (epochMicros === undefined) return undefined;
    const kept = isMicro ? epochMicros : Math.floor(epochMicros / MICROS_PER_SECOND) * MICROS_PER_SECOND;
    return kept - startsAtEpochMicros;
  };
}

/** Copies a JSON value, replacing what `replace` gives a value for; drops undefined fields, and nulls unless kept. */
function convert(value: unknown, replace: (field: string, inner: unknown) => unknown, keepsNulls = false): unknown {
  if (Array.isArray(value)) return value.map((inner) => convert(inner, replace, keepsNulls));
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [field, inner] of Object.entries(value)) {
    if (inner === undefined || (inner === null && !keepsNulls)) continue;
    copy[field] =
      replace(field, inner) ??
      (OPAQUE_FIELDS.has(field) ? texts(inner, keepsNulls) : convert(inner, replace, keepsNulls));
  }
  return copy;
}

/** A map of texts, in which a null is an empty text; in a patch it takes away. */
function texts(value: unknown, keepsNulls: boolean): unknown {
  if (keepsNulls || typeof value !== 'object' || value === null || !Object.values(value).includes(null)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inner ?? '']));
}
