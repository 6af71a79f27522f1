// The entries of `expect`: when a claim must hold, and the claim itself.
// What cannot be judged within the run is refused here, not at its end.

import { type Micros, micros } from '../base/time.ts';
import { parseClaim } from './claim.ts';
import type { ExpectationFields } from './document.ts';
import type { ManifestContext } from './manifest.ts';
import { nearestNameHint, type Problem } from './problem.ts';
import type { Expectation, ExpectationTime } from './scenario.ts';
import { problemAt } from './schema-problems.ts';
import { type Path, type SourceDocument, shorten, sourceLine } from './source-document.ts';

const TIMES = ['within', 'always', 'at'] as const;

/** Reads all expectations; problems are added to the list, wrong ones left out. */
export function readExpectations(
  fields: readonly (ExpectationFields | undefined)[],
  document: SourceDocument,
  context: ManifestContext,
  runEnd: Micros,
  problems: Problem[],
): readonly Expectation[] {
  return fields.flatMap((entry, index): readonly Expectation[] => {
    if (entry === undefined) return [];
    const path: Path = ['spec', 'expect', index];
    const time = timeOf(entry, runEnd);
    if (time === undefined) {
      problems.push(problemAt(document, path, 'when it must hold is said by one of three', TIMES.join(', ')));
    } else if (lastMoment(time) > runEnd) {
      const message = 'cannot be judged: the run ends before';
      const key = entry.until === undefined ? time.type : 'until';
      problems.push(problemAt(document, [...path, key], message));
    }
    if (entry.until !== undefined && entry.always === undefined) {
      problems.push(problemAt(document, [...path, 'until'], 'only `always` has an end', 'within, at'));
    }
    if (entry.after !== undefined && (entry.within === undefined || entry.after > entry.within)) {
      problems.push(problemAt(document, [...path, 'after'], 'only `within` has a beginning, which comes before it'));
    }
    const claim = parseClaim(entry.that, context.namespace);
    if (!claim.ok) {
      const { offset, message, found, allowed, candidates } = claim.error;
      const at: Path = [...path, 'that'];
      const problem = problemAt(document, at, message, allowed, nearestNameHint(found, candidates));
      problems.push({ ...problem, ...document.placeWithin(at, offset), found: shorten(found) });
    }
    if (time === undefined || !claim.ok) return [];
    const source = sourceLine(context.folder, document, path);
    return [{ time, that: entry.that.trim(), claim: claim.value, source }];
  });
}

function timeOf(entry: ExpectationFields, runEnd: Micros): ExpectationTime | undefined {
  const given = TIMES.filter((key) => entry[key] !== undefined);
  if (given.length !== 1) return undefined;
  if (entry.within !== undefined) {
    return { type: 'within', from: micros(entry.after ?? 0), to: micros(entry.within) };
  }
  if (entry.at !== undefined) return { type: 'at', at: micros(entry.at) };
  return { type: 'always', from: micros(entry.always ?? 0), to: micros(entry.until ?? runEnd) };
}

function lastMoment(time: ExpectationTime): Micros {
  return time.type === 'at' ? time.at : time.to;
}
