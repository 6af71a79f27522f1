// Puts the page into an element, with whoever answers its questions: the worker on the real page, a fake in tests.
// Reads the view from the link first, and keeps the link up to date afterwards.

import { batch, effect } from '@preact/signals';
import { render } from 'preact';
import type { Timeline } from '../src/report/timeline-model.ts';
import { App } from './app.tsx';
import { language } from './i18n/i18n.ts';
import type { Engine, RunSource } from './protocol.ts';
import { revealObject, select } from './state/actions.ts';
import { folded } from './state/arrangement.ts';
import { type LinkState, readLink, writeLink } from './state/link.ts';
import { firstMoment } from './state/moments.ts';
import { isLanguage, isTheme, startPreferences, themeName } from './state/preferences.ts';
import { engine, openRun, run } from './state/run.ts';
import { drawerTab, selectedId, selection } from './state/selection.ts';
import { cursor, isNarrow, range, scrollY } from './state/view.ts';
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
  const open = (name: string, view: LinkState): void => {
    const source = sources.source(name);
    if (source !== undefined) void openRun(source, (timeline) => showAt(timeline, view));
  };
  render(
    <App
      scenarios={sources.names}
      onChoose={(name) => open(name, {})}
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
    const { cursor: at, from, to, selected, tab } = view;
    range.value = from !== undefined && to !== undefined ? { from, to } : { from: 0, to: timeline.until };
    cursor.value = Math.min(at ?? firstMoment(timeline), timeline.until);
    scrollY.value = 0;
    folded.value = new Set(isNarrow.value || isLarge(timeline) ? ['group/control'] : []);
    if (tab !== undefined) drawerTab.value = tab;
    selection.value = undefined;
    if (selected !== undefined) select({ kind: 'object', id: selected });
  });
}

/** Writes the view into the address as it changes, a little later, so that playing does not write each frame. */
function keepLink(): void {
  const state: { timer: number | undefined } = { timer: undefined };
  effect(() => {
    const shown = run.value;
    if (shown === undefined) return;
    const selected = selectedId();
    const { from, to } = range.value;
    const isWhole = from <= 0 && to >= shown.timeline.until;
    const link = writeLink({
      scenario: shown.source.main.replace(/\.ya?ml$/, ''),
      cursor: cursor.value,
      ...(!isWhole && { from, to }),
      ...(selected !== undefined && { selected, tab: drawerTab.value }),
      language: language.value,
      theme: themeName.value,
    });
    clearTimeout(state.timer);
    state.timer = window.setTimeout(() => history.replaceState(undefined, '', link), LINK_MILLIS);
  });
}
