// What a write expects of the stored object: its uid, its version. Where it expects otherwise, the refusal, in the
// words of the verb. Some kinds are made by a PUT where they are absent; some take no PUT without a version.
// Mirrors staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go, registry/rest/delete.go (v1.36) and the
// strategies' AllowCreateOnUpdate and AllowUnconditionalUpdate.

import { groupOf, isKnownKind, type KindInfo, qualifiedKind, resourceText } from '../model/kinds.ts';
import { type KubeObject, keyOf } from '../model/objects.ts';
import { conflictOn } from './refusal.ts';
import type { DeleteRequest, PatchRequest, Refused } from './request.ts';

const CREATED_BY_UPDATE: ReadonlySet<string> = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'Endpoints',
  'Event',
  'Lease',
  'LimitRange',
  'Role',
  'RoleBinding',
  'RuntimeClass',
  'Service',
]);

const NEEDS_VERSION: ReadonlySet<string> = new Set([
  'CSIDriver',
  'CSINode',
  'CustomResourceDefinition',
  'Lease',
  'MutatingWebhookConfiguration',
  'PodDisruptionBudget',
  'RuntimeClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
]);

/** Where the keys of the store are not `/registry/PLURAL/`. */
const STORE_PREFIXES: { readonly [kind: string]: string } = {
  Endpoints: 'services/endpoints',
  Ingress: 'ingress',
  Node: 'minions',
  ReplicationController: 'controllers',
  Service: 'services/specs',
};

const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

/** True if a PUT of a kind makes what is absent. */
export function isCreatedByUpdate(kind: string): boolean {
  return CREATED_BY_UPDATE.has(kind);
}

/** Why an object may not be put in the place of the stored one. */
export function putRefusal(current: KubeObject, wanted: KubeObject, info: KindInfo): Refused | undefined {
  const { kind, metadata } = current;
  const { uid, resourceVersion } = wanted.metadata as { readonly uid?: string; readonly resourceVersion?: unknown };
  if (uid !== undefined && uid !== metadata.uid) return storageConflict(current, uid, info);
  // No number: what came from JSON stays as it was written.
  if (typeof resourceVersion === 'string') {
    const message = `strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`;
    return { ok: false, code: 500, reason: 'InternalError', message };
  }
  if (resourceVersion !== undefined) return versionRefusal(current, resourceVersion, info);
  if (!NEEDS_VERSION.has(kind) && isKnownKind(kind)) return undefined;
  const detail = 'metadata.resourceVersion: Invalid value: 0: must be specified for an update';
  const message = `${resourceText(info)} "${metadata.name}" is invalid: ${detail}`;
  return { ok: false, code: 422, reason: 'Invalid', message };
}

/** Why a patch may not be applied to the stored object: what its sender or the patch itself expects. */
export function patchRefusal(current: KubeObject, request: PatchRequest, info: KindInfo): Refused | undefined {
  const { uid } = request;
  if (uid !== undefined && uid !== current.metadata.uid) return storageConflict(current, uid, info);
  const { metadata } = request.patch as { readonly metadata?: { readonly resourceVersion?: unknown } };
  const version = request.resourceVersion ?? metadata?.resourceVersion;
  return typeof version === 'number' ? versionRefusal(current, version, info) : undefined;
}

/** Why the stored object may not be deleted. */
export function deleteRefusal(
  { metadata }: KubeObject,
  { uid, resourceVersion }: DeleteRequest,
  info: KindInfo,
): Refused | undefined {
  const refuse = (field: string, wanted: string | number, found: string | number, guess: string): Refused => {
    const detail = `the ${field} in the precondition (${wanted}) does not match the ${field} in record (${found})`;
    return conflictOn(qualifiedKind(info), metadata.name, `${detail}. The object might have been ${guess}`);
  };
  if (uid !== undefined && uid !== metadata.uid) return refuse('UID', uid, metadata.uid, 'deleted and then recreated');
  if (resourceVersion === undefined || resourceVersion === metadata.resourceVersion) return undefined;
  return refuse('ResourceVersion', resourceVersion, metadata.resourceVersion, 'modified');
}

function versionRefusal({ metadata }: KubeObject, version: unknown, info: KindInfo): Refused | undefined {
  return version === metadata.resourceVersion ? undefined : conflictOn(resourceText(info), metadata.name, MODIFIED);
}

function storageConflict(current: KubeObject, wanted: string, info: KindInfo): Refused {
  const { kind, metadata } = current;
  const group = info.custom === undefined ? '' : `${groupOf(info.apiVersion)}/`;
  const prefix = STORE_PREFIXES[kind] ?? `${group}${info.plural}`;
  const detail = `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${metadata.uid}`;
  const place = `Key: /registry/${prefix}/${keyOf(current)}, ResourceVersion: 0`;
  const text = `StorageError: invalid object, Code: 4, ${place}, AdditionalErrorMsg: ${detail}`;
  return conflictOn(resourceText(info), metadata.name, text);
}
