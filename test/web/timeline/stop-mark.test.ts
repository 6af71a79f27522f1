// The mark of a stopped run: always with its line and its words in view, at the end of the run.

import { expect, test } from 'vitest';
import { stopItems } from '../../../web/timeline/stop-mark.ts';
import { plainSetting } from './setting.ts';

const VIEW = { range: { from: 0, to: 100e6 }, width: 500, height: 400 };

function place(at: number): readonly (readonly [type: string, x: number, right: number])[] {
  const items = stopItems(at, 'Stopped at 60s: by hand', VIEW, plainSetting.measure);
  return items.flatMap((item) => (item.type === 'rect' ? [[item.type, item.x, item.x + item.width] as const] : []));
}

test('the time that was not run is hatched, the words stand before the line', () => {
  const [rest, line, flag] = place(60e6);
  expect(rest).toEqual(['rect', 300, 500]);
  expect(line).toEqual(['rect', 300, 302]);
  expect(flag?.[2]).toBe(300);
});

test('where there is no room before the line the words stand behind it', () => {
  expect(place(2e6)[2]?.[1]).toBe(10);
});

test('at the edge the line is still seen; out of view there is nothing', () => {
  expect(place(100e6)[1]).toEqual(['rect', 498, 500]);
  expect(place(110e6)).toEqual([]);
});
