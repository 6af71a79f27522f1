// Between the view and its link: how a link is shown, what the link of the view is now, and the address bar, which
// follows the view and is followed by it.

import { batch, effect, type Signal, signal } from '@preact/signals';
import type { Timeline } from '../../src/report/timeline-model.ts';
import type { Act } from '../clerk-protocol.ts';
import type { MessageKey } from '../i18n/en.ts';
import { language } from '../i18n/i18n.ts';
import type { RunSource } from '../protocol.ts';
import { BRIEF_FOLDS, isLarge } from '../timeline/layout.ts';
import { within } from '../timeline/viewport.ts';
import { actText } from './act-text.ts';
import { select } from './actions.ts';
import { heldMoment, holdChain } from './answers.ts';
import { filter, folded, grouping, isTroubleOnly, opened, pinned, sort } from './arrangement.ts';
import { axisChoice } from './axis.ts';
import { type Branch, branch, branches, switchTo, wayTo } from './branches.ts';
import { type LinkState, LONGEST_LINK, readLink, scenarioName, writeLink, writeShortLink } from './link.ts';
import { firstMoment } from './moments.ts';
import { notes } from './notes.ts';
import { packSource } from './packed-source.ts';
import { themeName } from './preferences.ts';
import { engine, type Run, run } from './run.ts';
import { drawerTab, selection, selectionOf, selectionText } from './selection.ts';
import { isWide } from './table.ts';
import { area, cursor, isNarrow, range, scrollY } from './view.ts';

const LINK_MILLIS = 300;

/** The files of a run that no link can name, as far as they are short enough for a link. */
const packed: Signal<{ readonly source: RunSource; readonly text: string | undefined } | undefined> = signal(undefined);

function packedOf(source: RunSource): string | undefined {
  return packed.value?.source === source ? packed.value.text : undefined;
}

/** What a link names and does: what was opened, and what was tried from it; an edited run is what it is itself. */
function wayOf(shown: Run): { readonly source: RunSource; readonly acts: readonly Act[] } {
  const way = branch.value?.run === shown ? wayTo(branch.value) : undefined;
  return { source: way?.root.run.source ?? shown.source, acts: way?.acts ?? [] };
}

/** Whether a link can name the shown run: one that came with the page, or that the server offers. */
const isNamed: Signal<(source: RunSource) => boolean> = signal(() => true);

/** The version of the engine that the link of the view was made with, where it is another one than the run's. */
export const madeWith: Signal<string | undefined> = signal<string | undefined>(undefined);

/** Sets the view of a run before it is shown. */
export function showView({ timeline, until, version }: Run, view: LinkState): void {
  batch(() => {
    madeWith.value = view.version === undefined || view.version === version ? undefined : view.version;
    const { cursor: at, from, to, areaFrom, areaTo, areaRows: rows, selected, tab } = view;
    range.value = from !== undefined && to !== undefined ? within({ from, to }, until) : { from: 0, to: until };
    cursor.value = Math.min(at ?? firstMoment(timeline), timeline.until);
    area.value =
      areaFrom !== undefined && areaTo !== undefined
        ? { from: areaFrom, to: areaTo, ...(rows && { rows }) }
        : undefined;
    scrollY.value = 0;
    folded.value = new Set(view.folded ?? usualFolds(timeline));
    pinned.value = view.pinned ?? [];
    opened.value = new Set(view.opened ?? []);
    sort.value = view.sort;
    grouping.value = view.grouping ?? 'none';
    filter.value = view.filter ?? '';
    isTroubleOnly.value = view.isTroubleOnly === true;
    axisChoice.value = view.axis ?? 'linear';
    isWide.value = view.isWide === true;
    notes.value = view.notes ?? [];
    if (tab !== undefined) drawerTab.value = tab;
    selection.value = undefined;
    if (selected !== undefined) select(selectionOf(selected, timeline));
    if (view.chainAt !== undefined) holdChain(view.chainAt);
  });
}

/** Where there is little height, the control plane is one line, and the workloads are their first row. */
function usualFolds(timeline: Timeline): readonly string[] {
  if (isNarrow.value || themeName.value === 'projector') return BRIEF_FOLDS;
  return isLarge(timeline) ? ['group/control'] : [];
}

