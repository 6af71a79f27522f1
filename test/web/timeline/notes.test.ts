// Notes on the picture: every note in view has its line, and no plate runs over the next line or out of the view.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { METRICS } from '../../../web/timeline/metrics.ts';
import { noteItems } from '../../../web/timeline/notes.ts';

const view = { range: { from: 0, to: 1_000 }, width: 1_000, height: 600 };
const measure = (text: string): number => text.length * 6;
const notes = fc
  .uniqueArray(fc.record({ at: fc.integer({ min: -200, max: 1_200 }), text: fc.string({ minLength: 1 }) }), {
    selector: ({ at }) => at,
  })
  .map((all) => all.toSorted((a, b) => a.at - b.at));

test('plates stay between the lines', () => {
  fc.assert(
    fc.property(notes, (all) => {
      const items = noteItems(all, view, measure);
      const rects = items.filter((item) => item.type === 'rect');
      const lines = rects.filter(({ y }) => y === METRICS.top).map(({ x }) => x);
      expect(lines).toEqual(all.map(({ at }) => at).filter((at) => at >= 0 && at <= view.range.to));
      for (const { x, width } of rects.filter(({ y }) => y !== METRICS.top)) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(view.width);
        expect(lines.filter((line) => line > x && line < x + width)).toEqual([]);
      }
    }),
  );
});
