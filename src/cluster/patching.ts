// What an object becomes by a patch: JSON merge, strategic merge and JSON patches, and those of the scale subresource,
// which sees of an object its replicas only. Mirrors
// staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go and pkg/registry/apps/deployment/storage/storage.go.

import { isJsonObject, type JsonObject } from '../model/json.ts';
import { applyJsonPatch } from '../model/json-patch.ts';
import { isKnownKind } from '../model/kinds.ts';
import type { KubeObject } from '../model/objects.ts';
import { jsonMergePatch, strategicMerge } from '../model/strategic-merge.ts';
import { unsupportedPatch } from './refusal.ts';
import type { PatchRequest, Refused } from './request.ts';

/** A patch that does not apply. */
const NOT_APPLICABLE: Refused = {
  ok: false,
  code: 422,
  reason: 'Invalid',
  message: 'the server rejected our request due to an error in our request',
};

/** Kinds whose spec.replicas can be read and written as their scale. */
const SCALED_KINDS: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

/** The object that a patch asks for, or the refusal. `replicasPath`: of a custom resource with a scale. */
export function patchedObject(
  current: KubeObject,
  request: PatchRequest,
  replicasPath?: readonly string[],
): { readonly ok: true; readonly object: KubeObject } | Refused {
  if (request.patchType === 'strategic' && !isKnownKind(current.kind)) return unsupportedPatch();
  if (request.subresource !== 'scale') return patched(current, request);
  const path = SCALED_KINDS.has(current.kind) ? ['spec', 'replicas'] : replicasPath;
  if (path === undefined) {
    return { ok: false, code: 404, reason: 'NotFound', message: 'the server could not find the requested resource' };
  }
  const replicas = path.reduce<unknown>((part, field) => (isJsonObject(part) ? part[field] : undefined), current);
  const scale = { metadata: current.metadata, spec: { replicas } };
  const scaled = patched(scale as unknown as KubeObject, request);
  if (!scaled.ok) return scaled;
  const wanted = (scaled.object as KubeObject & { readonly spec: JsonObject }).spec.replicas;
  return { ok: true, object: withValueAt(current as unknown as JsonObject, path, wanted) as unknown as KubeObject };
}

function withValueAt(object: JsonObject, [field = '', ...rest]: readonly string[], value: unknown): JsonObject {
  const inner = object[field];
  return { ...object, [field]: rest.length === 0 ? value : withValueAt(isJsonObject(inner) ? inner : {}, rest, value) };
}

function patched(
  current: KubeObject,
  request: PatchRequest,
): { readonly ok: true; readonly object: KubeObject } | Refused {
  switch (request.patchType) {
    case 'strategic':
      return { ok: true, object: strategicMerge(current, request.patch) as KubeObject };
    case 'merge':
      return { ok: true, object: jsonMergePatch(current, request.patch) as KubeObject };
    case 'json': {
      const result = applyJsonPatch(current, request.patch);
      return result.ok ? { ok: true, object: result.value as KubeObject } : NOT_APPLICABLE;
    }
  }
}
