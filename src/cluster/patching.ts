// What an object becomes by a patch: JSON merge, strategic merge and JSON patches, and those of the scale subresource,
// which sees of an object its replicas only. Mirrors
// staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go and pkg/registry/apps/deployment/storage/storage.go.

import type { JsonObject } from '../model/json.ts';
import { applyJsonPatch } from '../model/json-patch.ts';
import type { KubeObject } from '../model/objects.ts';
import { jsonMergePatch, strategicMerge } from '../model/strategic-merge.ts';
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

/** The object that a patch asks for, or the refusal. */
export function patchedObject(
  current: KubeObject,
  request: PatchRequest,
): { readonly ok: true; readonly object: KubeObject } | Refused {
  if (request.subresource !== 'scale') return patched(current, request);
  if (!SCALED_KINDS.has(current.kind)) {
    return { ok: false, code: 404, reason: 'NotFound', message: 'the server could not find the requested resource' };
  }
  const { spec } = current as Scaled;
  const scale = { metadata: current.metadata, spec: { replicas: spec.replicas } };
  const scaled = patched(scale as unknown as KubeObject, request);
  if (!scaled.ok) return scaled;
  const { replicas } = (scaled.object as Scaled).spec;
  return { ok: true, object: { ...current, spec: { ...spec, replicas } } as KubeObject };
}

type Scaled = KubeObject & { readonly spec: JsonObject & { readonly replicas?: number } };

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
