// What an object becomes by a patch: JSON merge, strategic merge and JSON patches, and those of the scale subresource,
// which sees of an object its replicas only. Mirrors
// staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go and pkg/registry/apps/deployment/storage/storage.go.

import { typeOfKind } from '../model/fields.ts';
import { goJson, goText } from '../model/go-value.ts';
import { isJsonList, isJsonObject, type JsonObject } from '../model/json.ts';
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
  const misshapen = shapeRefusal(request);
  if (misshapen !== undefined) return misshapen;
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

/** A patch that is no patch of its type at all. */
function shapeRefusal({ patchType, patch }: PatchRequest): Refused | undefined {
  const wanted = patchType === 'json' ? '[]handlers.jsonPatchOp' : 'map[string]interface {}';
  const given: unknown = patch;
  if (patchType === 'json' ? isJsonList(given) : isJsonObject(given)) return undefined;
  const found = isJsonList(given) ? 'array' : isJsonObject(given) ? 'object' : typeof given;
  const text = `json: cannot unmarshal ${found} into Go value of type ${wanted}`;
  return badRequest(patchType === 'strategic' ? text : `error decoding patch: ${text}`);
}

function badRequest(message: string): Refused {
  return { ok: false, code: 400, reason: 'BadRequest', message };
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

/** The object that a patch asks for without fields that its kind does not have; it stays what and where it was. */
export function decodedObject(
  current: KubeObject,
  object: KubeObject,
  request: PatchRequest,
): { readonly ok: true; readonly object: KubeObject; readonly warnings: readonly string[] } | Refused {
  const { fieldValidation, patch, patchType } = request;
  const type = fieldValidation === undefined ? undefined : typeOfKind(current.apiVersion, current.kind);
  const refuse = (why: string): Refused => {
    const shown = patchType === 'strategic' ? goText(withoutOrderedLists(patch)) : goJson(object);
    // Nobody knows what the object would have been.
    const message = ` "" is invalid: patch: Invalid value: ${JSON.stringify(shown)}: ${why}`;
    return { ok: false, code: 422, reason: 'Invalid', message };
  };
  if (object.kind !== current.kind || object.apiVersion !== current.apiVersion) {
    return refuse(`${object.kind} in version "${object.apiVersion}" cannot be handled as a ${current.kind}`);
  }
  const misplaced = placeRefusal(current, object);
  if (misplaced !== undefined || type === undefined) return misplaced ?? { ok: true, object, warnings: [] };
  const { value, unknown, mistyped } = withKnownFields(object, type);
  const all = unknown.map((path) => `unknown field "${path}"`);
  if (mistyped !== undefined) return refuse(mistyped);
  if (fieldValidation === 'Strict' && all.length > 0) return refuse(`strict decoding error: ${all.join(', ')}`);
  return { ok: true, object: value as KubeObject, warnings: all };
}

function placeRefusal({ metadata }: KubeObject, wanted: KubeObject): Refused | undefined {
  const { name, namespace } = wanted.metadata;
  if (namespace !== metadata.namespace) {
    return badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if (name === metadata.name) return undefined;
  return badRequest(`the name of the object (${name}) does not match the name on the URL (${metadata.name})`);
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
