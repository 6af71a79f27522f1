// The field that finds things: by name (`/`), by kind (`:`), or any command (Ctrl+K). It says what is asked and what
// answers; the view only draws it.

import { computed, type ReadonlySignal } from '@preact/signals';
import { t } from '../i18n/i18n.ts';
import { selectObject } from './actions.ts';
import { filter } from './arrangement.ts';
import { type Found, findObjects } from './find-results.ts';
import { finderMode, query } from './finder-mode.ts';
import { paletteEntries } from './palette.ts';
import { timeline } from './run.ts';
import { cursor, goTo } from './view.ts';

/** A line of the list: an object or a command. */
export interface Answer {
  readonly key: string;
  readonly text: string;
  readonly note: string;
  readonly run: () => void;
}

const MOST_ANSWERS = 50;

export const answers: ReadonlySignal<readonly Answer[]> = computed(() => {
  const shown = timeline.value;
  const objects = shown === undefined ? [] : findObjects(shown, query.value, MOST_ANSWERS).map(objectAnswer);
  if (finderMode.value !== 'commands') return objects;
  const word = query.value.trim().toLowerCase();
  const commands = paletteEntries().filter(({ text }) => text.toLowerCase().includes(word));
  return [...commands, ...objects].slice(0, MOST_ANSWERS);
});

/** The moments of what is found, for the marks on the minimap. */
export const hits: ReadonlySignal<readonly number[]> = computed(() => {
  const shown = timeline.value;
  const word = finderMode.value === undefined ? filter.value : query.value;
  if (shown === undefined || word.trim().replace(/^:/, '') === '') return [];
  return findObjects(shown, word, 200).map(({ at }) => at);
});

function objectAnswer(found: Found): Answer {
  const { kind, name, namespace, id, at } = found;
  const text = kind === '' ? name : `${kind} ${name}`;
  const run = (): void => {
    selectObject(id);
    if (kind === 'Event') goTo(at);
    else if (cursor.value < at) goTo(at);
  };
  return { key: `${kind}/${id}/${name}`, text, note: namespace === '' ? t('find.cluster') : namespace, run };
}
