// Flags: two rows without overlap, every flag of the run in view,
// crowds as one.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seconds } from '../../../src/base/time.ts';
import type { Flag } from '../../../src/report/timeline-model.ts';
import { placeFlags } from '../../../web/timeline/flags.ts';
import { plainSetting } from './setting.ts';

const VIEW = { range: { from: 0, to: 720e6 }, width: 720 };

function flag(at: number, text: string): Flag {
  return { at: seconds(at), kind: 'fault', text, seq: at };
}

function place(flags: readonly Flag[]): ReturnType<typeof placeFlags> {
  return placeFlags(flags, VIEW, plainSetting.measure, (one) => one.text);
}

test('a flag that would overlap goes to the second row, a third keeps only its icon', () => {
  const placed = place([flag(100, 'crash worker-1'), flag(110, 'exit 1 in api'), flag(120, 'stop kube-scheduler')]);
  expect(placed.map(({ row, text }) => [row, text])).toEqual([
    [0, 'crash worker-1'],
    [1, 'exit 1 in api'],
    [0, ''],
  ]);
});

test('flags of one moment all show: words, words, then icons in line beside them', () => {
  const texts = ['crash worker-2', 'crash worker-6', 'cordon worker-1', 'drain worker-1'];
  const shown = place([...texts.map((text) => flag(60, text)), flag(90, 'stop kube-scheduler')]);
  expect(shown.map(({ row, text, x }) => [row, text, x])).toEqual([
    [0, 'crash worker-2', 60],
    [1, 'crash worker-6', 60],
    [0, '', 169],
    [1, '', 169],
    [0, '', 188],
  ]);
});

test('one whose pole stands just under other words keeps its own beside it', () => {
  const placed = place([
    flag(100, 'stop kube-scheduler'),
    flag(102, 'scale cache'),
    flag(112, 'back'),
    flag(192, 'apply'),
  ]);
  expect(placed.map(({ text, row, x }) => [text, row, x])).toEqual([
    ['stop kube-scheduler', 0, 100],
    ['scale cache', 1, 102],
    ['', 1, 193],
    ['apply', 1, 215],
  ]);
});

test('flags from before the view do not stand at its edge, also not as the first of a crowd', () => {
  const view = { range: { from: 100e6, to: 820e6 }, width: 720 };
  const flags = [flag(0, 'create shop.yaml'), ...[90, 94, 98, 102, 106].map((at) => flag(at, 'scale'))];
  const placed = placeFlags(flags, view, plainSetting.measure, (one) => one.text);
  expect(placed.flatMap((one) => one.flags.map(({ at }) => at / 1e6))).toEqual([102, 106]);
});

test('of a crowd that is pushed aside the fifth makes one flag of all', () => {
  const placed = place([
    flag(100, 'a long name of a thing'),
    flag(101, 'a long name of a thing'),
    ...Array.from({ length: 10 }, (_, index) => flag(110 + 8 * index, 'x')),
  ]);
  expect(placed.map(({ text, flags }) => [text, flags.length])).toEqual([
    ['a long name of a thing', 1],
    ['a long name of a thing', 1],
    ['6×', 6],
    ['', 1],
    ['', 1],
    ['', 1],
    ['', 1],
  ]);
});

test('a flag that would leave the view opens to the left of its pole', () => {
  const [only] = place([flag(715, 'worker-1 back')]);
  expect(only).toMatchObject({ poleX: 715 });
  expect((only?.x ?? 0) + (only?.width ?? 0)).toBe(715);
});

test('one near the end that has no room for words keeps its icon, and leaves those before it their words', () => {
  const placed = place([flag(580, 'scale'), flag(590, 'label'), flag(700, 'worker-1 is back again')]);
  expect(placed.map(({ text, row, x }) => [text, row, x])).toEqual([
    ['scale', 0, 580],
    ['label', 1, 590],
    ['', 0, 700],
  ]);
});

test('five flags within 24 pixels are one with a count, four are four', () => {
  const near = [100, 105, 110, 115, 120].map((at) => flag(at, 'x'));
  expect(place(near).map((placed) => placed.text)).toEqual(['5×']);
  expect(place(near.slice(0, 4))).toHaveLength(4);
});

test('flags of one row never overlap, none leaves the view, and none is lost', () => {
  const times = fc.array(fc.integer({ min: 0, max: 719 }), { maxLength: 60 });
  fc.assert(
    fc.property(times, (list) => {
      const flags = list.toSorted((a, b) => a - b).map((at) => flag(at, `fault at ${at}`));
      const placed = place(flags);
      const bySeq = (a: Flag, b: Flag): number => a.seq - b.seq;
      expect(placed.flatMap((one) => one.flags).toSorted(bySeq)).toEqual(flags);
      for (const row of [0, 1]) {
        const cloths = placed.filter((one) => one.row === row).toSorted((a, b) => a.x - b.x);
        for (const { x, width } of cloths) expect(x + width).toBeLessThanOrEqual(VIEW.width);
        cloths.slice(1).forEach((next, index) => {
          const before = cloths[index];
          expect((before?.x ?? 0) + (before?.width ?? 0)).toBeLessThanOrEqual(next.x);
        });
      }
    }),
  );
});
