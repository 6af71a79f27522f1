// The page: header, timeline with its tree, drawer, dock, status bar. It starts what follows signals (keys, player,
// questions to the engine) once, and puts the parts in their places.

import { effect } from '@preact/signals';
import type { FunctionComponent, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from './i18n/i18n.ts';
import type { RunSource } from './protocol.ts';
import { startAct } from './state/act.ts';
import { decision, startAnswers } from './state/answers.ts';
import { startArea } from './state/area.ts';
import { startAround } from './state/around.ts';
import { startAxis } from './state/axis.ts';
import { startCommandOutput } from './state/command-output.ts';
import { commandFor, isFidelityOpen, isGlossaryOpen, isHelpOpen } from './state/commands.ts';
import { isDetailsTab } from './state/details-tab.ts';
import { draft } from './state/editor.ts';
import { startKeymap } from './state/keymap.ts';
import { scenarioName } from './state/link.ts';
import { startNames } from './state/object-names.ts';
import { addCommand } from './state/palette.ts';
import { startPlayer } from './state/play.ts';
import { isTwinShown, rem, sizes } from './state/preferences.ts';
import { phase, run } from './state/run.ts';
import { drawerTab } from './state/selection.ts';
import { startStory } from './state/story.ts';
import { startTipCause } from './state/tip-cause.ts';
import { hasDetails, isLow, isNarrow, isPhone } from './state/view.ts';
import { ActBar } from './views/act-bar.tsx';
import { BranchBar } from './views/branch-bar.tsx';
import { Caption } from './views/caption.tsx';
import { Corner } from './views/corner.tsx';
import { Dock } from './views/dock.tsx';
import { Drawer } from './views/drawer.tsx';
import { EmptyState } from './views/empty-state.tsx';
import { registerExports } from './views/exports.ts';
import { Finder } from './views/finder.tsx';
import { keepFocus } from './views/focus-keeper.ts';
import { Header } from './views/header.tsx';
import { Legend } from './views/legend.tsx';
import { Live } from './views/live.tsx';
import { NoteEditor } from './views/note-editor.tsx';
import { Notices } from './views/notices.tsx';
import { onDemand } from './views/on-demand.tsx';
import { DropPlace } from './views/own-controls.tsx';
import { RerunNote } from './views/rerun-note.tsx';
import { Splitter } from './views/splitter.tsx';
import { Stage } from './views/stage.tsx';
import { StatusBar } from './views/status-bar.tsx';
import { Tree } from './views/tree.tsx';

const EditorView: FunctionComponent = onDemand(async () => (await import('./views/editor-view.tsx')).EditorView);
const Fidelity: FunctionComponent = onDemand(async () => (await import('./views/fidelity.tsx')).Fidelity);
const Glossary: FunctionComponent = onDemand(async () => (await import('./views/glossary.tsx')).Glossary);
const Help: FunctionComponent = onDemand(async () => (await import('./views/help.tsx')).Help);
const Phone: FunctionComponent = onDemand(async () => (await import('./views/phone.tsx')).Phone);

interface AppProps {
  readonly scenarios: readonly string[];
  readonly source: (name: string) => Promise<RunSource | undefined>;
  readonly onChoose: (name: string) => void;
  readonly onSeed: (seed: string) => void;
}

export function App(props: AppProps): JSX.Element {
  useEffect(() => {
    startAnswers();
    startAct();
    startCommandOutput();
    startPlayer();
    startAround();
    startArea();
    startAxis();
    startStory();
    startTipCause();
    startKeymap();
    startNames();
    registerExports();
    for (const name of props.scenarios) addCommand(['app.scenario'], () => props.onChoose(name), scenarioName(name));
    addEventListener('keydown', onKey);
    addEventListener('change', letGoOfList);
    const stopKeeping = keepFocus();
    const stop = effect(() => {
      isDetailsTab.value = hasDetails.value;
    });
    return () => {
      stop();
      stopKeeping();
      removeEventListener('keydown', onKey);
      removeEventListener('change', letGoOfList);
    };
  }, []);
  return (
    <div class={`app ${isPhone.value ? 'app-phone' : ''} ${isPhone.value && isLow.value ? 'app-low' : ''}`}>
      <SkipLinks />
      <Header {...props} />
      {draft.value === undefined ? <Caption /> : null}
      <BranchBar />
      <ActBar />
      {draft.value === undefined ? <Tracks {...props} /> : <EditorView />}
      <StatusBar />
      {isHelpOpen.value ? <Help /> : null}
      {isFidelityOpen.value ? <Fidelity /> : null}
      {isGlossaryOpen.value ? <Glossary /> : null}
      <Finder />
      <NoteEditor />
      <DropPlace />
      <RerunNote />
      <Live />
    </div>
  );
}

function Tracks(props: AppProps): JSX.Element {
  if (run.value === undefined && phase.value.name === 'empty') return <EmptyState {...props} />;
  if (!isPhone.value) return <Panels />;
  return (
    <main class="main">
      <Phone />
    </main>
  );
}

/** Timeline with its tree, drawer and dock, in the order in which the Tab key visits them. */
function Panels(): JSX.Element {
  const hasDrawer = !isNarrow.value && hasDetails.value;
  const columns = hasDrawer ? `minmax(22.5rem, 1fr) ${rem(drawerWidth())}` : 'minmax(22.5rem, 1fr)';
  return (
    <main class="main panels" style={{ gridTemplateColumns: columns }}>
      <div class="work">
        <div
          class={isTwinShown.value ? 'board board-twin' : 'board'}
          style={{ '--tree': rem(sizes.value.tree), gridTemplateColumns: 'var(--tree) minmax(0, 1fr)' }}
        >
          <div class="board-side">
            <div class="side-scaled">
              <Corner />
              {isTwinShown.value ? null : <Tree />}
            </div>
            <Splitter panel="tree" />
          </div>
          <Stage />
        </div>
        <Legend />
        <Notices />
      </div>
      {hasDrawer ? (
        <div class="drawer-place">
          <Splitter panel="drawer" />
          <Drawer />
        </div>
      ) : null}
      <Dock />
    </main>
  );
}

/** The matrix of a pod without a node needs more room. */
function drawerWidth(): number {
  const { drawer, matrix } = sizes.value;
  const seen = decision.value;
  const hasMatrix = drawerTab.value === 'why' && seen !== undefined && seen.result !== 'scheduled';
  return hasMatrix ? Math.max(drawer, matrix) : drawer;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const command = commandFor(event);
  if (command === undefined) return;
  event.preventDefault();
  command.run();
}

/** A list that was chosen from by pointer does not keep the keys. */
function letGoOfList({ target }: Event): void {
  if (target instanceof HTMLSelectElement && !target.matches(':focus-visible')) target.blur();
}

function SkipLinks(): JSX.Element {
  return (
    <nav class="skip-links">
      <button type="button" onClick={focusOn('.tree-scroll')}>
        {t('app.skipTimeline')}
      </button>
      <button type="button" onClick={focusOn('[data-focus="details"]')}>
        {t('app.skipDetails')}
      </button>
      <button type="button" onClick={focusOn('.dock .tab')}>
        {t('app.skipTable')}
      </button>
    </nav>
  );
}

function focusOn(selector: string): () => void {
  return () => {
    document.querySelector<HTMLElement>(selector)?.focus();
  };
}
