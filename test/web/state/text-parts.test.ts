// Texts of kubectl with links: the parts are the text, names lead to what they name, dates to their moments, words of
// Kubernetes are known.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TextPart, textParts, visibleText } from '../../../web/state/text-parts.ts';
import { fixtureTimeline } from '../fixture.ts';

const timeline = fixtureTimeline();
const { replicaSets, namespace, name } = timeline.workloads[0] ?? { replicaSets: [], namespace: '', name: '' };
const [replicaSet = ''] = replicaSets;
const pod = timeline.nodes[0]?.bars[0]?.key.split('/')[1] ?? '';
const node = timeline.nodes[0]?.name ?? '';

function links(text: string, about = ''): readonly TextPart[] {
  return textParts(text, timeline, about).filter(
    ({ id, at, isTerm }) => id !== undefined || at !== undefined || isTerm,
  );
}

describe('a name leads to its object', () => {
  test.each([
    [`Node:  ${node}/10.0.0.1`, node, `Node/${node}`],
    [`Controlled By:  ReplicaSet/${replicaSet}`, `ReplicaSet/${replicaSet}`, `ReplicaSet/${namespace}/${replicaSet}`],
    [`Scaled up replica set ${replicaSet} from 0`, replicaSet, `ReplicaSet/${namespace}/${replicaSet}`],
    [`Created pod: ${pod}`, pod, `Pod/${namespace}/${pod}`],
    [`reference: Deployment/${name}`, `Deployment/${name}`, `Deployment/${namespace}/${name}`],
  ])('%s', (text, word, id) => {
    expect(links(text)).toEqual([{ text: word, id }]);
  });

  test('but not where it only looks like one, nor to the object itself', () => {
    expect(links(`Image ID: app=${name}`)).toEqual([]);
    expect(links(`Image: shop/${name}:1`)).toEqual([]);
    expect(links(`Name: ${pod}`, `Pod/${namespace}/${pod}`)).toEqual([]);
  });
});

test('labels and selectors of them are parts of their own, in their lines alone', () => {
  const text = 'Labels:  app=web\n         tier=front\nAnnotations: a=b\nSelector:  app=web,tier=front\nEnv: c=d\n';
  const parts = textParts(text, timeline, '');
  const labels = parts.filter(({ isLabel }) => isLabel === true).map((part) => part.text);
  expect(labels).toEqual(['app=web', 'tier=front', 'app=web,tier=front']);
  expect(parts.map((part) => part.text).join('')).toBe(text);
});

test('a date leads to its moment, if the run has it', () => {
  const start = new Date(timeline.startsAtEpochMicros / 1_000);
  const yaml = new Date(start.getTime() + 90_000).toISOString().replace('.000Z', 'Z');
  expect(links(`startTime: "${yaml}"`)).toEqual([{ text: yaml, at: 90e6 }]);
  const described = start.toUTCString().replace('GMT', '+0000');
  expect(links(`Start Time:  ${described}`)).toEqual([{ text: described, at: 0 }]);
  expect(links('Start Time:  Tue, 05 Jan 1999 09:00:00 +0000')).toEqual([]);
});

test('words of Kubernetes are known, where they stand alone', () => {
  expect(links('Reason: CrashLoopBackOff, NotRunningYet')).toEqual([{ text: 'CrashLoopBackOff', isTerm: true }]);
});

test('the parts are the text', () => {
  const word = fc.constantFrom(
    pod,
    node,
    'Ready',
    'Deployment/',
    '2026-01-05T09:00:30Z',
    ' ',
    '\n',
    '<b>',
    '/',
    '.',
    '-',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string())), (words) => {
      const text = words.join('');
      const parts = textParts(text, timeline, '');
      expect(parts.map((part) => part.text).join('')).toBe(text);
    }),
  );
});

test('signs that turn a line around are named', () => {
  expect(visibleText('note: a\u202eb\u2066c')).toBe('note: a‹U+202E›b‹U+2066›c');
  expect(visibleText('名称: ünïcode')).toBe('名称: ünïcode');
});
