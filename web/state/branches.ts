// The runs at hand as a tree: the scenario that was opened, and what was tried from it. A branch is the scenario with
// one more entry in its timeline, or as it was edited; the run that it comes from stays. A run whose worker was let go
// is simply run again, with the same bytes.

import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Flag } from '../../src/report/timeline-model.ts';
import type { Act } from '../clerk-protocol.ts';
import { t } from '../i18n/i18n.ts';
import type { InputProblem, RunSource } from '../protocol.ts';
import { within } from '../timeline/viewport.ts';
import { actName } from './act-name.ts';
import { filter, folded } from './arrangement.ts';
import { closeEditor, openEditor } from './editor.ts';
import {
  engine,
  openRun,
  phase,
  type Run,
  resumeRun,
  run,
  settle,
  settled,
  showRun,
  stopRun,
  type Views,
} from './run.ts';
import { selection } from './selection.ts';
import { area, cursor, range, scrollY } from './view.ts';
import { wholeSeconds } from './words.ts';

export interface Branch {
  /** Stays while its run is made again. */
  readonly id: number;
  /** Undefined for what was opened. */
  readonly parent: number | undefined;
  /** As the reader or what was done calls it; empty for what was opened. */
  readonly name: string;
  /** What was done, where it leaves its parent; undefined for what was opened or edited. */
  readonly act: Act | undefined;
  readonly run: Run;
}

export const branches: Signal<readonly Branch[]> = signal<readonly Branch[]>([]);

/** The branch that is shown. */
export const branch: ReadonlySignal<Branch | undefined> = computed(() =>
  branches.value.find((each) => each.run === run.value),
);

/** So many runs are held by workers at once; the others are run again when they are wanted. */
const MOST_HELD = 5;
const held: Run[] = [];
const counter = { ids: 0 };

/** Opens a scenario in place of all that is there. Bad input leads to the editor, and nothing is changed. */
export async function openRoot(source: RunSource, onReady: (run: Run) => void): Promise<void> {
  const views = inSight(onReady, (opened) => {
    const before = branches.value;
    plant({ parent: undefined, name: '', act: undefined, run: opened }, []);
    for (const each of before) close(each.run);
  });
  const problems = await openAsking(source, views);
  if (problems.length > 0) await openEditor(source, problems);
}

/** Opens a run; one that is large only once the reader agrees. Gives what is wrong with it, if anything is. */
async function openAsking(source: RunSource, views: Views): Promise<readonly InputProblem[]> {
  const answer = await openRun(source, views);
  if (answer?.ok !== false) return [];
  const { size, problems } = answer;
  if (size !== undefined) {
    const goOn = (): void => void openAsking({ ...source, isLargeAllowed: true }, views);
    phase.value = { name: 'large', size, goOn };
  }
  return problems;
}

/**
 * The files of what was opened are other ones now: it is run again in its place, in the same view. True if that came
 * to something; bad input leads to the editor.
 */
export async function runRootAgain(source: RunSource): Promise<boolean> {
  const root = branches.value.find(({ parent }) => parent === undefined);
  const state = { isShown: false };
  const views = inView((opened) => {
    state.isShown = true;
    if (root === undefined) plant({ parent: undefined, name: '', act: undefined, run: opened }, []);
    else replaceRun(root, opened);
  });
  const problems = await openAsking(source, views);
  if (problems.length > 0) await openEditor(source, problems);
  else closeEditor();
  return state.isShown;
}

/** Adds a branch and shows it; `others` are those that stay. */
function plant(next: Omit<Branch, 'id'>, others: readonly Branch[]): void {
  counter.ids += 1;
  branches.value = [...others, { ...next, id: counter.ids }];
  hold(next.run);
}

function hold(next: Run): void {
  release(next);
  held.push(next);
  while (held.length > MOST_HELD) engine.value?.close(held.shift()?.key ?? '');
}

function release(old: Run): void {
  const at = held.indexOf(old);
  if (at !== -1) held.splice(at, 1);
}

function close(old: Run): void {
  release(old);
  engine.value?.close(old.key);
}

/**
 * Does something at a moment, in a branch of the shown run, which is stopped where it grows. Gives what is wrong with
 * it, if anything is.
 */
export async function branchOff(act: Act): Promise<readonly InputProblem[]> {
  const wanted = run.value;
  await atRest();
  const parent = branch.value;
  if (parent === undefined || parent.run.key !== wanted?.key) return [];
  const answer = await engine.value?.ask('branch', { source: parent.run.source, act });
  if (answer === undefined) return [];
  if (!answer.ok) return answer.problems;
  await grow(parent, answer.source, actName(act), act);
  return [];
}

/** Stops the shown run if it grows; what there is of it is then a branch. */
function atRest(): Promise<void> {
  if (run.value?.isUnderWay !== true) return Promise.resolve();
  stopRun();
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (run.value?.isUnderWay === true) return;
      queueMicrotask(() => {
        stop();
        resolve();
      });
    });
  });
}

/** Does one thing after the other, each in a branch of the one before, as far as it goes; gives what is wrong. */
export async function branchOffAll(acts: readonly Act[]): Promise<readonly InputProblem[]> {
  for (const act of acts) {
    const found = await branchOff(act);
    if (found.length > 0) return found;
  }
  return [];
}

/** Runs a source as a branch, in the same view. */
async function grow(parent: Branch, source: RunSource, name: string, act: Act | undefined): Promise<void> {
  await openAsking(
    source,
    inView((opened) => plant({ parent: parent.id, name, act, run: opened }, branches.value)),
  );
}

