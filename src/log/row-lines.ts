// The rows of a log as lines of JSON: a write carries `changed`, the whole object when it is created and a merge
// patch of what changed afterwards. Times are microseconds since the run's start, also within objects; whoever shows
// rows to others may have objects written as the API writes them. A saved run reads back what is written as it is
// stored.

import { invariant } from '../base/assert.ts';
import { byCodeUnit } from '../base/compare.ts';
import { deepEqual } from '../base/deep-equal.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { KubeObject } from '../model/objects.ts';
import { jsonMergePatch } from '../model/strategic-merge.ts';
import type { Log, PlainWhat } from './log.ts';
import type { Cause, Seq, WriteVerb } from './row.ts';

/** One line a row, without newlines. `shown` makes of stored fields what is written, `first` begins every line. */
export function* rowLines(
  log: Log,
  shown: (changed: JsonObject) => JsonObject = (changed) => changed,
  first: JsonObject = {},
): Generator<string> {
  for (let seq = 0; seq < log.length; seq += 1) {
    const cause = log.cause(seq);
    const row = {
      ...first,
      seq,
      at: log.at(seq),
      cluster: log.cluster,
      actor: log.actor(seq),
      ...(cause === undefined ? {} : { cause }),
    };
    yield JSON.stringify({ ...row, what: whatOf(log, seq, shown) });
  }
}

interface WrittenWrite {
  readonly type: 'write';
  readonly verb: WriteVerb;
  readonly kind: string;
  readonly key: string;
  readonly revision: number;
  readonly before?: Seq;
  readonly changed: JsonObject;
}

function whatOf(
  log: Log,
  seq: number,
  shown: (changed: JsonObject) => JsonObject,
): WrittenWrite | PlainWhat | undefined {
  const object = log.object(seq);
  const verb = log.verb(seq);
  if (object === undefined || verb === undefined) return log.plain(seq);
  const before = log.before(seq);
  const old = before === undefined || verb === 'create' ? undefined : log.object(before);
  const whole = object as unknown as JsonObject;
  const changed = old === undefined ? whole : mergePatchBetween(old as unknown as JsonObject, whole);
  const write = { type: 'write', verb, kind: object.kind, key: log.key(seq), revision: log.revision(seq) } as const;
  return { ...write, ...(before === undefined ? {} : { before }), changed: shown(changed) };
}

/**
 * The JSON merge patch that makes the second of the first. Its fields are in order of their names: an object that is
 * read back has the same fields in another order.
 */
function mergePatchBetween(from: JsonObject, to: JsonObject): JsonObject {
  const patch: { [field: string]: unknown } = {};
  for (const field of Object.keys(to).sort(byCodeUnit)) {
    const value = to[field];
    const old = from[field];
    if (deepEqual(old, value)) continue;
    patch[field] = isJsonObject(old) && isJsonObject(value) ? mergePatchBetween(old, value) : value;
  }
  for (const field of Object.keys(from).sort(byCodeUnit)) if (!(field in to)) patch[field] = null;
  return patch;
}

const PLAIN_TYPES: ReadonlySet<string> = new Set<PlainWhat['type']>([
  'action',
  'component',
  'decision',
  'fact',
  'fault',
  'measurement',
  'output',
  'refused',
]);

/** Appends the row of a line to the log that it continues. Throws if it is none. */
export function appendLine(log: Log, line: string): void {
  const { at, actor, cause, what } = JSON.parse(line) as {
    readonly at: Parameters<Log['append']>[0];
    readonly actor: string;
    readonly cause?: Cause;
    readonly what: WrittenWrite | PlainWhat;
  };
  if (what.type !== 'write') {
    invariant(PLAIN_TYPES.has(what.type), () => `a row of an unknown type ${what.type}`);
    log.append(at, actor, cause, what);
    return;
  }
  const { verb, key, revision, before, changed } = what;
  const old = before === undefined || verb === 'create' ? undefined : log.object(before);
  const isSame = old !== undefined && Object.keys(changed).length === 0;
  const object = (isSame ? old : jsonMergePatch(old, changed)) as KubeObject;
  log.appendWrite(at, actor, cause, { verb, object, key, revision, before });
}
