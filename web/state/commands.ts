// The registry of keys: each with what it does and the words that the help shows. Single keys act unless a field is
// being typed in or a modifier is held.

import { type Signal, signal } from '@preact/signals';
import type { MessageKey } from '../i18n/en.ts';
import { actMode, closeAct, openAct } from './act.ts';
import {
  closeDetails,
  fitAll,
  fitSelection,
  stepCause,
  stepEvent,
  stepOnTrack,
  stepOut,
  stepRow,
  stepStory,
} from './actions.ts';
import { isTroubleOnly, togglePin } from './arrangement.ts';
import { goToParent } from './branches.ts';
import { closeEditor, draft } from './editor.ts';
import { openFinder } from './finder-mode.ts';
import { registeredKey } from './keymap.ts';
import { notedMoment } from './notes.ts';
import { editShown, pickerClick } from './own-files.ts';
import { togglePlay } from './play.ts';
import { isDockOpen, isTwinShown, themeName } from './preferences.ts';
import { type DrawerTab, drawerTab, selectedId } from './selection.ts';
import { allRange, cursor, goTo, panBy, range, setRange, zoomBy } from './view.ts';

export const isHelpOpen: Signal<boolean> = signal(false);
/** Whether the list of what is left out is shown. */
export const isFidelityOpen: Signal<boolean> = signal(false);

/** Whether the list of Kubernetes' words is shown. */
export const isGlossaryOpen: Signal<boolean> = signal(false);

export interface Command {
  /** As `KeyboardEvent.key` gives them, lower case; `ctrl+` before them for a held Control or Command key. */
  readonly keys: readonly string[];
  /** Other keys for the same, which need not be told. */
  readonly alsoKeys?: readonly string[];
  /** Its words in the palette; it is not there without. */
  readonly label?: MessageKey;
  readonly run: () => void;
}

export interface CommandGroup {
  readonly help: MessageKey;
  readonly commands: readonly Command[];
}

function zoomKey(factor: number): void {
  const { from, to } = range.value;
  const isInView = cursor.value >= from && cursor.value <= to;
  zoomBy(factor, isInView ? cursor.value : (from + to) / 2);
}

function showEnd(direction: 1 | -1): void {
  const whole = allRange();
  const span = range.value.to - range.value.from;
  setRange(direction === 1 ? { from: whole.to - span, to: whole.to } : { from: 0, to: span });
  goTo(direction === 1 ? whole.to : 0);
}

function showTab(tab: DrawerTab): () => void {
  return () => {
    drawerTab.value = tab;
  };
}

function toggle(what: Signal<boolean>): () => void {
  return () => {
    what.value = !what.value;
  };
}

function pinSelected(): void {
  const id = selectedId();
  if (id !== undefined) togglePin(id);
}

function writeNote(): void {
  notedMoment.value = cursor.value;
}

function escape(): void {
  if (isHelpOpen.value) isHelpOpen.value = false;
  else if (isFidelityOpen.value) isFidelityOpen.value = false;
  else if (isGlossaryOpen.value) isGlossaryOpen.value = false;
  else if (actMode.value !== undefined) closeAct();
  else if (draft.value !== undefined) closeEditor();
  else stepOut();
}

function openDetails(): void {
  document.querySelector<HTMLElement>('[data-focus="details"]')?.focus();
}

/** The drawer's tabs by their number; that of an area has none. */
const KEYED_TABS = ['why', 'describe', 'yaml', 'diff', 'events'] as const;

