// Equal parts of stored statuses are one object, and sharing never changes what a status says.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seconds } from '../../src/base/time.ts';
import { SharedParts } from '../../src/cluster/shared-parts.ts';
import type { Condition, PodStatus } from '../../src/model/objects.ts';

const condition = fc.record({
  type: fc.constantFrom('Ready', 'Initialized', 'example.com/gate'),
  status: fc.constantFrom('True', 'False', 'Unknown' as const),
  lastTransitionTime: fc.nat(9000).map(seconds),
  message: fc.constantFrom('a', 'b'),
}) as fc.Arbitrary<Condition>;

const container = fc.record({
  name: fc.constantFrom('a', 'b'),
  ready: fc.boolean(),
  restartCount: fc.nat(2),
  image: fc.constant('a:1'),
  state: fc.oneof(
    fc.record({ running: fc.record({ startedAt: fc.nat(9000).map(seconds) }) }),
    fc.constant({ waiting: { reason: 'ContainerCreating' } }),
  ),
});

const status: fc.Arbitrary<PodStatus> = fc.record(
  { phase: fc.constant('Running' as const), conditions: fc.array(condition), containerStatuses: fc.array(container) },
  { requiredKeys: ['phase'] },
);

describe('shared parts', () => {
  it('say the same as before', () => {
    fc.assert(
      fc.property(fc.array(status), (statuses) => {
        const shared = new SharedParts();
        for (const one of statuses) expect(shared.status(one)).toEqual(one);
      }),
    );
  });

  it('are one object where they are equal', () => {
    const shared = new SharedParts();
    const make = (): PodStatus => ({
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: seconds(5) }],
      containerStatuses: [
        { name: 'a', ready: true, restartCount: 0, image: 'a:1', state: { running: { startedAt: seconds(5) } } },
      ],
    });
    const [first, second] = [shared.status(make()), shared.status(make())];
    expect(second.conditions?.[0]).toBe(first.conditions?.[0]);
    expect(second.containerStatuses?.[0]?.state).toBe(first.containerStatuses?.[0]?.state);
    const later = { conditions: [{ type: 'Ready', status: 'True' as const, lastTransitionTime: seconds(6) }] };
    expect(shared.status(later).conditions?.[0]).not.toBe(first.conditions?.[0]);
  });
});
