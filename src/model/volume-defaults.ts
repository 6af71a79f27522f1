// What the API server fills into the volumes of a pod.
//
// Mirrors pkg/apis/core/v1/defaults.go and the defaults declared on the volume types (v1.36).

import type { Fields } from './default-fields.ts';
import { withAbsentFields, withDefault, withDefaultFields, withEach } from './default-fields.ts';
import { defaultPullPolicy } from './image-name.ts';
import type { PodSpec } from './objects.ts';

type Volume = NonNullable<PodSpec['volumes']>[number];

const FILE_MODE = 0o644;
const TOKEN_SECONDS = 3600;

/** Defaults of pointers, by kind of volume. */
const ABSENT: readonly (readonly [source: string, defaults: Fields])[] = [
  ['secret', { defaultMode: FILE_MODE }],
  ['configMap', { defaultMode: FILE_MODE }],
  ['downwardAPI', { defaultMode: FILE_MODE }],
  ['projected', { defaultMode: FILE_MODE }],
  ['hostPath', { type: '' }],
  ['azureDisk', { cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' }],
];

/** Defaults of plain fields, by kind of volume. */
const EMPTY: readonly (readonly [source: string, defaults: Fields])[] = [
  ['iscsi', { iscsiInterface: 'default' }],
  ['rbd', { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' }],
  ['scaleIO', { storageMode: 'ThinProvisioned', fsType: 'xfs' }],
];

/** A volume as stored; one without a source is an emptyDir. */
export function defaultVolume(volume: Volume): Volume {
  if (Object.keys(volume).every((field) => field === 'name')) return { ...volume, emptyDir: {} };
  let filled: Fields = withSourceDefaults(volume);
  filled = withDefault(filled, 'downwardAPI', withFieldRefs);
  filled = withDefault(filled, 'projected', (projected) => withEach(projected, 'sources', defaultProjection));
  filled = withDefault(filled, 'ephemeral', (ephemeral) =>
    withDefault(ephemeral, 'volumeClaimTemplate', (template) => ({
      metadata: {},
      ...withDefault(template, 'spec', (spec) => withAbsentFields(spec, { volumeMode: 'Filesystem' })),
    })),
  );
  filled = withDefault(filled, 'image', (image) => {
    const reference = image.reference;
    const pullPolicy = defaultPullPolicy(typeof reference === 'string' ? reference : undefined);
    return withDefaultFields(image, { pullPolicy });
  });
  return filled as Volume;
}

/** What volumes of pods and of clusters have in common, by kind of volume. */
export function withSourceDefaults(volume: Fields): Fields {
  let filled = volume;
  for (const [source, defaults] of ABSENT) {
    filled = withDefault(filled, source, (inner) => withAbsentFields(inner, defaults));
  }
  for (const [source, defaults] of EMPTY) {
    filled = withDefault(filled, source, (inner) => withDefaultFields(inner, defaults));
  }
  return filled;
}

function defaultProjection(source: Fields): Fields {
  const withRefs = withDefault(source, 'downwardAPI', withFieldRefs);
  return withDefault(withRefs, 'serviceAccountToken', (token) =>
    withAbsentFields(token, { expirationSeconds: TOKEN_SECONDS }),
  );
}

function withFieldRefs(downwardApi: Fields): Fields {
  return withEach(downwardApi, 'items', (item) => {
    const withRef = withDefault(item, 'fieldRef', (ref) => withDefaultFields(ref, { apiVersion: 'v1' }));
    return withDefault(withRef, 'resourceFieldRef', (ref) => withAbsentFields(ref, { divisor: '0' }));
  });
}
