// What an object becomes by a patch: JSON merge, strategic merge and JSON patches, and those of the scale subresource,
// which sees of an object its replicas only. Mirrors
// staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go and pkg/registry/apps/deployment/storage/storage.go.

import { typeOfKind } from '../model/fields.ts';
import { goText } from '../model/go-value.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { applyJsonPatch } from '../model/json-patch.ts';
import { isKnownKind } from '../model/kinds.ts';
import type { KubeObject } from '../model/objects.ts';
import { jsonMergePatch, strategicMerge } from '../model/strategic-merge.ts';
import { withKnownFields } from '../model/validation/unknown-fields.ts';
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

/** The object that a patch asks for without fields that its kind does not have. */
export function withoutUnknown(
  object: KubeObject,
  { fieldValidation, patch }: PatchRequest,
): { readonly ok: true; readonly object: KubeObject; readonly warnings: readonly string[] } | Refused {
  const type = fieldValidation === undefined ? undefined : typeOfKind(object.apiVersion, object.kind);
  if (type === undefined) return { ok: true, object, warnings: [] };
  const { value, unknown } = withKnownFields(object, type);
  const all = unknown.map((path) => `unknown field "${path}"`);
  if (fieldValidation === 'Warn' || all.length === 0) return { ok: true, object: value as KubeObject, warnings: all };
  const shown = JSON.stringify(goText(withoutOrderedLists(patch)));
  const message = `patch: Invalid value: ${shown}: strict decoding error: ${all.join(', ')}`;
  return { ok: false, code: 422, reason: 'Invalid', message };
}

/** The patch as its application leaves it: lists that have been put in order are taken out, with their order. */
function withoutOrderedLists(patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const ordered = Object.keys(patch).filter((field) => field.startsWith(ORDER));
  const done = new Set([...ordered, ...ordered.map((field) => field.slice(ORDER.length))]);
  const rest = Object.entries(patch).filter(([field]) => !done.has(field));
  return Object.fromEntries(rest.map(([field, inner]) => [field, withoutOrderedLists(inner)]));
}

const ORDER = '$setElementOrder/';
