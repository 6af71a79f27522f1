// What the reader can do to the timeline, once for keys, mouse and buttons: select, step, walk rows
// and causes, fit.

import { batch } from '@preact/signals';
import type { ChainStep, PodBar, Timeline } from '../../src/report/timeline-model.ts';
import { METRICS } from '../timeline/metrics.ts';
import { barsOf, barY, objectOfRow, type Row, rowOfObject } from '../timeline/rows.ts';
import type { TimeRange } from '../timeline/viewport.ts';
import { chain, chainStep, holdChain, isChainHidden, releaseChain, showChainOf, shownChain } from './answers.ts';
import { clearFilter } from './arrangement.ts';
import { askEffects, effects } from './effects.ts';
import { namedObjects } from './find-results.ts';
import { isTipShown } from './hover.ts';
import { barsOfPod, momentBeside, momentsOf, objectAt } from './moments.ts';
import { isPlaying } from './play.ts';
import { timeline } from './run.ts';
import { isSameSelection, objectName, type Selection, selectedId, selection } from './selection.ts';
import { chapters } from './story.ts';
import { filterTable, tableFilter } from './table.ts';
import { allRange, area, cursor, fitRange, glideTo, goTo, layout, moveCursor, reveal } from './view.ts';

/** Selects something, or nothing. With a moment, the cursor goes there. */
export function select(next: Selection | undefined, at?: number): void {
  batch(() => {
    if (!isSameSelection(next, selection.peek())) {
      releaseChain();
      selection.value = next;
    }
    if (at !== undefined) moveCursor(at);
  });
  if (next?.kind === 'object') revealObject(next.id);
}

/** Selects an object; the cursor goes to where it exists if it stands outside of its life. */
export function selectObject(id: string): void {
  const shown = timeline.value;
  const bars = shown === undefined ? [] : barsOfPod(shown, id);
  const same = shown === undefined ? [] : (namedObjects(shown).get(objectName(id).name) ?? []);
  const from = bars[0]?.from ?? same.find((found) => found.id === id)?.at ?? 0;
  const to = bars.at(-1)?.to ?? Number.POSITIVE_INFINITY;
  select({ kind: 'object', id }, cursor.value < from ? from : cursor.value > to ? to : undefined);
}

/** Scrolls an object's row into view. */
export function revealObject(id: string): void {
  const shown = timeline.value;
  if (shown === undefined) return;
  const place = placeOf(shown, id);
  if (place !== undefined) reveal(place.y, place.height);
}

function placeOf(shown: Timeline, id: string): { readonly y: number; readonly height: number } | undefined {
  const rows = layout.value.rows;
  const own = rowOfObject(shown, layout.value, id);
  if (own !== undefined) return own;
  const key = id.startsWith('Pod/') ? id.slice(4) : undefined;
  if (key === undefined) return undefined;
  for (const row of rows.toReversed()) {
    const bar = barsOf(shown, row).find((candidate) => candidate.key === key);
    if (bar !== undefined) return { y: barY(row, bar), height: METRICS.lane };
  }
  return undefined;
}

/** Next or previous event: of the selected object if there is one, else of the whole run. */
export function stepEvent(direction: 1 | -1): void {
  const shown = timeline.value;
  if (shown === undefined) return;
  isPlaying.value = false;
  releaseChain();
  const at = momentBeside(momentsOf(shown, selectedId()), cursor.value, direction);
  if (at === undefined) return;
  goTo(at);
  revealObject(selectedId() ?? objectAt(shown, at) ?? '');
}

/** A presenter's next and back: along the chain of causes that is shown, else the story, else from event to event. */
export function stepStory(direction: 1 | -1): void {
  if (shownChain.value !== undefined) return stepCause(direction);
  const heads = chapters.value.flatMap(([head]) => head ?? []);
  if (heads.length === 0) return stepEvent(direction);
  isPlaying.value = false;
  const now = cursor.value;
  const next = direction === 1 ? heads.find(({ at }) => at > now) : heads.findLast(({ at }) => at < now);
  if (next === undefined) return;
  goTo(next.at);
  revealObject(next.about);
}

/** Next or previous step of the chain; after its last one what that led to. */
export function stepCause(direction: 1 | -1): void {
  const steps = chain.value;
  if (steps === undefined) return;
  const last = steps.at(-1);
  if (direction === 1 && chainStep.value === steps.length - 1 && last !== undefined) {
    void askEffects(last.seq).then((found) => {
      const [only, second] = found?.steps ?? [];
      if (only !== undefined && second === undefined) followEffect(only);
    });
    return;
  }
  effects.value = undefined;
  visitStep(Math.min(Math.max(chainStep.value + direction, 0), steps.length - 1));
}

