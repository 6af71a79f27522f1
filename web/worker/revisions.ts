// The versions of an object: who wrote each, when, and
// what it changed, as a unified diff of its YAML.

import { apiJson, yamlText } from '../../src/kubectl/api-text.ts';
import type { Log } from '../../src/log/log.ts';
import { actorText } from '../../src/report/why.ts';
import type { DiffLine, Revision } from '../protocol.ts';

const CONTEXT_LINES = 2;
/** Differs in every version, and says nothing. */
const VERSION = /^ {2}resourceVersion: /;

/** All versions of `Kind/namespace/name`, the oldest first. */
export function revisionsOf(log: Log, id: string): readonly Revision[] {
  const slash = id.indexOf('/');
  const [kind, key] = [id.slice(0, slash), id.slice(slash + 1)];
  const found: Revision[] = [];
  for (let seq = 0; seq < log.length; seq += 1) {
    if (log.key(seq) !== key || log.object(seq)?.kind !== kind) continue;
    found.push({ seq, at: log.at(seq), actor: actorText(log.actor(seq)), verb: log.verb(seq) ?? '' });
  }
  return found;
}

/** What is different in a version from another one, else from the one before; of the first everything is new. */
export function diffOf(log: Log, seq: number, startsAtEpochMicros: number, base?: number): readonly DiffLine[] {
  const linesOf = (row: number | undefined): readonly string[] => {
    const object = row === undefined ? undefined : log.object(row);
    if (object === undefined) return [];
    const lines = yamlText(apiJson(object, startsAtEpochMicros)).trimEnd().split('\n');
    return lines.filter((line) => !VERSION.test(line));
  };
  const verb = log.verb(seq);
  const before = base !== undefined ? linesOf(base) : verb === 'create' ? [] : linesOf(log.before(seq));
  return folded(diffLines(before, verb === 'delete' ? [] : linesOf(seq)));
}

/** The shortest edit from one text to the other, line by line. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const lengths = commonLengths(before, after);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const down = lengths[i + 1]?.[j] ?? -1;
    const right = lengths[i]?.[j + 1] ?? -1;
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ sign: ' ', text: before[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= after.length || (i < before.length && down >= right)) {
      lines.push({ sign: '-', text: before[i] ?? '' });
      i += 1;
    } else {
      lines.push({ sign: '+', text: after[j] ?? '' });
      j += 1;
    }
  }
  return lines;
}

/** Length of the longest common rest from each pair of places. */
function commonLengths(before: readonly string[], after: readonly string[]): readonly Uint16Array[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = lengths[i];
      if (row === undefined) continue;
      const next = lengths[i + 1];
      row[j] = before[i] === after[j] ? (next?.[j + 1] ?? 0) + 1 : Math.max(next?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

/** Only what changed, with two lines around it. */
function folded(lines: readonly DiffLine[]): readonly DiffLine[] {
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(index - CONTEXT_LINES, 0), index + CONTEXT_LINES + 1).some(({ sign }) => sign !== ' '),
  );
  return lines.flatMap((line, index): DiffLine[] => {
    if (isNear[index] === true) return [line];
    return index === 0 || isNear[index - 1] === true ? [{ sign: '⋯', text: '' }] : [];
  });
}