/** The view as it is now, as far as it is not what every run begins with. */
export function viewState(shown: Run): LinkState {
  const chosen = selection.value;
  const held = heldMoment.value;
  const { from, to } = range.value;
  const isWhole = from <= 0 && to >= shown.until;
  const marked = area.value;
  const { source, acts } = wayOf(shown);
  const own = packedOf(source);
  return {
    scenario: scenarioName(source.main),
    ...(own !== undefined && { own }),
    ...(acts.length > 0 && { acts }),
    ...(shown.source.seed !== undefined && { seed: shown.source.seed }),
    version: shown.version,
    cursor: cursor.value,
    ...(!isWhole && { from, to }),
    ...(axisChoice.value !== 'linear' && { axis: axisChoice.value }),
    ...(chosen !== undefined && { selected: selectionText(chosen), tab: drawerTab.value }),
    ...(chosen !== undefined && held !== undefined && { chainAt: held }),
    ...(sort.value !== undefined && { sort: sort.value }),
    ...(grouping.value !== 'none' && { grouping: grouping.value }),
    pinned: pinned.value,
    opened: [...opened.value],
    folded: [...folded.value],
    filter: filter.value,
    ...(isTroubleOnly.value && { isTroubleOnly: true }),
    ...(marked !== undefined && {
      areaFrom: marked.from,
      areaTo: marked.to,
      ...(marked.rows && { areaRows: marked.rows }),
    }),
    ...(isWide.value && { isWide: true }),
    notes: notes.value,
    language: language.value,
    theme: themeName.value,
  };
}

/** The whole view as a link of any length. */
export function wholeLink(shown: Run): string {
  return writeLink(viewState(shown));
}

/** Why the link is not the whole view, if it is not. */
export function linkProblem(): MessageKey | undefined {
  const shown = run.value;
  if (shown === undefined) return undefined;
  const { source } = wayOf(shown);
  if (!isNamed.value(source) && packedOf(source) === undefined) return 'link.own';
  return wholeLink(shown).length > LONGEST_LINK ? 'link.tooLong' : undefined;
}

export interface LinkKeeper {
  readonly isNamed: (source: RunSource) => boolean;
  /** Opens another run than the shown one. */
  readonly open: (view: LinkState) => void;
}

/**
 * Writes the view into the address as it changes, a little later, so that playing does not write each frame. What the
 * reader would want to come back to is a step in the browser's history, moving about is not. An address that is changed
 * by hand is followed.
 */
export function keepLink(keeper: LinkKeeper): void {
  const state: { timer: number | undefined; step: string } = { timer: undefined, step: '' };
  isNamed.value = keeper.isNamed;
  packUnnamed();
  effect(() => {
    const shown = run.value;
    if (shown === undefined || shown.isUnderWay) return;
    const now = viewState(shown);
    clearTimeout(state.timer);
    state.timer = window.setTimeout(() => {
      const step = stepOf(now);
      const isStep = state.step !== '' && step !== state.step;
      state.step = step;
      if (isStep) history.pushState(undefined, '', writeShortLink(now));
      else history.replaceState(undefined, '', writeShortLink(now));
    }, LINK_MILLIS);
  });
  addEventListener('popstate', () => {
    const shown = run.value;
    const view = readLink(location.hash);
    clearTimeout(state.timer);
    state.step = stepOf(view);
    const known = shown === undefined ? undefined : branchOf(shown, view);
    if (known === undefined) keeper.open(view);
    else void switchTo(known.id).then(() => showView(known.run, view));
  });
}

/** The branch at hand that a link is about. */
function branchOf(shown: Run, view: LinkState): Branch | undefined {
  const { source } = wayOf(shown);
  const isHere = view.scenario === scenarioName(source.main) && view.own === packedOf(source);
  if (!isHere || view.seed !== shown.source.seed) return undefined;
  const wanted = (view.acts ?? []).map(actText).join('\n');
  return branches.value.find((each) => {
    const way = wayTo(each);
    return way?.root.run.source === source && way.acts.map(actText).join('\n') === wanted;
  });
}

/** Packs the files of each run that a link cannot name. */
function packUnnamed(): void {
  effect(() => {
    const shown = run.value;
    if (shown === undefined || shown.isUnderWay) return;
    const { source } = wayOf(shown);
    if (isNamed.value(source) || packed.peek()?.source === source) return;
    void packNeeded(source).then((text) => {
      if (run.peek() === shown) packed.value = { source, text };
    });
  });
}

/** Only what the run is made of: a branch has all files of what it branched from. */
async function packNeeded(source: RunSource): Promise<string | undefined> {
  if (source.saved !== undefined) return undefined;
  const files = await engine.value?.ask('needed', source);
  return packSource({ ...source, files: files ?? source.files });
}

function stepOf({ scenario, seed, acts = [], selected, tab }: LinkState): string {
  return `${scenario} ${seed} ${acts.map(actText).join()} ${selected} ${tab}`;
}
