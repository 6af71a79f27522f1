// The files behind the page, as they change on the disk: the run is made again in the same view, and it is said how
// much is different. While they are edited here, what nobody has touched in the editor is brought up to date.

import { batch, type Signal, signal } from '@preact/signals';
import { unifiedDiff } from '../../src/base/unified-diff.ts';
import type { RunSource, SourceFile } from '../protocol.ts';
import { branches, runRootAgain } from './branches.ts';
import { draft, isRefused, replaceFiles } from './editor.ts';

/** What a run that was made again differs in; undefined while there is nothing to say. */
export interface Rerun {
  readonly lines: number;
  /** Of each changed file. */
  readonly diffs: readonly { readonly name: string; readonly text: string }[];
}

export const rerun: Signal<Rerun | undefined> = signal<Rerun | undefined>(undefined);
export const isRerunCompared: Signal<boolean> = signal(false);

const NOTE_MILLIS = 4_000;

/** The files that the server offers are other ones now. */
export async function filesChanged(source: RunSource): Promise<void> {
  const before = branches.value.find(({ parent }) => parent === undefined)?.run.source;
  const edited = draft.value;
  if (edited?.source.main === source.main) replaceFiles(edited.source.files, source);
  if (edited !== undefined && !(isRefused.value && edited.source.main === source.main)) return;
  if (before !== undefined && before.main !== source.main) return;
  const seed = before?.seed;
  if (!(await runRootAgain(seed === undefined ? source : { ...source, seed }))) return;
  tell(differences(before?.files ?? [], source.files));
}

function tell(found: Rerun): void {
  batch(() => {
    rerun.value = found;
    isRerunCompared.value = false;
  });
  setTimeout(() => {
    if (rerun.value === found && !isRerunCompared.value) rerun.value = undefined;
  }, NOTE_MILLIS);
}

/** So many lines were put in or changed, or are gone. */
export function differences(before: readonly SourceFile[], after: readonly SourceFile[]): Rerun {
  const names = new Set([...before, ...after].map(({ name }) => name));
  const textIn = (files: readonly SourceFile[], name: string): string =>
    files.find((file) => file.name === name)?.text ?? '';
  const diffs = [...names]
    .map((name) => ({ name, text: unifiedDiff(textIn(before, name), textIn(after, name)) }))
    .filter(({ text }) => text !== '');
  const count = (sign: string, text: string): number => text.split('\n').filter((line) => line.startsWith(sign)).length;
  const lines = diffs.reduce((sum, { text }) => sum + Math.max(count('+', text), count('-', text)), 0);
  return { lines, diffs };
}