/** Goes on to something that the end of the chain led to: the chain then ends there. */
export function followEffect({ seq, at, about }: ChainStep): void {
  batch(() => {
    if (about !== '') select({ kind: 'object', id: about });
    releaseChain();
    showChainOf(seq);
    effects.value = undefined;
    goTo(at);
  });
}

/** Brings the cursor to a step of the chain, keeping the chain. */
export function visitStep(index: number): void {
  const step = chain.value?.[index];
  if (step === undefined) return;
  batch(() => {
    holdChain();
    isChainHidden.value = false;
    chainStep.value = index;
    goTo(step.at);
  });
  revealObject(step.about);
}

/** Everything that can be selected on the tracks, from top to bottom. */
function selectableIds(shown: Timeline, rows: readonly Row[]): readonly string[] {
  return rows.flatMap((row) => {
    const own = hasObject(row) ? [objectOfRow(row)] : [];
    return [...own, ...inLanes(barsOf(shown, row)).map((bar) => `Pod/${bar.key}`)];
  });
}

function hasObject({ kind }: Row): boolean {
  return kind === 'component' || kind === 'workload' || kind === 'hpa' || kind === 'node' || kind === 'nodeBar';
}

function inLanes(bars: readonly PodBar[]): readonly PodBar[] {
  return bars.toSorted((a, b) => a.lane - b.lane || a.from - b.from);
}

/** The row before or after the selected one. */
export function stepRow(direction: 1 | -1): void {
  const shown = timeline.value;
  if (shown === undefined) return;
  const ids = selectableIds(shown, layout.value.rows);
  const at = ids.indexOf(selectedId() ?? '');
  const next = ids[at === -1 ? (direction === 1 ? 0 : ids.length - 1) : at + direction];
  if (next !== undefined) selectObject(next);
}

/** The next or previous flag, or KubeEvent. */
function stepMark(shown: Timeline, chosen: Selection, direction: 1 | -1): void {
  const marks: readonly Selection[] =
    chosen.kind === 'flag'
      ? shown.flags.map((flag) => ({ kind: 'flag', flag }))
      : shown.events.map((event) => ({ kind: 'event', event }));
  const at = marks.findIndex((mark) => isSameSelection(mark, chosen));
  const next = at === -1 ? undefined : marks[at + direction];
  if (next !== undefined) visit(next);
}

/** Selects, and goes to the moment of what happened. */
export function visit(chosen: Selection): void {
  if (chosen.kind === 'object') return selectObject(chosen.id);
  select(chosen);
  goTo(chosen.kind === 'flag' ? chosen.flag.at : chosen.event.at);
}

/** The next or previous of what happened, bar of a pod's node (by its start), or change of anything else. */
export function stepOnTrack(direction: 1 | -1): void {
  const shown = timeline.value;
  const chosen = selection.value;
  if (shown === undefined || chosen === undefined) return;
  if (chosen.kind !== 'object') return stepMark(shown, chosen, direction);
  const { id } = chosen;
  for (const row of layout.value.rows) {
    const bars = barsOf(shown, row).toSorted((a, b) => a.from - b.from || a.lane - b.lane);
    const at = bars.findIndex((bar) => `Pod/${bar.key}` === id);
    const next = at === -1 ? undefined : bars[at + direction];
    if (next !== undefined) return select({ kind: 'object', id: `Pod/${next.key}` }, next.from);
  }
  if (!id.startsWith('Pod/')) stepEvent(direction);
}

export function fitAll(): void {
  glideTo(allRange());
}

/** Fits the area, else the chain, else the selected object, else everything. */
export function fitSelection(): void {
  const wanted = area.value ?? chainRange() ?? selectionRange();
  glideTo(wanted === undefined ? allRange() : fitRange(wanted));
  area.value = undefined;
}

function chainRange(): TimeRange | undefined {
  const steps = shownChain.value;
  const [first, last] = [steps?.[0], steps?.at(-1)];
  return first === undefined || last === undefined ? undefined : { from: first.at, to: last.at };
}

function selectionRange(): TimeRange | undefined {
  const shown = timeline.value;
  const id = selectedId();
  if (shown === undefined || id === undefined) return undefined;
  const bars = barsOfPod(shown, id);
  const [first, last] = [bars[0], bars.at(-1)];
  return first === undefined || last === undefined ? undefined : { from: first.from, to: last.to };
}

/** Nothing is selected or marked any more. */
export function closeDetails(): void {
  area.value = undefined;
  select(undefined);
}

/** One level outwards: tip, list of effects, chain, area, selection, what the table is searched for, filter. */
export function stepOut(): void {
  if (isTipShown.value) isTipShown.value = false;
  else if (effects.value !== undefined) effects.value = undefined;
  else if (shownChain.value !== undefined) isChainHidden.value = true;
  else if (area.value !== undefined) area.value = undefined;
  else if (selection.value !== undefined) select(undefined);
  else if (tableFilter.value !== '') filterTable('');
  else clearFilter();
}
