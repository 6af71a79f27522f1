// The editor's state: the files of a scenario while they are changed, which one is in front, and what is wrong with
// them. The run beside it stays as it is until the files are run.

import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { InputProblem, RunSource, SourceFile } from '../protocol.ts';
import { latest } from './latest.ts';
import { engine } from './run.ts';
import { withSuggestions } from './suggestions.ts';

export interface Draft {
  /** What it was opened from. */
  readonly source: RunSource;
  readonly files: readonly SourceFile[];
  /** Of the run that it was opened from. */
  readonly seed?: string;
}

/** The files under the editor; nothing while it is closed. */
export const draft: Signal<Draft | undefined> = signal<Draft | undefined>(undefined);
export const openFile: Signal<string> = signal('');
/** Undefined while they are looked for. */
export const problems: Signal<readonly InputProblem[] | undefined> = signal<readonly InputProblem[] | undefined>(
  undefined,
);
/** Whether the files were just refused: the list then says so. */
export const isRefused: Signal<boolean> = signal(false);
/** The problem that was walked to, by its index. */
export const shownProblem: Signal<number | undefined> = signal<number | undefined>(undefined);

/** A stretch of a file to be put in front of the reader; counted, so that the same one can be shown again. */
export interface Spot {
  readonly line: number;
  readonly column: number;
  readonly number: number;
}
export const spot: Signal<Spot | undefined> = signal<Spot | undefined>(undefined);

export const errorCount: ReadonlySignal<number> = computed(
  () => (problems.value ?? []).filter(({ severity }) => severity === 'error').length,
);

const SCENARIO = /^\s*["']?kind["']?\s*:\s*["']?Scenario\b/m;
const EMPTY_FILE = 'scenario.yaml';
const state: { spots: number; checks: number; left: Draft | undefined } = { spots: 0, checks: 0, left: undefined };

/** The file that a run is named after: the first with a Scenario, else the first. */
export function mainFile(files: readonly SourceFile[]): string {
  return (files.find(({ text }) => SCENARIO.test(text)) ?? files[0])?.name ?? EMPTY_FILE;
}

/** The reader's own files as something to run. */
export function ownSource(files: readonly SourceFile[], seed?: string): RunSource {
  return { files, main: mainFile(files), isOwn: true, ...(seed !== undefined && { seed }) };
}

/** Opens the files of a source, as they were left if they were; with what is already known to be wrong with them. */
export async function openEditor(source: RunSource, known?: readonly InputProblem[]): Promise<void> {
  const kept = state.left?.source === source && known === undefined ? state.left : undefined;
  const needed = kept?.files ?? (await engine.value?.ask('needed', source)) ?? [];
  const files = needed.length > 0 ? needed : [{ name: EMPTY_FILE, text: '' }];
  batch(() => {
    draft.value = { source, files, ...(source.seed !== undefined && { seed: source.seed }) };
    openFile.value = known?.[0]?.file ?? mainFile(files);
    problems.value = known;
    isRefused.value = known !== undefined;
    shownProblem.value = undefined;
    spot.value = undefined;
  });
  if (!files.some(({ name }) => name === openFile.value)) openFile.value = mainFile(files);
  if (known === undefined) check();
  else goToProblem(0);
}

/** Leaves the editor; what was written is there when the same files are opened again. */
export function closeEditor(): void {
  state.left = draft.value;
  draft.value = undefined;
  problems.value = undefined;
  isRefused.value = false;
}

/** What was left has been run: the files are opened as they are now. */
export function forgetDraft(): void {
  state.left = undefined;
}

const CHECK_MILLIS = 200;

const askProblems = latest(async () => {
  const now = draft.value;
  if (now === undefined) return;
  const found = await engine.value?.ask('check', ownSource(now.files, now.seed));
  if (draft.value !== now || found === undefined) return;
  batch(() => {
    problems.value = found;
    if (shownProblem.value !== undefined && shownProblem.value >= found.length) shownProblem.value = undefined;
  });
});

