// Sizes of the panels: in a low window, as at 200 % of a usual one, the dock leaves the tracks at least half of what
// both share.

import { afterEach, describe, expect, it } from 'vitest';
import { resetSize, resize, sizes } from '../../../web/state/preferences.ts';
import { windowHeight, windowWidth } from '../../../web/state/view.ts';

afterEach(() => {
  resetSize('dock');
  [windowWidth.value, windowHeight.value] = [1440, 900];
});

describe('the size of the dock', () => {
  it('is what its details need where the window is high enough', () => {
    [windowWidth.value, windowHeight.value] = [1024, 768];
    expect(sizes.value).toMatchObject({ dock: 160, details: 276 });
  });

  it('leaves the tracks half of what both share in a low window', () => {
    [windowWidth.value, windowHeight.value] = [960, 540];
    expect(sizes.value).toMatchObject({ dock: 160, details: 168 });
  });

  it('stays so where a reader has drawn it larger', () => {
    resize('dock', 400);
    [windowWidth.value, windowHeight.value] = [960, 540];
    expect(sizes.value).toMatchObject({ dock: 168, details: 168 });
  });
});
