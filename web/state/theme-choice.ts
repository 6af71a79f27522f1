// The theme as the reader chooses it, from the header or the palette. The projector's shows few rows, so that it begins
// with those that matter.

import { BRIEF_FOLDS } from '../timeline/layout.ts';
import type { ThemeName } from '../tokens.ts';
import { folded } from './arrangement.ts';
import { isDockOpen, themeName } from './preferences.ts';

export function chooseTheme(name: ThemeName): void {
  const isLeft = themeName.value === 'projector' && name !== 'projector';
  themeName.value = name;
  if (name === 'projector') {
    isDockOpen.value = false;
    folded.value = new Set([...folded.value, ...BRIEF_FOLDS]);
  } else if (isLeft) isDockOpen.value = true;
}
