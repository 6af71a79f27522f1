// Puts the page into an element, with whoever answers its questions: the worker on the real page, a fake in tests.
// Reads the view from the link first, and keeps the link up to date afterwards.

import { batch, effect } from '@preact/signals';
import { render } from 'preact';
import type { Timeline } from '../src/report/timeline-model.ts';
import { App } from './app.tsx';
import { language } from './i18n/i18n.ts';
import type { Engine, RunSource } from './protocol.ts';
import { revealObject, select } from './state/actions.ts';
import { filter, folded, grouping, opened, pinned, sort } from './state/arrangement.ts';
import { axisChoice } from './state/axis.ts';
import { type LinkState, readLink, writeShortLink } from './state/link.ts';
import { firstMoment } from './state/moments.ts';
import { isDockOpen, isLanguage, isTheme, startPreferences, themeName } from './state/preferences.ts';
import { engine, openRun, type Run, run } from './state/run.ts';
import { drawerTab, selectedId, selection } from './state/selection.ts';
import { area, cursor, isNarrow, range, scrollY } from './state/view.ts';
import { isLarge } from './timeline/layout.ts';

export interface Sources {
  /** Names of the scenarios to choose from. */
  readonly names: readonly string[];
  /** The one to begin with, unless the link names another. */
  readonly first: string;
  readonly source: (name: string) => RunSource | undefined;
}

const LINK_MILLIS = 300;

export function mount(root: HTMLElement, answering: Engine, sources: Sources): void {
  engine.value = answering;
  const link = readLink(location.hash);
  startPreferences();
  if (isLanguage(link.language)) language.value = link.language;
  if (isTheme(link.theme)) themeName.value = link.theme;
  isDockOpen.value = themeName.value !== 'projector';
  const open = (name: string, view: LinkState): void => {
    const source = sources.source(name);
    if (source === undefined) return;
    const seeded = view.seed === undefined ? source : { ...source, seed: view.seed };
    void openRun(seeded, (timeline) => showAt(timeline, view));
  };
  render(
    <App
      scenarios={sources.names}
      onChoose={(name) => open(name, {})}
      onSeed={(seed) => {
        const shown = run.value;
        if (shown !== undefined) open(shown.source.main, { ...linkState(shown), seed });
      }}
      onCopyLink={() => void navigator.clipboard.writeText(location.href)}
    />,
    root,
  );
  const named = link.scenario === undefined ? undefined : `${link.scenario}.yaml`;
  effect(() => {
    if (run.value !== undefined) requestAnimationFrame(() => revealObject(selectedId() ?? ''));
  });
  open(named !== undefined && sources.source(named) !== undefined ? named : sources.first, link);
  keepLink();
}

/** Sets the view of a run before it is shown. */
function showAt(timeline: Timeline, view: LinkState): void {
  batch(() => {
    const { cursor: at, from, to, areaFrom, areaTo, selected, tab } = view;
    range.value = from !== undefined && to !== undefined ? { from, to } : { from: 0, to: timeline.until };
    cursor.value = Math.min(at ?? firstMoment(timeline), timeline.until);
    area.value = areaFrom !== undefined && areaTo !== undefined ? { from: areaFrom, to: areaTo } : undefined;
    scrollY.value = 0;
    folded.value = new Set(view.folded ?? (isNarrow.value || isLarge(timeline) ? ['group/control'] : []));
    pinned.value = view.pinned ?? [];
    opened.value = new Set(view.opened ?? []);
    sort.value = view.sort;
    grouping.value = view.grouping ?? 'none';
    filter.value = view.filter ?? '';
    axisChoice.value = view.axis ?? 'linear';
    if (tab !== undefined) drawerTab.value = tab;
    selection.value = undefined;
    if (selected !== undefined) select({ kind: 'object', id: selected });
  });
}

/** The view as it is now, as far as it is not what every run begins with. */
function linkState(shown: Run): LinkState {
  const selected = selectedId();
  const { from, to } = range.value;
  const isWhole = from <= 0 && to >= shown.timeline.until;
  const marked = area.value;
  return {
    scenario: shown.source.main.replace(/\.ya?ml$/, ''),
    ...(shown.source.seed !== undefined && { seed: shown.source.seed }),
    cursor: cursor.value,
    ...(!isWhole && { from, to }),
    ...(axisChoice.value !== 'linear' && { axis: axisChoice.value }),
    ...(selected !== undefined && { selected, tab: drawerTab.value }),
    ...(sort.value !== undefined && { sort: sort.value }),
    ...(grouping.value !== 'none' && { grouping: grouping.value }),
    pinned: pinned.value,
    opened: [...opened.value],
    folded: [...folded.value],
    filter: filter.value,
    ...(marked !== undefined && { areaFrom: marked.from, areaTo: marked.to }),
    language: language.value,
    theme: themeName.value,
  };
}

/**
 * Writes the view into the address as it changes, a little later, so that playing does not write each frame. What the
 * reader would want to come back to is a step in the browser's history, moving about is not.
 */
function keepLink(): void {
  const state: { timer: number | undefined; step: string } = { timer: undefined, step: '' };
  effect(() => {
    const shown = run.value;
    if (shown === undefined) return;
    const now = linkState(shown);
    clearTimeout(state.timer);
    state.timer = window.setTimeout(() => {
      const step = `${now.scenario} ${now.seed} ${now.selected} ${now.tab}`;
      const isStep = state.step !== '' && step !== state.step;
      state.step = step;
      if (isStep) history.pushState(undefined, '', writeShortLink(now));
      else history.replaceState(undefined, '', writeShortLink(now));
    }, LINK_MILLIS);
  });
  addEventListener('popstate', () => {
    const shown = run.value;
    const view = readLink(location.hash);
    if (shown === undefined || view.scenario !== shown.source.main.replace(/\.ya?ml$/, '')) return;
    state.step = `${view.scenario} ${view.seed} ${view.selected} ${view.tab}`;
    showAt(shown.timeline, view);
  });
}