export const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    help: 'help.zoom',
    commands: [
      { keys: ['w', '+'], alsoKeys: ['='], label: 'zoom.in', run: () => zoomKey(1 / 1.4) },
      { keys: ['s', '-'], label: 'zoom.out', run: () => zoomKey(1.4) },
    ],
  },
  {
    help: 'help.pan',
    commands: [
      { keys: ['a', 'arrowleft'], label: 'command.earlier', run: () => panBy(-0.15) },
      { keys: ['d', 'arrowright'], label: 'command.later', run: () => panBy(0.15) },
      { keys: ['home'], label: 'command.start', run: () => showEnd(-1) },
      { keys: ['end'], label: 'command.end', run: () => showEnd(1) },
    ],
  },
  {
    help: 'help.rows',
    commands: [
      { keys: ['arrowup'], label: 'command.rowBefore', run: () => stepRow(-1) },
      { keys: ['arrowdown'], label: 'command.rowAfter', run: () => stepRow(1) },
    ],
  },
  {
    help: 'help.track',
    commands: [
      { keys: ['.'], label: 'command.trackNext', run: () => stepOnTrack(1) },
      { keys: [','], label: 'command.trackBack', run: () => stepOnTrack(-1) },
    ],
  },
  {
    help: 'help.causes',
    commands: [
      { keys: ['['], label: 'command.cause', run: () => stepCause(-1) },
      { keys: [']'], label: 'command.effect', run: () => stepCause(1) },
    ],
  },
  {
    help: 'help.fit',
    commands: [
      { keys: ['f'], label: 'command.fit', run: fitSelection },
      { keys: ['0'], label: 'command.all', run: fitAll },
    ],
  },
  { help: 'help.play', commands: [{ keys: [' '], label: 'play.play', run: togglePlay }] },
  {
    help: 'help.events',
    commands: [
      { keys: ['n'], label: 'play.on', run: () => stepEvent(1) },
      { keys: ['b'], label: 'play.back', run: () => stepEvent(-1) },
    ],
  },
  { help: 'help.enter', commands: [{ keys: ['enter'], label: 'command.details', run: openDetails }] },
  {
    help: 'help.find',
    commands: [
      { keys: ['/'], label: 'find.label', run: () => openFinder('find') },
      { keys: [':'], label: 'find.go', run: () => openFinder('go') },
      { keys: ['ctrl+k'], run: () => openFinder('commands') },
    ],
  },
  {
    help: 'help.arrange',
    commands: [
      { keys: ['!'], label: 'command.trouble', run: toggle(isTroubleOnly) },
      { keys: ['p'], label: 'command.pin', run: pinSelected },
    ],
  },
  { help: 'help.glossary', commands: [{ keys: ['g'], label: 'glossary.title', run: toggle(isGlossaryOpen) }] },
  { help: 'help.note', commands: [{ keys: ['m'], label: 'command.note', run: writeNote }] },
  {
    help: 'help.bring',
    commands: [
      { keys: ['o', 'ctrl+o'], label: 'command.open', run: () => pickerClick.value() },
      { keys: ['e'], label: 'command.edit', run: () => void editShown() },
    ],
  },
  {
    help: 'help.act',
    commands: [
      { keys: ['k'], label: 'command.act', run: () => openAct('kubectl') },
      { keys: ['x'], label: 'command.fault', run: () => openAct('fault') },
      { keys: ['u'], label: 'command.parent', run: () => void goToParent() },
    ],
  },
  {
    help: 'help.tabs',
    commands: KEYED_TABS.map((tab, index) => ({
      keys: [String(index + 1)],
      label: `command.${tab}` as const,
      run: showTab(tab),
    })),
  },
  {
    help: 'help.panels',
    commands: [
      { keys: ['q'], label: 'command.close', run: closeDetails },
      { keys: ['shift+q'], label: 'command.dock', run: toggle(isDockOpen) },
      { keys: ['t'], label: 'command.twin', run: toggle(isTwinShown) },
    ],
  },
  {
    help: 'help.presenter',
    commands: [
      { keys: ['pagedown'], label: 'command.storyNext', run: () => stepStory(1) },
      { keys: ['pageup'], label: 'command.storyBack', run: () => stepStory(-1) },
    ],
  },
  { help: 'help.help', commands: [{ keys: ['?'], label: 'app.help', run: toggle(isHelpOpen) }] },
  { help: 'help.escape', commands: [{ keys: ['escape'], run: escape }] },
];

/** In the projector's theme the point pauses, as on a presenter's remote control. */
const PRESENTER: Command = { keys: ['.'], run: togglePlay };

const BY_KEY: ReadonlyMap<string, Command> = new Map(
  COMMAND_GROUPS.flatMap((group) => group.commands).flatMap((command) =>
    [...command.keys, ...(command.alsoKeys ?? [])].map((key) => [key, command]),
  ),
);

/** What single keys still do while files are edited: the tracks are out of sight. */
const EDITOR_KEYS: ReadonlySet<string> = new Set(['escape', '?', 'o']);

function isOpen(list: HTMLSelectElement): boolean {
  return CSS.supports('selector(:open)') && list.matches(':open');
}

/** What a key does here and now; `undefined` where the key belongs to the browser or to a control. */
export function commandFor(event: {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly target: EventTarget | null;
}): Command | undefined {
  if (event.altKey) return undefined;
  const { target } = event;
  if (event.ctrlKey || event.metaKey) return BY_KEY.get(`ctrl+${event.key.toLowerCase()}`);
  const key = registeredKey(event.key.toLowerCase());
  if (key === undefined) return undefined;
  if (draft.value !== undefined && !EDITOR_KEYS.has(key)) return undefined;
  // Dialogs and menus close themselves, and nothing behind them acts.
  if (document.querySelector('dialog:modal') !== null) return undefined;
  if (key === 'escape' && target instanceof Element && target.closest('[popover]') !== null) return undefined;
  if (target instanceof Element && key !== 'escape') {
    if (target.closest('input, textarea, [role="slider"], [role="separator"]') !== null) return undefined;
    // A closed list keeps the keys that walk and open it; letters are the page's, not a choice by its first letter.
    if (target instanceof HTMLSelectElement && (key === ' ' || key.length > 1 || isOpen(target))) return undefined;
    if (target.closest('[data-keys="own"]') !== null) return undefined;
    const isControl = target.closest('button, a, [role="tab"]') !== null;
    // A row that was just chosen keeps the focus; Enter chooses it again, Space plays.
    const isChosenRow = key === ' ' && target.closest('.row-name[aria-pressed="true"]') !== null;
    if (isControl && !isChosenRow && (key === ' ' || key === 'enter')) return undefined;
  }
  if (key === '.' && themeName.value === 'projector') return PRESENTER;
  return BY_KEY.get(event.shiftKey && key === 'q' ? 'shift+q' : key);
}