/** Looks for problems once the typing rests. */
function check(): void {
  state.checks += 1;
  const { checks } = state;
  setTimeout(() => {
    if (checks === state.checks) askProblems();
  }, CHECK_MILLIS);
}

/** The text of a file as it is now. */
export function setText(name: string, text: string): void {
  changeFiles((files) => files.map((file) => (file.name === name ? { name, text } : file)));
}

function changeFiles(change: (files: readonly SourceFile[]) => readonly SourceFile[]): void {
  const now = draft.value;
  if (now === undefined) return;
  draft.value = { ...now, files: change(now.files) };
  check();
}

/** Other texts for files that were opened so, and not touched since. */
export function replaceFiles(opened: readonly SourceFile[], next: RunSource): void {
  const before = new Map(opened.map(({ name, text }) => [name, text]));
  const now = draft.value;
  if (now === undefined) return;
  draft.value = { ...now, source: next };
  changeFiles((files) =>
    files.map((file) => {
      const isTouched = before.get(file.name) !== file.text;
      return (isTouched ? undefined : next.files.find(({ name }) => name === file.name)) ?? file;
    }),
  );
}

/** Puts in the names that were probably meant: for some problems, or for all. */
export function applySuggestions(wanted: readonly InputProblem[]): void {
  changeFiles((files) => withSuggestions(files, wanted));
}

/** Adds files, or puts them in place of those of the same name; the first of them comes to the front. */
export function addFiles(more: readonly SourceFile[]): void {
  const names = new Set(more.map(({ name }) => name));
  changeFiles((files) => [
    ...files.map((file) => more.find(({ name }) => name === file.name) ?? file),
    ...more.filter(({ name }) => !files.some((file) => file.name === name)),
  ]);
  const [first] = more;
  if (first !== undefined && names.size > 0) openFile.value = first.name;
}

/** A new file without content, with a name that none has yet. */
export function addEmptyFile(): void {
  const names = draft.value?.files.map(({ name }) => name) ?? [];
  let number = names.length + 1;
  while (names.includes(`file-${number}.yaml`)) number += 1;
  addFiles([{ name: `file-${number}.yaml`, text: '' }]);
}

export function removeFile(name: string): void {
  const files = draft.value?.files ?? [];
  if (files.length < 2) return;
  const at = files.findIndex((file) => file.name === name);
  const next = files[at + 1] ?? files[at - 1];
  batch(() => {
    changeFiles((all) => all.filter((file) => file.name !== name));
    if (openFile.value === name && next !== undefined) openFile.value = next.name;
  });
}

/** Another name for a file; none that is empty or taken. */
export function renameFile(name: string, next: string): void {
  const files = draft.value?.files ?? [];
  const wanted = next.trim();
  if (wanted === '' || files.some((file) => file.name === wanted)) return;
  batch(() => {
    changeFiles((all) => all.map((file) => (file.name === name ? { ...file, name: wanted } : file)));
    if (openFile.value === name) openFile.value = wanted;
  });
}

/** Puts a problem in front of the reader. */
export function goToProblem(index: number): void {
  const problem = problems.value?.[index];
  if (problem === undefined) return;
  batch(() => {
    shownProblem.value = index;
    goToLine(problem.file, problem.line, problem.column);
  });
}

/** Puts a place of a file in front of the reader. */
export function goToLine(file: string, line: number, column = 1): void {
  state.spots += 1;
  batch(() => {
    if (draft.value?.files.some(({ name }) => name === file) === true) openFile.value = file;
    spot.value = { line, column, number: state.spots };
  });
}

/** The next problem, or the one before; round and round. */
export function walkProblems(direction: 1 | -1): void {
  const count = problems.value?.length ?? 0;
  if (count === 0) return;
  const now = shownProblem.value ?? (direction === 1 ? -1 : count);
  goToProblem((now + direction + count) % count);
}
