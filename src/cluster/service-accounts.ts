// A pod runs as a ServiceAccount of its namespace, which has to be there. The account `default` counts as there: its
// controller makes it as soon as the namespace is, and nobody should lose a race against it.
// Mirrors plugin/pkg/admission/serviceaccount/admission.go (v1.36).

import type { NewObject, PodSpec } from '../model/objects.ts';
import { forbidden } from './refusal.ts';
import type { Refused } from './request.ts';
import type { Store } from './store.ts';

const DEFAULT = 'default';

/** Why a new pod of this name is not taken; other kinds are. */
export function accountRefusal(object: NewObject, name: string, store: Store): Refused | undefined {
  if (object.kind !== 'Pod') return undefined;
  const { spec } = object as NewObject & { readonly spec: PodSpec };
  const account = spec.serviceAccountName ?? spec.serviceAccount ?? DEFAULT;
  const key = `${object.metadata.namespace ?? ''}/${account}`;
  if (account === '' || account === DEFAULT || store.current('ServiceAccount', key) !== undefined) return undefined;
  const missing = `serviceaccount "${account}" not found`;
  return forbidden('Pod', name, `error looking up service account ${key}: ${missing}`);
}
