// Refusals with the codes and the exact texts of Kubernetes' API server.
// Mirrors staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go (v1.36).

import { kindInfo, resourceText } from '../model/kinds.ts';
import type { Refused } from './request.ts';

export function notFound(kind: string, name: string): Refused {
  return { ok: false, code: 404, reason: 'NotFound', message: `${resourceText(kind)} "${name}" not found` };
}

export function alreadyExists(kind: string, name: string): Refused {
  return { ok: false, code: 409, reason: 'AlreadyExists', message: `${resourceText(kind)} "${name}" already exists` };
}

/** A stale resourceVersion. */
export function staleVersion(kind: string, name: string): Refused {
  return conflict(
    kind,
    name,
    'the object has been modified; please apply your changes to the latest version and try again',
  );
}

export function wrongUid(kind: string, name: string, wanted: string, found: string): Refused {
  return conflict(kind, name, `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${found}`);
}

function conflict(kind: string, name: string, detail: string): Refused {
  return conflictOn(resourceText(kind), name, detail);
}

/** The same for a resource or subresource by its name in texts, e.g. `pods/binding`. */
export function conflictOn(resource: string, name: string, detail: string): Refused {
  const message = `Operation cannot be fulfilled on ${resource} "${name}": ${detail}`;
  return { ok: false, code: 409, reason: 'Conflict', message };
}

export function invalid(kind: string, name: string, detail: string): Refused {
  const { apiVersion } = kindInfo(kind);
  const slash = apiVersion.indexOf('/');
  const qualified = slash < 0 ? kind : `${kind}.${apiVersion.slice(0, slash)}`;
  return { ok: false, code: 422, reason: 'Invalid', message: `${qualified} "${name}" is invalid: ${detail}` };
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
