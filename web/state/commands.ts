// The registry of keys: each with what it does and the words that the help shows. Single keys act unless a field is
// being typed in or a modifier is held.

import { type Signal, signal } from '@preact/signals';
import type { MessageKey } from '../i18n/en.ts';
import { fitAll, fitSelection, stepCause, stepEvent, stepOnTrack, stepOut, stepRow } from './actions.ts';
import { togglePlay } from './play.ts';
import { isDockOpen } from './preferences.ts';
import { type DrawerTab, drawerTab, selection } from './selection.ts';
import { allRange, cursor, goTo, panBy, range, setRange, zoomBy } from './view.ts';

export const isHelpOpen: Signal<boolean> = signal(false);

export interface Command {
  /** As `KeyboardEvent.key` gives them, lower case. */
  readonly keys: readonly string[];
  readonly run: () => void;
}

export interface CommandGroup {
  /** As the help prints the keys. */
  readonly shown: readonly string[];
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

function openDetails(): void {
  document.querySelector<HTMLElement>('[data-focus="details"]')?.focus();
}

export const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    shown: ['W', 'S', '+', '−'],
    help: 'help.zoom',
    commands: [
      { keys: ['w', '+', '='], run: () => zoomKey(1 / 1.4) },
      { keys: ['s', '-'], run: () => zoomKey(1.4) },
    ],
  },
  {
    shown: ['A', 'D', '←', '→', 'Home', 'End'],
    help: 'help.pan',
    commands: [
      { keys: ['a', 'arrowleft'], run: () => panBy(-0.15) },
      { keys: ['d', 'arrowright'], run: () => panBy(0.15) },
      { keys: ['home'], run: () => showEnd(-1) },
      { keys: ['end'], run: () => showEnd(1) },
    ],
  },
  {
    shown: ['↑', '↓'],
    help: 'help.rows',
    commands: [
      { keys: ['arrowup'], run: () => stepRow(-1) },
      { keys: ['arrowdown'], run: () => stepRow(1) },
    ],
  },
  {
    shown: ['.', ','],
    help: 'help.track',
    commands: [
      { keys: ['.'], run: () => stepOnTrack(1) },
      { keys: [','], run: () => stepOnTrack(-1) },
    ],
  },
  {
    shown: ['[', ']'],
    help: 'help.causes',
    commands: [
      { keys: ['['], run: () => stepCause(-1) },
      { keys: [']'], run: () => stepCause(1) },
    ],
  },
  {
    shown: ['F', '0'],
    help: 'help.fit',
    commands: [
      { keys: ['f'], run: fitSelection },
      { keys: ['0'], run: fitAll },
    ],
  },
  { shown: ['Space'], help: 'help.play', commands: [{ keys: [' '], run: togglePlay }] },
  {
    shown: ['N', 'B'],
    help: 'help.events',
    commands: [
      { keys: ['n'], run: () => stepEvent(1) },
      { keys: ['b'], run: () => stepEvent(-1) },
    ],
  },
  { shown: ['Enter'], help: 'help.enter', commands: [{ keys: ['enter'], run: openDetails }] },
  {
    shown: ['1', '2', '3'],
    help: 'help.tabs',
    commands: [
      { keys: ['1'], run: showTab('why') },
      { keys: ['2'], run: showTab('describe') },
      { keys: ['3'], run: showTab('yaml') },
    ],
  },
  {
    shown: ['Q'],
    help: 'help.panels',
    commands: [
      {
        keys: ['q'],
        run: () => {
          selection.value = undefined;
        },
      },
      {
        keys: ['shift+q'],
        run: () => {
          isDockOpen.value = !isDockOpen.value;
        },
      },
    ],
  },
  {
    shown: ['?'],
    help: 'help.help',
    commands: [
      {
        keys: ['?'],
        run: () => {
          isHelpOpen.value = !isHelpOpen.value;
        },
      },
    ],
  },
  {
    shown: ['Esc'],
    help: 'help.escape',
    commands: [
      {
        keys: ['escape'],
        run: () => {
          if (isHelpOpen.value) isHelpOpen.value = false;
          else stepOut();
        },
      },
    ],
  },
];

const BY_KEY: ReadonlyMap<string, Command> = new Map(
  COMMAND_GROUPS.flatMap((group) => group.commands).flatMap((command) => command.keys.map((key) => [key, command])),
);

/** What a key does here and now; `undefined` where the key belongs to the browser or to a control. */
export function commandFor(event: {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly target: EventTarget | null;
}): Command | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const key = event.key.toLowerCase();
  const { target } = event;
  if (target instanceof Element && key !== 'escape') {
    if (target.closest('input, select, textarea, [role="slider"], [role="separator"]') !== null) return undefined;
    const isControl = target.closest('button, a, [role="tab"]') !== null;
    if (isControl && (key === ' ' || key === 'enter')) return undefined;
  }
  return BY_KEY.get(event.shiftKey && key === 'q' ? 'shift+q' : key);
}
