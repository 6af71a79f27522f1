// A row as written out: with the time of day beside the simulated one, and of a write what it changed instead of the whole
// object. Objects in it are the API's JSON; the log in memory shares records and never holds such copies.

import { deepEqual } from '../base/deep-equal.ts';
import { formatRfc3339Micro } from '../base/wall-clock.ts';
import { toApiJson } from '../model/times.ts';
import type { Log } from './log.ts';
import type { Cause, Seq } from './row.ts';

/** A row for `-o jsonl` and for saved runs. */
export interface RowJson {
  readonly seq: Seq;
  /** Microseconds since the run's start. */
  readonly at: number;
  /** The same instant on the scenario's clock, RFC 3339 in UTC. */
  readonly time: string;
  readonly cluster: string;
  readonly actor: string;
  readonly cause?: Cause;
  readonly type: string;
  /** The fields of the row's sort; of a write `verb`, `kind`, `key`, `revision`, `changed` and `before`. */
  readonly [field: string]: unknown;
}

/**
 * A row as plain JSON. `changed` of a write is the whole object where it is created, a JSON merge patch from the version
 * before (null: the field is gone) where it is changed, and absent where it is deleted.
 */
export function rowToJson(log: Log, seq: Seq, startsAtEpochMicros: number): RowJson {
  const { at, cluster, actor, cause, what } = log.row(seq);
  const time = formatRfc3339Micro(startsAtEpochMicros + at);
  const head = { seq, at, time, cluster, actor, ...(cause === undefined ? {} : { cause }) };
  if (what.type !== 'write') return { ...head, ...what };
  const { type, verb, kind, key, revision, object, before } = what;
  const json = { ...head, type, verb, kind, key, revision };
  if (verb === 'create' || before === undefined) return { ...json, changed: toApiJson(object, startsAtEpochMicros) };
  if (verb === 'delete') return { ...json, before };
  const old = toApiJson(log.object(before), startsAtEpochMicros);
  return { ...json, before, changed: mergePatch(old, toApiJson(object, startsAtEpochMicros)) };
}

/** The JSON merge patch (RFC 7386) from one value to another. Lists are given whole. */
function mergePatch(from: unknown, to: unknown): unknown {
  if (!isObject(from) || !isObject(to)) return to;
  const patch: Record<string, unknown> = {};
  for (const field of Object.keys(from)) {
    if (to[field] === undefined) patch[field] = null;
  }
  for (const [field, value] of Object.entries(to)) {
    if (!deepEqual(from[field], value)) patch[field] = mergePatch(from[field], value);
  }
  return patch;
}

function isObject(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
