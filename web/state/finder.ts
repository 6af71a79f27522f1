// The field that finds things: by name (`/`), by kind (`:`), or any command (Ctrl+K). It says what is asked and what
// answers; the view only draws it.

import { computed, type ReadonlySignal } from '@preact/signals';
import { type KindInfo, kindOfWord } from '../../src/model/kinds.ts';
import { t } from '../i18n/i18n.ts';
import { readout } from '../timeline/ticks.ts';
import { visit } from './actions.ts';
import { filter } from './arrangement.ts';
import { type Found, findObjects, type Others, trackIds } from './find-results.ts';
import { finderMode, query } from './finder-mode.ts';
import { kindsOfRun, names } from './object-names.ts';
import { paletteEntries } from './palette.ts';
import { timeline } from './run.ts';
import { objectName, selectionOf, selectionText } from './selection.ts';
import { showTable } from './table.ts';
import { cursor, goTo } from './view.ts';
import { flagWord } from './words.ts';

/** A line of the list: an object or a command. */
export interface Answer {
  readonly key: string;
  readonly text: string;
  readonly note: string;
  readonly run: () => void;
}

const MOST_ANSWERS = 50;
const MOST_HITS = 200;

/** What the timeline does not name: actions and faults in the page's words, objects without a track. */
export const others: ReadonlySignal<Others> = computed(() => {
  const tracks = timeline.value === undefined ? new Set() : trackIds(timeline.value);
  const found = names.value
    .filter(({ id }) => !tracks.has(id))
    .map(({ id, at }): Found => ({ id, at, ...objectName(id) }));
  const flags = (timeline.value?.flags ?? []).map((flag): Found => {
    return { id: selectionText({ kind: 'flag', flag }), kind: '', name: flagWord(flag), namespace: '', at: flag.at };
  });
  return { found: [...flags, ...found], kinds: kindsOfRun.value.filter(({ custom }) => custom !== undefined) };
});

function objects(word: string, most: number): readonly Found[] {
  const shown = timeline.value;
  return shown === undefined ? [] : findObjects(shown, word, most, others.value);
}

export const answers: ReadonlySignal<readonly Answer[]> = computed(() => {
  const found = objects(query.value, MOST_ANSWERS).map(objectAnswer);
  const word = query.value.trim().toLowerCase();
  const first =
    finderMode.value === 'commands'
      ? paletteEntries().filter(({ text }) => text.toLowerCase().includes(word))
      : kindAnswers(word);
  return [...first, ...found];
});

/** The moments of what is found, for the marks on the minimap. */
export const hits: ReadonlySignal<readonly number[]> = computed(() => {
  const word = finderMode.value === undefined ? filter.value : query.value;
  if (word.trim().replace(/^:/, '') === '') return [];
  return objects(word, MOST_HITS).map(({ at }) => at);
});

/** The tables that `:po` goes to; those that a beginning may mean, all of the run after the colon alone. */
function kindAnswers(text: string): readonly Answer[] {
  const [, word] = /^:(\S*)$/.exec(text) ?? [];
  if (word === undefined) return [];
  const exact = kindOfWord(word, others.value.kinds);
  const isMeant = ({ plural, shortNames }: KindInfo): boolean =>
    [plural, ...shortNames].some((name) => name.startsWith(word));
  const meant = exact === undefined ? kindsOfRun.value.filter(isMeant) : [exact];
  return meant.map(({ kind, plural, shortNames }): Answer => {
    const text = [plural, ...shortNames].join(' · ');
    return { key: `table/${kind}`, text, note: t('dock.label'), run: () => showTable(kind) };
  });
}

function objectAnswer(found: Found): Answer {
  const { kind, name, namespace, id, at } = found;
  const text = kind === '' ? name : `${kind} ${name}`;
  const shown = timeline.value;
  const chosen = shown && selectionOf(id, shown);
  const run = (): void => {
    if (chosen !== undefined) visit(chosen);
    if (chosen?.kind === 'object' && cursor.value < at) goTo(at);
  };
  const place = chosen?.kind === 'flag' ? `t=${readout(at)}` : t('find.cluster');
  return { key: `${kind}/${id}/${name}`, text, note: namespace === '' ? place : namespace, run };
}
