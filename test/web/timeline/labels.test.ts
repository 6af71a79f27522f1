// Shortening: the suffix that tells pods apart is kept longest, and what is given
// always fits.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LABEL_PIXELS, podNameForms, shortPodName, shortText, stacked } from '../../../web/timeline/labels.ts';
import { LETTER_PIXELS, plainSetting } from './setting.ts';

const { measure } = plainSetting;

test.each([
  ['web-86c57db9f4-qkb9g', ['web-86c57db9f4-qkb9g', 'web-…-qkb9g', '…qkb9g']],
  ['my-long-app-86c57db9f4-qkb9g', ['my-long-app-86c57db9f4-qkb9g', 'my-long-app-…-qkb9g', '…qkb9g']],
  ['job-x2lmn', ['job-x2lmn', '…x2lmn']],
  ['web-0', ['web-0']],
])('%s has the forms %j', (name, forms) => {
  expect(podNameForms(name)).toEqual(forms);
});

test('the longest form that fits is taken, and none if none does', () => {
  const rooms = [20, 19, 11, 10, 6, 5].map((letters) =>
    shortPodName('web-86c57db9f4-qkb9g', letters * LETTER_PIXELS, 'small', measure),
  );
  expect(rooms).toEqual(['web-86c57db9f4-qkb9g', 'web-…-qkb9g', 'web-…-qkb9g', '…qkb9g', '…qkb9g', '']);
});

test('a cut text fits, and keeps more of its end than of its start', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 60 }), fc.integer({ min: 0, max: 400 }), (text, room) => {
      const short = shortText(text, room, 'small', measure);
      expect(measure(short, 'small')).toBeLessThanOrEqual(Math.max(room, 0));
      if (short === '' || short === text) return;
      const [head = '', tail = ''] = short.split('…');
      expect(tail.length).toBeGreaterThanOrEqual(head.length);
    }),
  );
});

test('two labels of a track stay inside of it and apart, in their order', () => {
  const pixels = fc.integer({ min: -50, max: 150 });
  fc.assert(
    fc.property(pixels, pixels, fc.integer({ min: 28, max: 80 }), (upper, lower, height) => {
      const [above, below] = stacked([upper, lower], { y: 10, height });
      expect(above).toBeGreaterThanOrEqual(10 + LABEL_PIXELS / 2);
      expect(below).toBeLessThanOrEqual(10 + height - LABEL_PIXELS / 2);
      expect(below - above).toBeGreaterThanOrEqual(LABEL_PIXELS);
    }),
  );
});
