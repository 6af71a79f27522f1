// Refusals with the codes and the exact texts of Kubernetes' API server.
// Mirrors staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go (v1.36).

import { qualifiedKind, resourceText } from '../model/kinds.ts';
import type { Refused } from './request.ts';

export function notFound(kind: string, name: string): Refused {
  return { ok: false, code: 404, reason: 'NotFound', message: `${resourceText(kind)} "${name}" not found` };
}

export function alreadyExists(kind: string, name: string): Refused {
  return { ok: false, code: 409, reason: 'AlreadyExists', message: `${resourceText(kind)} "${name}" already exists` };
}

/** A conflict on a resource or subresource by its name in texts, e.g. `pods/binding`. */
export function conflictOn(resource: string, name: string, detail: string): Refused {
  const message = `Operation cannot be fulfilled on ${resource} "${name}": ${detail}`;
  return { ok: false, code: 409, reason: 'Conflict', message };
}

export function invalid(kind: string, name: string, detail: string): Refused {
  return { ok: false, code: 422, reason: 'Invalid', message: `${qualifiedKind(kind)} "${name}" is invalid: ${detail}` };
}

/** Admission says no. */
export function forbidden(kind: string, name: string, detail: string): Refused {
  const message = `${resourceText(kind)} "${name}" is forbidden: ${detail}`;
  return { ok: false, code: 403, reason: 'Forbidden', message };
}

/** Creation in a namespace that is on its way out. */
export function namespaceTerminating(kind: string, name: string, namespace: string): Refused {
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
