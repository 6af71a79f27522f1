// Words and widths for tests of the geometry: plain English, six
// pixels a letter.

import type { LayoutOptions } from '../../../web/timeline/layout.ts';
import type { Setting } from '../../../web/timeline/words.ts';

export const LETTER_PIXELS = 6;

export const plainSetting: Setting = {
  measure: (text) => text.length * LETTER_PIXELS,
  words: {
    segment: (segment) => segment.word,
    stateCount: (state, count) => `${count} ${state}`,
    node: (segment) => (segment.state === 'ready' ? 'Ready' : 'NotReady'),
    flag: (flag) => flag.text,
    down: (durationMicros) => `down ${durationMicros / 1_000_000}s`,
    available: (count) => `${count} available`,
    pods: (count) => `${count} pods`,
    min: (count) => `min ${count}`,
    max: (count) => `max ${count}`,
    goal: (percent) => `target ${percent}%`,
    desired: (count) => `desired ${count}`,
    duration: (duration) => `${duration / 1_000_000}s`,
    inside: (count) => `${count} inside`,
    deadNotNoticed: 'dead, not noticed',
    actions: 'Actions and faults',
    events: 'Events',
  },
};

/** Nothing folded, nodes by name. */
export const NAMED: LayoutOptions = { folded: new Set(), sort: 'name' };