/**
 * Runs what was edited: in place of the shown run if that is the reader's own and nothing was tried from it, else as a
 * branch of it.
 */
export async function runEdited(source: RunSource, name: string): Promise<void> {
  const shown = branches.value.find((each) => each.run === settled.value);
  if (shown === undefined) return await openRoot(source, keepView);
  const isOwn = shown.run.source.isOwn === true && shown.act === undefined;
  if (!isOwn || branches.value.some(({ parent }) => parent === shown.id)) {
    return await grow(shown, source, name, undefined);
  }
  await openAsking(
    source,
    inView((opened) => replaceRun(shown, opened)),
  );
}

function replaceRun(old: Branch, next: Run): void {
  branches.value = branches.value.map((each) => (each.id === old.id ? { ...each, run: next } : each));
  if (old.run.key !== next.key) close(old.run);
  else release(old.run);
  hold(next);
}

/** Shows another branch. */
export async function switchTo(id: number): Promise<void> {
  const wanted = branches.value.find((each) => each.id === id);
  if (wanted === undefined) return;
  keepView(wanted.run);
  if (showRun(wanted.run)) return hold(wanted.run);
  await openRun(
    { ...wanted.run.source, isLargeAllowed: true },
    inView((opened) => replaceRun(wanted, opened)),
  );
}

/** Undo: back to what the shown branch was made from. */
export async function goToParent(): Promise<void> {
  const parent = branch.value?.parent;
  if (parent !== undefined) await switchTo(parent);
}

/** Takes a branch away with all that was tried from it. What was opened stays. */
export async function removeBranch(id: number): Promise<void> {
  const parent = branches.value.find((each) => each.id === id)?.parent;
  if (parent === undefined) return;
  const gone = new Set([id]);
  for (const each of branches.value) if (each.parent !== undefined && gone.has(each.parent)) gone.add(each.id);
  if (branch.value !== undefined && gone.has(branch.value.id)) await switchTo(parent);
  for (const each of branches.value) if (gone.has(each.id)) close(each.run);
  branches.value = branches.value.filter((each) => !gone.has(each.id));
}

export function renameBranch(id: number, name: string): void {
  if (name.trim() === '') return;
  branches.value = branches.value.map((each) => (each.id === id ? { ...each, name: name.trim() } : each));
}

/** `scale web --replicas=5 at 4m30s`. */
export function branchTitle({ name, act }: Branch): string {
  if (name === '') return t('branch.original');
  return act === undefined ? name : t('branch.at', { name, t: wholeSeconds(act.at) });
}

/** What was opened and done to come to a branch; `undefined` where something on the way was edited. */
export function wayTo(of: Branch): { readonly root: Branch; readonly acts: readonly Act[] } | undefined {
  const { parent, act } = of;
  if (parent === undefined) return { root: of, acts: [] };
  const before = branches.value.find(({ id }) => id === parent);
  const way = before && wayTo(before);
  return way === undefined || act === undefined ? undefined : { root: way.root, acts: [...way.acts, act] };
}

/** The flag of what was done in a branch: of that moment the last, since it was written last. */
export function actFlag({ act, run: { timeline } }: Branch): Flag | undefined {
  if (act === undefined) return undefined;
  const kind = 'do' in act ? 'action' : 'fault';
  return timeline.flags.findLast((flag) => flag.at === act.at && flag.kind === kind);
}

/** Goes on with the shown run, which was stopped. */
export async function continueRun(): Promise<void> {
  const shown = branch.value;
  if (shown?.run.stopped === undefined) return settle();
  await resumeRun(
    shown.run,
    inView((further) => replaceRun(shown, further)),
  );
}

/** The branches from what was opened outwards, each with how deep it lies. */
export const branchTree: ReadonlySignal<readonly { readonly branch: Branch; readonly depth: number }[]> = computed(() =>
  below(undefined, 0),
);

function below(parent: number | undefined, depth: number): readonly { branch: Branch; depth: number }[] {
  return branches.value
    .filter((each) => each.parent === parent)
    .flatMap((each) => [{ branch: each, depth }, ...below(each.id, depth + 1)]);
}

/** In the view of the run before, while it grows and when it is there. */
function inView(onReady: (run: Run) => void): Views {
  return {
    onGrown: keepView,
    onBack: keepView,
    onReady(opened) {
      keepView(opened);
      onReady(opened);
    },
  };
}

/** In a view of its own, all of it while it grows; where the reader has moved meanwhile, the view stays. */
function inSight(setView: (run: Run) => void, onReady: (run: Run) => void): Views {
  let left: readonly unknown[] | undefined;
  const isLeft = (): boolean => left?.every((value, index) => value === viewNow()[index]) !== false;
  return {
    onGrown(grown) {
      const isUntouched = isLeft();
      if (left === undefined) {
        setView(grown);
        range.value = { from: 0, to: grown.until };
      } else keepView(grown);
      if (isUntouched) left = viewNow();
    },
    onBack: keepView,
    onReady(opened) {
      if (isLeft()) setView(opened);
      else keepView(opened);
      onReady(opened);
    },
  };
}

/** What the reader moves. */
function viewNow(): readonly unknown[] {
  return [range.value, cursor.value, selection.value, area.value, scrollY.value, folded.value, filter.value];
}

/** The view of the run before, as far as the next one reaches. */
function keepView({ until: end, timeline }: Run): void {
  batch(() => {
    const isWhole = run.value === undefined || range.value.to >= run.value.until;
    range.value = isWhole ? { from: Math.min(range.value.from, end / 2), to: end } : within(range.value, end);
    cursor.value = Math.min(cursor.value, timeline.until);
  });
}
