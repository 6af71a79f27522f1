// All commands by their words, for the palette: those of the keys, and what has no key of its own (themes, axes,
// orders, exports).

import type { MessageKey } from '../i18n/en.ts';
import { language, speak, t } from '../i18n/i18n.ts';
import type { NodeGrouping } from '../timeline/layout.ts';
import type { NodeSort } from '../timeline/node-order.ts';
import { grouping, sort } from './arrangement.ts';
import { axisChoice } from './axis.ts';
import { AXES } from './axis-choice.ts';
import { COMMAND_GROUPS } from './commands.ts';
import type { Answer } from './finder.ts';
import { keyLabel, pressedKey } from './keymap.ts';
import { themeName, wheelManner } from './preferences.ts';

interface Unkeyed {
  readonly words: readonly MessageKey[];
  readonly run: () => void;
}

const THEMES = [
  ['light', 'app.themeLight'],
  ['dark', 'app.themeDark'],
  ['projector', 'app.themeProjector'],
] as const;

const SORTS: readonly NodeSort[] = ['name', 'worst', 'first'];
const GROUPINGS: readonly NodeGrouping[] = ['none', 'zone', 'pool', 'owner', 'namespace'];

/** Commands without a key. More are added by whoever can carry them out. */
const UNKEYED: Unkeyed[] = [
  ...AXES.map(
    (axis): Unkeyed => ({
      words: ['axis.label', `axis.${axis}`],
      run: () => {
        axisChoice.value = axis;
      },
    }),
  ),
  ...SORTS.map(
    (name): Unkeyed => ({
      words: ['sort.label', `sort.${name}`],
      run: () => {
        sort.value = name;
      },
    }),
  ),
  ...GROUPINGS.map(
    (name): Unkeyed => ({
      words: ['group.label', `group.${name}`],
      run: () => {
        grouping.value = name;
      },
    }),
  ),
  ...THEMES.map(
    ([name, key]): Unkeyed => ({
      words: ['app.theme', key],
      run: () => {
        themeName.value = name;
      },
    }),
  ),
  ...(['modern', 'classic'] as const).map(
    (manner): Unkeyed => ({
      words: ['wheel.label', `wheel.${manner}`],
      run: () => {
        wheelManner.value = manner;
      },
    }),
  ),
  {
    words: ['app.language', 'app.otherLanguage'],
    run: () => void speak(language.value === 'en' ? 'zh' : 'en'),
  },
];

/** Adds a command that has no key. */
export function addCommand(words: readonly MessageKey[], run: () => void): void {
  UNKEYED.push({ words, run });
}

export function paletteEntries(): readonly Answer[] {
  const keyed = COMMAND_GROUPS.flatMap(({ commands }) =>
    commands.flatMap(({ label, keys, run }): Answer[] => {
      if (label === undefined) return [];
      return [{ key: label, text: t(label), note: keyLabel(pressedKey(keys[0] ?? '')), run }];
    }),
  );
  const others = UNKEYED.map(({ words, run }): Answer => {
    return { key: words.join(), text: words.map((word) => t(word)).join(': '), note: '', run };
  });
  return [...keyed, ...others];
}
