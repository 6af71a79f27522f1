// Which volume serves a claim: the one set aside for it, else the smallest that satisfies all it asks for.

import { describe, expect, it } from 'vitest';
import type { PersistentVolume, PersistentVolumeClaim } from '../../src/model/storage.ts';
import { boundToClaim, findMatchingVolume, isBoundTo } from '../../src/model/volume-matching.ts';
import { claimOf, volumeOf } from '../scheduler/storage-objects.ts';

const claim = claimOf('c');
const node = { labels: { 'topology.kubernetes.io/zone': 'a' } };

/** Set aside for a claim by name, or bound to one with a uid. */
function aside(name: string, uid?: string): Parameters<typeof volumeOf>[1] {
  return { claimRef: { namespace: 'default', name, ...(uid === undefined ? {} : { uid }) } };
}

describe('findMatchingVolume', () => {
  it.each<[string, PersistentVolumeClaim, readonly PersistentVolume[], string | undefined]>([
    ['none', claim, [], undefined],
    [
      'the smallest that is large enough',
      claim,
      [volumeOf('l', { size: '5Gi' }), volumeOf('m'), volumeOf('s', { size: '1Mi' })],
      'm',
    ],
    ['the first of equal ones', claim, [volumeOf('a'), volumeOf('b')], 'a'],
    ['one set aside, before a smaller one', claim, [volumeOf('s'), volumeOf('l', { size: '9Gi', ...aside('c') })], 'l'],
    ['one set aside is not taken by others', claim, [volumeOf('v', aside('other'))], undefined],
    ['one of an earlier claim of that name', claim, [volumeOf('v', aside('c', 'old'))], undefined],
    ['one set aside, too small', claim, [volumeOf('v', { size: '1Mi', ...aside('c') })], undefined],
    ['one set aside, not reachable', claim, [volumeOf('v', { zones: ['b'], ...aside('c') }), volumeOf('w')], undefined],
    ['not reachable', claim, [volumeOf('v', { zones: ['b'] })], undefined],
    ['another class', claim, [volumeOf('v', { storageClassName: 'x' })], undefined],
    ['another mode', claim, [volumeOf('v', { volumeMode: 'Block' })], undefined],
    ['other accesses', claimOf('c', { accessModes: ['ReadWriteMany'] }), [volumeOf('v')], undefined],
    ['other attributes', claimOf('c', { volumeAttributesClassName: 'gold' }), [volumeOf('v')], undefined],
    ['released', claim, [volumeOf('v', { phase: 'Released' })], undefined],
    ['labels', claimOf('c', { selector: { matchLabels: { media: 'ssd' } } }), [volumeOf('v'), ssd()], 'ssd'],
  ])('%s', (_name, wanted, volumes, expected) => {
    expect(findMatchingVolume(wanted, volumes, { node })?.metadata.name).toBe(expected);
  });

  it('leaves out what is taken', () => {
    const volumes = [volumeOf('a'), volumeOf('b')];
    expect(findMatchingVolume(claim, volumes, { node, taken: new Set(['a']) })?.metadata.name).toBe('b');
  });

  it('without a node, gives a claim that waits only what was set aside for it', () => {
    expect(findMatchingVolume(claim, [volumeOf('a')], { isDelayed: true })).toBeUndefined();
    expect(findMatchingVolume(claim, [volumeOf('a', aside('c'))], { isDelayed: true })?.metadata.name).toBe('a');
    expect(findMatchingVolume(claim, [volumeOf('a')], {})?.metadata.name).toBe('a');
  });
});

describe('boundToClaim', () => {
  it('names the claim, marks who did it, and leaves a bound volume alone', () => {
    const volume = boundToClaim(volumeOf('v'), claim);
    expect(volume.spec.claimRef).toMatchObject({ kind: 'PersistentVolumeClaim', name: 'c', uid: 'uid-c' });
    expect(volume.metadata.annotations).toEqual({ 'pv.kubernetes.io/bound-by-controller': 'yes' });
    expect(isBoundTo(volume, claim)).toBe(true);
    expect(boundToClaim(volume, claim)).toBe(volume);
  });

  it('does not mark what a user has set aside', () => {
    expect(boundToClaim(volumeOf('v', aside('c')), claim).metadata.annotations).toBeUndefined();
  });
});

function ssd(): PersistentVolume {
  return volumeOf('ssd', { size: '9Gi', metadata: { labels: { media: 'ssd' } } });
}
