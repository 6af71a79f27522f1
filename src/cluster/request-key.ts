// Where the object of a request is stored, or would be, and its name: what rows about refusals and texts about what is
// not there say.

import { kindInfo } from '../model/kinds.ts';
import { keyOf } from '../model/objects.ts';
import type { ApiRequest } from './request.ts';

/** The key of a request's object; the namespace of a collection, nothing for a list. */
export function keyOfRequest(request: ApiRequest): string {
  if (request.verb === 'create' || request.verb === 'update') {
    const { name, generateName, namespace } = request.object.metadata;
    const key = keyOf({
      metadata: { name: name ?? `${generateName ?? ''}`, ...(namespace === undefined ? {} : { namespace }) },
    });
    return kindInfo(request.kind).isNamespaced ? key : (name ?? '');
  }
  if (request.verb === 'deletecollection') return request.namespace;
  return request.verb === 'list' ? '' : request.key;
}

/** The name in a key. */
export function nameOfKey(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
