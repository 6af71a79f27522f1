// Who set each line of an object's YAML: the last write that changed what stands there, looked for from the version of
// the moment back to the creation. Lines that only open a map or a list have nobody.

import { apiJson } from '../../src/kubectl/api-text.ts';
import { yamlLines } from '../../src/kubectl/yaml-lines.ts';
import type { Log } from '../../src/log/log.ts';
import type { Seq } from '../../src/log/row.ts';
import { isJsonObject } from '../../src/model/json.ts';
import { actorText } from '../../src/report/why.ts';
import type { LineSetter } from '../protocol.ts';

/** `text` is the YAML of the version in a row; one entry a line of it. */
export function yamlSetters(
  log: Log,
  row: Seq,
  text: string,
  startsAtEpochMicros: number,
): readonly (LineSetter | undefined)[] {
  const setters = leafSetters(log, row, startsAtEpochMicros);
  const lines = text.trimEnd().split('\n');
  const byLine = yamlLines(text);
  return lines.map((_, index) => {
    const seq = setters.get(byLine.get(index + 1) ?? '');
    return seq === undefined ? undefined : { seq, at: log.at(seq), actor: actorText(log.actor(seq)) };
  });
}

/** Of each value, by its path, the row that last changed it. */
function leafSetters(log: Log, row: Seq, startsAtEpochMicros: number): ReadonlyMap<string, Seq> {
  const leavesOf = (seq: Seq): ReadonlyMap<string, string> => {
    const object = log.object(seq);
    return object === undefined ? new Map() : leaves(apiJson(object, startsAtEpochMicros), '');
  };
  const now = leavesOf(row);
  const open = new Set(now.keys());
  const setters = new Map<string, Seq>();
  for (let seq: Seq | undefined = row; seq !== undefined && open.size > 0; ) {
    const before: Seq | undefined = log.verb(seq) === 'create' ? undefined : log.before(seq);
    const old = before === undefined ? new Map<string, string>() : leavesOf(before);
    for (const path of open) {
      if (old.get(path) === now.get(path)) continue;
      setters.set(path, seq);
      open.delete(path);
    }
    seq = before;
  }
  return setters;
}

/** Values by their paths, as JSON; an empty map or list is a value too. */
function leaves(value: unknown, path: string, found = new Map<string, string>()): ReadonlyMap<string, string> {
  const fields = Array.isArray(value) ? [...value.entries()] : isJsonObject(value) ? Object.entries(value) : [];
  if (fields.length === 0) found.set(path, JSON.stringify(value));
  for (const [key, field] of fields) leaves(field, `${path}/${key}`, found);
  return found;
}
