// A tally that is carried on against one that is made afresh.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tallyPods } from '../../../src/controllers/replicaset/pod-tally.ts';
import type { Pod } from '../../../src/model/objects.ts';
import { pod } from '../objects.ts';

const selector = { matchLabels: { app: 'web' } };
const labels = { app: 'web', tier: 'front' };

const somePod = fc.record({
  phase: fc.constantFrom('Pending', 'Running', 'Failed') as fc.Arbitrary<'Pending' | 'Running' | 'Failed'>,
  isReady: fc.boolean(),
  isDeleted: fc.boolean(),
  labels: fc.constantFrom({ app: 'web' }, labels, { app: 'other' }),
});

function build(index: number, sketch: typeof somePod extends fc.Arbitrary<infer T> ? T : never): Pod {
  return pod({
    name: `p${index}`,
    phase: sketch.phase,
    labels: sketch.labels,
    ...(sketch.isReady ? { readySince: 1 } : {}),
    ...(sketch.isDeleted ? { deletedAt: 1 } : {}),
  });
}

test('a tally carried on from any list to any other equals one made afresh', () => {
  const change = fc.record({
    at: fc.nat(20),
    what: fc.constantFrom('replace', 'remove', 'append', 'insert'),
    pod: somePod,
  });
  fc.assert(
    fc.property(fc.array(somePod, { maxLength: 12 }), fc.array(change, { maxLength: 20 }), (first, changes) => {
      let pods = first.map((sketch, i) => build(i, sketch));
      let tally = tallyPods(pods, selector, labels);
      let next = 100;
      for (const { at, what, pod: sketch } of changes) {
        const index = at % Math.max(1, pods.length);
        const old = pods[index];
        if (what === 'append') pods = [...pods, build(next++, sketch)];
        else if (what === 'insert') pods = pods.toSpliced(index, 0, build(next++, sketch));
        else if (what === 'remove') pods = pods.toSpliced(index, 1);
        else if (old !== undefined) pods = pods.with(index, build(Number(old.metadata.name.slice(1)), sketch));
        tally = tallyPods(pods, selector, labels, tally);
        expect(tally).toEqual(tallyPods(pods, selector, labels));
      }
    }),
  );
});

test('counts of one list', () => {
  const pods = [
    pod({ name: 'ready', readySince: 1, labels }),
    pod({ name: 'unlabelled' }),
    pod({ name: 'strayed', labels: { app: 'other' } }),
    pod({ name: 'leaving', deletedAt: 3 }),
    pod({ name: 'finished', phase: 'Succeeded' }),
    pod({ name: 'failed-and-leaving', phase: 'Failed', deletedAt: 3 }),
  ];
  expect(tallyPods(pods, selector, labels)).toMatchObject({
    active: 2,
    fullyLabeled: 1,
    ready: 1,
    terminating: 1,
    strayed: 1,
  });
});
