// The rows of a log as lines of JSON: a write carries `changed`, the whole object when it is created and a merge
// patch of what changed afterwards. Times are microseconds since the run's start.

import { deepEqual } from '../base/deep-equal.ts';
import type { Log } from '../log/log.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';

/** One line a row, without newlines. */
export function* rowLines(log: Log): Generator<string> {
  for (let seq = 0; seq < log.length; seq += 1) {
    const cause = log.cause(seq);
    const row = {
      seq,
      at: log.at(seq),
      cluster: log.cluster,
      actor: log.actor(seq),
      ...(cause === undefined ? {} : { cause }),
    };
    yield JSON.stringify({ ...row, what: whatOf(log, seq) });
  }
}

function whatOf(log: Log, seq: number): unknown {
  const object = log.object(seq);
  const verb = log.verb(seq);
  if (object === undefined || verb === undefined) return log.plain(seq);
  const before = verb === 'create' ? undefined : log.before(seq);
  const old = before === undefined ? undefined : log.object(before);
  const changed =
    old === undefined ? object : mergePatchBetween(old as unknown as JsonObject, object as unknown as JsonObject);
  return { type: 'write', verb, kind: object.kind, key: log.key(seq), revision: log.revision(seq), changed };
}

/** The JSON merge patch that makes the second of the first. */
function mergePatchBetween(from: JsonObject, to: JsonObject): JsonObject {
  const patch: { [field: string]: unknown } = {};
  for (const [field, value] of Object.entries(to)) {
    const old = from[field];
    if (deepEqual(old, value)) continue;
    patch[field] = isJsonObject(old) && isJsonObject(value) ? mergePatchBetween(old, value) : value;
  }
  for (const field of Object.keys(from)) if (!(field in to)) patch[field] = null;
  return patch;
}
