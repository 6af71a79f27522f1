// All commands by their words, for the palette: those of the keys, and what has no key of its own (themes, axes,
// orders, exports).

import type { MessageKey } from '../i18n/en.ts';
import { language, speak, t } from '../i18n/i18n.ts';
import type { NodeGrouping } from '../timeline/layout.ts';
import { isCompact } from '../timeline/metrics.ts';
import type { NodeSort } from '../timeline/node-order.ts';
import { NODE_USES } from '../timeline/node-use.ts';
import { clearFilter, grouping, nodeUse, sort } from './arrangement.ts';
import { axisChoice } from './axis.ts';
import { AXES } from './axis-choice.ts';
import { COMMAND_GROUPS, isFidelityOpen } from './commands.ts';
import { copyLink } from './copied-link.ts';
import type { Answer } from './finder.ts';
import { keyLabel, pressedKey } from './keymap.ts';
import { SPEEDS, speed } from './play.ts';
import { wheelManner } from './preferences.ts';
import { isWide } from './table.ts';
import { chooseTheme } from './theme-choice.ts';

interface Unkeyed {
  readonly words: readonly MessageKey[];
  /** What is no word of the page: a number, a name. */
  readonly value?: string;
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
      words: ['track.nodes', `group.${name}`],
      run: () => {
        grouping.value = name;
      },
    }),
  ),
  ...NODE_USES.map(
    (name): Unkeyed => ({
      words: ['nodeUse.label', `nodeUse.${name}`],
      run: () => {
        nodeUse.value = name;
      },
    }),
  ),
  ...([false, true] as const).map(
    (isChosen): Unkeyed => ({
      words: ['density.label', isChosen ? 'density.compact' : 'density.normal'],
      run: () => {
        isCompact.value = isChosen;
      },
    }),
  ),
  ...THEMES.map(
    ([name, key]): Unkeyed => ({
      words: ['app.theme', key],
      run: () => chooseTheme(name),
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
  ...SPEEDS.map(
    (factor): Unkeyed => ({
      words: ['play.speed'],
      value: `${factor}×`,
      run: () => {
        speed.value = factor;
      },
    }),
  ),
  {
    words: ['dock.wide'],
    run: () => {
      isWide.value = !isWide.value;
    },
  },
  {
    words: ['fidelity.title'],
    run: () => {
      isFidelityOpen.value = true;
    },
  },
  { words: ['filter.clear'], run: clearFilter },
  { words: ['app.copyLink'], run: () => void copyLink() },
  {
    words: ['app.language', 'app.otherLanguage'],
    run: () => void speak(language.value === 'en' ? 'zh' : 'en'),
  },
];

/** Adds a command that has no key. */
export function addCommand(words: readonly MessageKey[], run: () => void, value?: string): void {
  UNKEYED.push({ words, run, ...(value !== undefined && { value }) });
}

export function paletteEntries(): readonly Answer[] {
  const keyed = COMMAND_GROUPS.flatMap(({ commands }) =>
    commands.flatMap(({ label, keys, run }): Answer[] => {
      if (label === undefined) return [];
      return [{ key: label, text: t(label), note: keyLabel(pressedKey(keys[0] ?? '')), run }];
    }),
  );
  const others = UNKEYED.map(({ words, value, run }): Answer => {
    const text = [...words.map((word) => t(word)), ...(value === undefined ? [] : [value])].join(': ');
    return { key: `${words.join()} ${value}`, text, note: '', run };
  });
  return [...keyed, ...others];
}
