// Lists, as the API server answers them: what is stored, in the order of keys.
// Mirrors staging/src/k8s.io/apiserver/pkg/storage/etcd3/store.go, GetList (v1.36).

import { byCodeUnit } from '../base/compare.ts';
import type { KindInfo } from '../model/kinds.ts';
import { type KubeObject, keyOf } from '../model/objects.ts';
import type { Granted, ListRequest } from './request.ts';
import type { Store } from './store.ts';

/** The answer to a list: of one namespace, or of all. `read` gives the objects. */
export function listed(
  store: Store,
  { apiVersion }: KindInfo,
  { kind, namespace }: ListRequest,
  read: (kind: string, key: string) => KubeObject | undefined,
): Granted {
  const entries = namespace === undefined ? store.entries(kind) : store.inNamespace(kind, namespace);
  const items = [...entries]
    .flatMap((entry) => read(kind, entry.key) ?? [])
    .filter((object) => namespace === undefined || object.metadata.namespace === namespace)
    .sort((a, b) => byCodeUnit(keyOf(a), keyOf(b)));
  return { ok: true, object: listObject(kind, apiVersion, store.revision, items), items };
}

/** The list as an object of the API. */
export function listObject(
  kind: string,
  apiVersion: string,
  resourceVersion: number,
  items: readonly KubeObject[],
): KubeObject {
  const list = { apiVersion, kind: `${kind}List`, metadata: { resourceVersion }, items };
  return list as unknown as KubeObject;
}
