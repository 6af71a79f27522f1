// The axis cut to the chain stays cut while another tab is in front or the chain is hidden: the stage does not jump.

import { expect, test } from 'vitest';
import { chain, isChainHidden } from '../../../web/state/answers.ts';
import { axisChoice, startAxis } from '../../../web/state/axis.ts';
import { type Run, run } from '../../../web/state/run.ts';
import { drawerTab } from '../../../web/state/selection.ts';
import { axis } from '../../../web/state/view.ts';
import { fixtureChain, fixtureTimeline } from '../fixture.ts';

test('cut to the chain, whatever the drawer shows', () => {
  run.value = { timeline: fixtureTimeline(), until: 720e6 } as Run;
  startAxis();
  axisChoice.value = 'chain';
  expect(axis.value).toBeUndefined();
  drawerTab.value = 'why';
  chain.value = fixtureChain();
  const cut = axis.value;
  expect(cut).toMatchObject({ kind: 'cut' });
  drawerTab.value = 'yaml';
  isChainHidden.value = true;
  expect(axis.value).toEqual(cut);
  chain.value = undefined;
  expect(axis.value).toBeUndefined();
});
