// Puts the page into an element, with whoever answers its questions: the worker on the real page, a fake in tests.
// Reads the view from the link first, and keeps the link up to date afterwards.

import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { speak, t } from './i18n/i18n.ts';
import type { Engine, RunSource } from './protocol.ts';
import { revealObject } from './state/actions.ts';
import { branchOffAll, openRoot } from './state/branches.ts';
import { filesChanged } from './state/disk.ts';
import { type LinkState, readLink, scenarioName } from './state/link.ts';
import { openProblem, showOwnRunsWith } from './state/own-files.ts';
import { unpackSource } from './state/packed-source.ts';
import {
  isDockOpen,
  isLanguage,
  isTheme,
  preferredLanguage,
  startPreferences,
  themeName,
} from './state/preferences.ts';
import { engine, run } from './state/run.ts';
import { selectedId, selection } from './state/selection.ts';
import { keepLink, showView, viewState } from './state/view-link.ts';

export interface Sources {
  /** Hears when the files of the one to begin with have changed. */
  readonly onChange?: (changed: (source: RunSource) => void) => void;
  /** Names of the scenarios to choose from. */
  readonly names: readonly string[];
  /** The one to begin with, unless the link names another. */
  readonly first: string;
  /** The same files each time. */
  readonly source: (name: string) => Promise<RunSource | undefined>;
}

function seeded(source: RunSource, { seed }: LinkState): RunSource {
  return seed === undefined ? source : { ...source, seed };
}

/** What is said of a link: that what it names is not here, and what of it is not understood. */
function linkProblems({ scenario, own, unread = [] }: LinkState, isHere: boolean): string {
  const isDead = !isHere && (scenario !== undefined || own !== undefined);
  const bad = isDead && scenario === undefined ? ['y=…', ...unread] : unread;
  return [
    ...(isDead && scenario !== undefined ? [t('link.dead', { name: scenario })] : []),
    ...(bad.length === 0 ? [] : [t('link.unread', { list: bad.join(' ') })]),
  ].join(' ');
}

export async function mount(root: HTMLElement, answering: Engine, sources: Sources): Promise<void> {
  engine.value = answering;
  const link = readLink(location.hash);
  await speak(isLanguage(link.language) ? link.language : preferredLanguage());
  startPreferences();
  showOwnRunsWith((opened) => showView(opened, {}));
  if (isTheme(link.theme)) themeName.value = link.theme;
  isDockOpen.value = themeName.value !== 'projector';
  const filesByName = new Map<string, RunSource['files']>();
  const open = async (name: string, view: LinkState): Promise<void> => {
    const source = await sources.source(name);
    if (source === undefined) return;
    filesByName.set(source.main, source.files);
    await openRoot(seeded(source, view), (opened) => showView(opened, view));
  };
  render(
    <App
      scenarios={sources.names}
      source={sources.source}
      onChoose={(name) => void open(name, {})}
      onSeed={(seed) => {
        const shown = run.value;
        if (shown === undefined) return;
        const view = viewState(shown);
        void openRoot({ ...shown.source, seed }, (opened) => showView(opened, view));
      }}
    />,
    root,
  );
  /** What a link names; `undefined` for what there is not. */
  const named = (view: LinkState): string | undefined =>
    [sources.first, ...sources.names].find((name) => scenarioName(name) === view.scenario);
  effect(() => {
    if (run.value !== undefined) requestAnimationFrame(() => revealObject(selectedId() ?? ''));
  });
  const openLink = async (view: LinkState, otherwise?: string): Promise<void> => {
    const own = view.own === undefined ? undefined : await unpackSource(view.own);
    const name = named(view) ?? otherwise;
    openProblem.value = linkProblems(view, own !== undefined || named(view) !== undefined);
    if (own !== undefined) await openRoot(seeded(own, view), (opened) => showView(opened, view));
    else if (name !== undefined) await open(name, view);
    if (own === undefined && named(view) === undefined) return;
    if (view.selected !== undefined && selection.value === undefined && run.value?.isUnderWay !== true) {
      openProblem.value = linkProblems({ ...view, unread: [...(view.unread ?? []), `sel=${view.selected}`] }, true);
    }
    const [problem] = await branchOffAll(view.acts ?? []);
    if (problem !== undefined) openProblem.value = problem.text;
  };
  void openLink(link, sources.first);
  sources.onChange?.((source) => {
    filesByName.set(source.main, source.files);
    void filesChanged(source);
  });
  keepLink({
    isNamed: (source) => filesByName.get(source.main) === source.files,
    open: (view) => void openLink(view),
  });
}
