// The icons of states and flags, as vector paths in a box of 10 around the origin. The canvas and the lists of the page
// draw the same shapes, so that a state looks the same everywhere.

import type { IconName } from '../timeline/draw-list.ts';

export interface IconShape {
  readonly path: string;
  readonly isFilled: boolean;
}

/** SVG path data; strokes are 1.6 wide. */
export const ICON_SHAPES: { readonly [name in IconName]: readonly IconShape[] } = {
  running: [{ path: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z', isFilled: true }],
  notready: [
    { path: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z', isFilled: false },
    { path: 'M0 -4a4 4 0 0 0 0 8Z', isFilled: true },
  ],
  pending: [{ path: 'M0 -4.6L4.6 0L0 4.6L-4.6 0Z', isFilled: false }],
  creating: [
    { path: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z', isFilled: false },
    { path: 'M0 0L0 -4a4 4 0 0 1 4 4Z', isFilled: true },
  ],
  failing: [{ path: 'M-3.4 -3.4L3.4 3.4M3.4 -3.4L-3.4 3.4', isFilled: false }],
  completed: [{ path: 'M-4 0.4L-1.2 3.2L4.2 -3', isFilled: false }],
  terminating: [{ path: 'M-4.2 -3.4L4.2 -3.4L0 4Z', isFilled: false }],
  unknown: [
    { path: 'M-2.4 -2.2a2.5 2.5 0 1 1 3.6 2.2C0.3 0.4 0 0.8 0 1.8', isFilled: false },
    { path: 'M-0.9 4.2a0.9 0.9 0 1 0 1.8 0a0.9 0.9 0 1 0 -1.8 0Z', isFilled: true },
  ],
  action: [{ path: 'M-3.6 -4.2L4.2 0L-3.6 4.2Z', isFilled: true }],
  bolt: [{ path: 'M1.6 -5L-3.6 1L-0.6 1L-1.6 5L3.6 -1L0.6 -1Z', isFilled: true }],
};
