// What the API server adds to claims and volumes.

import { expect, test } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { seconds } from '../../src/base/time.ts';
import { createCluster } from '../../src/cluster/cluster.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import type { KubeObject, NewObject } from '../../src/model/objects.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../src/model/storage.ts';
import { claimOf, classOf, volumeOf } from '../scheduler/storage-objects.ts';

const { storageClassName: _late, ...classless } = claimOf('c').spec;
const DEFAULT = 'storageclass.kubernetes.io/is-default-class';

/** The second at which each class was created; the claim follows. */
function claimAmong(
  classes: readonly (readonly [name: string, isDefault: boolean, second: number])[],
  spec: PersistentVolumeClaim['spec'] = classless,
): PersistentVolumeClaim {
  const create = creator();
  for (const [name, isDefault, second] of classes) {
    const metadata = { name, ...(isDefault ? { annotations: { [DEFAULT]: 'true' } } : {}) };
    create({ ...classOf(name), metadata }, second);
  }
  const { metadata: _metadata, ...claim } = claimOf('c');
  return create(
    { ...claim, metadata: { name: 'c', namespace: 'default' }, spec } as NewObject,
    9,
  ) as PersistentVolumeClaim;
}

function creator(): (object: NewObject, second: number) => KubeObject {
  const { api } = createCluster({
    kernel: new Kernel(),
    log: new Log('storage'),
    random: createRandom(1),
    latency: DEFAULT_LATENCY,
    startsAtEpochMicros: 0,
    checksNamespaces: false,
  });
  return (object, second) => {
    const verdict = api.commit(seconds(second), 'test', undefined, { verb: 'create', kind: object.kind, object });
    if (!verdict.ok) throw new Error(verdict.message);
    return verdict.object;
  };
}

test.each([
  ['there is none', [['a', false, 1]], undefined],
  [
    'the default one',
    [
      ['a', false, 1],
      ['b', true, 1],
    ],
    'b',
  ],
  [
    'the newest of several',
    [
      ['a', true, 1],
      ['b', true, 2],
    ],
    'b',
  ],
  [
    'of equal age the first by name',
    [
      ['b', true, 1],
      ['a', true, 1],
    ],
    'a',
  ],
] as const)('a claim without a class: %s', (_name, classes, expected) => {
  expect(claimAmong(classes).spec.storageClassName).toBe(expected);
});

test('a claim that names a class, or none, keeps it', () => {
  expect(claimAmong([['b', true, 1]], { ...classless, storageClassName: 'a' }).spec.storageClassName).toBe('a');
  expect(claimAmong([['b', true, 1]], { ...classless, storageClassName: '' }).spec.storageClassName).toBe('');
});

test('claims and volumes are protected, and a volume says since when its phase is as it is', () => {
  expect(claimAmong([]).metadata.finalizers).toEqual(['kubernetes.io/pvc-protection']);
  const { metadata: _metadata, status: _status, ...volume } = volumeOf('v');
  const made = creator()({ ...volume, metadata: { name: 'v' } } as NewObject, 3) as PersistentVolume;
  expect(made.metadata.finalizers).toEqual(['kubernetes.io/pv-protection']);
  expect(made.status).toEqual({ phase: 'Pending', lastPhaseTransitionTime: seconds(3) });
});
