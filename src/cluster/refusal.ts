// Refusals with the codes and the exact texts of Kubernetes' API server.
// Mirrors staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go (v1.36).

import { type KindInfo, qualifiedKind, resourceText } from '../model/kinds.ts';
import type { Refused } from './request.ts';

export function notFound(kind: string | KindInfo, name: string): Refused {
  return { ok: false, code: 404, reason: 'NotFound', message: `${resourceText(kind)} "${name}" not found` };
}

export function alreadyExists(kind: string | KindInfo, name: string): Refused {
  return { ok: false, code: 409, reason: 'AlreadyExists', message: `${resourceText(kind)} "${name}" already exists` };
}

/** A conflict on a resource or subresource by its name in texts, e.g. `pods/binding`. */
export function conflictOn(resource: string, name: string, detail: string): Refused {
  const message = `Operation cannot be fulfilled on ${resource} "${name}": ${detail}`;
  return { ok: false, code: 409, reason: 'Conflict', message };
}

export function invalid(kind: string | KindInfo, name: string, detail: string): Refused {
  return { ok: false, code: 422, reason: 'Invalid', message: `${qualifiedKind(kind)} "${name}" is invalid: ${detail}` };
}

/** A patch in a form that the kind does not take: only built-in kinds know which lists are merged by what. */
export function unsupportedPatch(): Refused {
  const types = ['json-patch+json', 'merge-patch+json', 'apply-patch+yaml'].map((type) => `application/${type}`);
  const accepted = `accepted media types include: ${types.join(', ')}`;
  const message = `the body of the request was in an unknown format - ${accepted}`;
  return { ok: false, code: 415, reason: 'UnsupportedMediaType', message };
}

/** Admission says no. */
export function forbidden(kind: string | KindInfo, name: string, detail: string): Refused {
  const message = `${resourceText(kind)} "${name}" is forbidden: ${detail}`;
  return { ok: false, code: 403, reason: 'Forbidden', message };
}

/** Creation in a namespace that is on its way out. */
export function namespaceTerminating(kind: string | KindInfo, name: string, namespace: string): Refused {
  const detail = `unable to create new content in namespace ${namespace} because it is being terminated`;
  return { ...forbidden(kind, name, detail), isNamespaceTerminating: true };
}

/** Nothing answers at the address of the API server. */
export function unreachable(): Refused {
  const message = 'The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?';
  return { ok: false, code: 503, reason: 'ServiceUnavailable', message };
}

/** Deletion of a namespace that a cluster cannot do without. Mirrors apiserver admission/plugin/namespace/lifecycle. */
export function namespaceProtected(name: string): Refused {
  return forbidden('Namespace', name, 'this namespace may not be deleted');
}
