// Replays sets of vectors and puts the outcome into words, as the vectors' README asks: a line a set, why cases were
// left out, the ids that disagree; and a failure only for what is not a known disagreement.

import { findKnown, type Known } from './known.ts';
import type { Difference, Replayer, Vector } from './replayer.ts';
import type { VectorSet } from './vectors.ts';

/** A case on which the model disagrees with the recording. */
type Disagreement = {
  readonly id: string;
  readonly difference: Difference;
  readonly known: Known | undefined;
};

/** The outcome of one set. Cases left out count in `total`. */
export type SetOutcome = {
  readonly name: string;
  readonly total: number;
  readonly inScope: number;
  readonly leftOut: ReadonlyMap<string, number>;
  readonly disagreements: readonly Disagreement[];
};

const SHOWN_CHARACTERS = 600;

/** Replays one set; without a replayer all its cases are left out. */
export function replaySet(set: VectorSet, replayers: readonly Replayer[], known: readonly Known[]): SetOutcome {
  const replayer = findReplayer(set, replayers);
  const leftOut = new Map<string, number>();
  const disagreements: Disagreement[] = [];
  const vectors = set.read();
  let inScope = 0;
  for (const vector of vectors) {
    const reason = replayer === undefined ? 'no replayer yet' : replayer.scope(vector);
    if (replayer === undefined || reason !== undefined) {
      leftOut.set(reason ?? '', (leftOut.get(reason ?? '') ?? 0) + 1);
      continue;
    }
    inScope += 1;
    const difference = replay(replayer, vector);
    if (difference === undefined) continue;
    disagreements.push({ id: vector.id, difference, known: findKnown(known, set.name, vector, difference) });
  }
  return { name: set.name, total: vectors.length, inScope, leftOut, disagreements };
}

/** The replayer of a set, if there is one. */
export function findReplayer(set: VectorSet, replayers: readonly Replayer[]): Replayer | undefined {
  return replayers.find((candidate) => candidate.folder === set.folder && candidate.set === set.set);
}

function replay(replayer: Replayer, vector: Vector): Difference | undefined {
  try {
    return replayer.replay(vector);
  } catch (error) {
    return { field: '(exception)', expected: undefined, actual: error instanceof Error ? error.stack : error };
  }
}

/** True if some disagreement is not a known one. */
export function hasUnknown(outcomes: readonly SetOutcome[]): boolean {
  return outcomes.some((outcome) => outcome.disagreements.some((disagreement) => disagreement.known === undefined));
}

/** The lines about one set. `isVerbose` adds the first difference of each disagreement. */
export function describeSet(outcome: SetOutcome, isVerbose: boolean): readonly string[] {
  const { name, total, inScope, leftOut, disagreements } = outcome;
  const lines = [`${name} ${inScope - disagreements.length}/${total}`, `${name} in scope ${inScope}`];
  for (const [reason, count] of leftOut) lines.push(`${name} left out ${count}: ${reason}`);
  for (const { id, difference, known } of disagreements) {
    lines.push(`${name} ${id}${known === undefined ? '' : ` (known: ${known.reason})`}`);
    if (!isVerbose) continue;
    lines.push(`  at ${difference.field}`);
    lines.push(`  expected ${show(difference.expected)}`);
    lines.push(`  actual   ${show(difference.actual)}`);
  }
  return lines;
}

/** The last line: how many disagreements there are of each sort. */
export function describeTotals(outcomes: readonly SetOutcome[]): string {
  const all = outcomes.flatMap((outcome) => outcome.disagreements);
  const count = (reason: Known['reason'] | undefined): number =>
    all.filter((disagreement) => disagreement.known?.reason === reason).length;
  const sorts = `${count('not built yet')} not built yet, ${count('disputed')} disputed, ${count(undefined)} not known`;
  return `${all.length} disagreements: ${sorts}`;
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}... (${text.length} characters)` : text;
}
