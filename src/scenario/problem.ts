// What is wrong with an input, in the form in which it is shown everywhere: on the command line, in the page's list
// of errors, in tests. A bad input gives every problem at once, each with its place, what was found, what would be
// allowed and, where one is near, the name that was probably meant.

import { byCodeUnit, byNumber, chain } from '../base/compare.ts';
import { editDistance } from '../base/edit-distance.ts';
import { isNamedIn, quoted } from '../base/quoted.ts';

/** One problem of an input file. Lines and columns count from 1; `path` is like `spec.cluster.pools[0].count`. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  /** What is wrong, in a sentence without its place. */
  readonly message: string;
  /** The text that was found, shortened; empty where something is missing. */
  readonly found: string;
  /** What would be right, in words; empty where the message says it. */
  readonly allowed: string;
  /** What else helps, in words that stand alone. */
  readonly note?: string;
  /** `Did you mean count?`, or empty. */
  readonly hint: string;
  readonly severity: 'error' | 'warning';
}

/** By file, line and column; errors before warnings at one place; the rest only makes the order total. */
export const byPlace: (a: Problem, b: Problem) => number = chain<Problem>(
  (a, b) => byCodeUnit(a.file, b.file),
  (a, b) => byNumber(a.line, b.line),
  (a, b) => byNumber(a.column, b.column),
  (a, b) => byCodeUnit(a.severity, b.severity),
  (a, b) => byCodeUnit(a.message, b.message),
);

/** Adds problems to a list: there may be more of them than a call has room for. */
export function addProblems(list: Problem[], more: readonly Problem[]): void {
  for (const problem of more) list.push(problem);
}

/** One line: `first-look.yaml:4:7: error: unknown field "cpus" (spec.cluster.pools[0]). Did you mean cpu?` */
export function formatProblem(problem: Problem): string {
  const parts = [`${problem.file}:${problem.line}:${problem.column}: ${problem.severity}: ${problem.message}`];
  if (problem.path !== '' && !saysPath(problem)) parts.push(` (${problem.path})`);
  const { message, found, allowed, note } = problem;
  if (found !== '' && note === undefined && !isNamedIn(message, found)) parts.push(`; found ${quoted(found)}`);
  if (allowed !== '') parts.push(`; allowed: ${allowed}`);
  if (note !== undefined) parts.push(`; ${note}`);
  if (problem.hint !== '') parts.push(`. ${problem.hint}`);
  return parts.join('').replace(/\p{Cc}/gu, '\ufffd'); // what a file holds must not steer a terminal
}

/** Whether the message names the path already, as those of the API server do. */
function saysPath({ message, path }: Problem): boolean {
  if (path.endsWith('…')) return message.startsWith(path.slice(0, -1));
  return message.startsWith(`${path}: `) || message.includes(`"${path}"`);
}

/** `Did you mean X?` for the nearest allowed name, or empty where none is near enough to have been meant. */
export function nearestNameHint(name: string, allowed: readonly string[]): string {
  const nearest = nearestName(name, allowed);
  return meantHint(nearest);
}

/** `Did you mean X?`, or empty where nothing was. */
export function meantHint(meant: string | undefined): string {
  return meant === undefined ? '' : `Did you mean ${meant}?`;
}

const MAX_NAME_LENGTH = 60;

/**
 * The allowed name with the fewest edits (letters put in, left out, replaced, swapped), if they are few for its
 * length; of names that differ in their number alone the one with the nearest number.
 */
export function nearestName(name: string, allowed: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(Math.max(name.length, 3) / 3)) + 1;
  if (name.length > MAX_NAME_LENGTH) return undefined;
  for (const candidate of allowed) {
    if (Math.abs(candidate.length - name.length) > fewest) continue;
    const isSame = candidate.toLowerCase() === name.toLowerCase();
    const distance = isSame ? 0 : editDistance(name.toLowerCase(), candidate.toLowerCase());
    const isNearer = best !== undefined && distance === fewest && numberGap(name, candidate) < numberGap(name, best);
    if (distance < fewest || isNearer) {
      best = candidate;
      fewest = distance;
    }
  }
  return best;
}

/** How far the numbers are apart that two names end with, the rest of them being the same. */
function numberGap(a: string, b: string): number {
  const [stemA, stemB] = [a, b].map((name) => name.replace(/\d+$/, ''));
  return stemA === stemB ? Math.abs(Number(a.slice(stemA?.length)) - Number(b.slice(stemB?.length))) : Infinity;
}
