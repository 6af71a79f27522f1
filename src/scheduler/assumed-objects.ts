// Objects as reserved pods will leave them: a claim bound to its volume before the API server knows. Whoever reads
// through here sees the assumed version until a watch delivers a newer one or the pod that assumed it gives up.
// Mirrors pkg/scheduler/util/assumecache/assume_cache.go (v1.36).

import type { KubeObject, ObjectOf } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import type { Lister } from './framework.ts';

interface Assumed {
  readonly object: KubeObject;
  readonly podUid: string;
}

/** A lister that knows better. */
export class AssumedObjects implements Lister {
  readonly #stored: Lister;
  /** By kind, then by key. */
  readonly #assumed = new Map<string, Map<string, Assumed>>();

  constructor(stored: Lister) {
    this.#stored = stored;
  }

  /** New versions of stored objects, assumed on behalf of a pod. */
  assume(podUid: string, objects: readonly KubeObject[]): void {
    for (const object of objects) {
      const byKey = this.#assumed.get(object.kind) ?? new Map<string, Assumed>();
      byKey.set(keyOf(object), { object, podUid });
      this.#assumed.set(object.kind, byKey);
    }
  }

  /** Forgets what was assumed for a pod. */
  forget(podUid: string): void {
    for (const byKey of this.#assumed.values()) {
      for (const [key, assumed] of byKey) if (assumed.podUid === podUid) byKey.delete(key);
    }
  }

  get<K extends string>(kind: K, key: string): ObjectOf<K> | undefined {
    const stored = this.#stored.get(kind, key);
    return stored === undefined ? undefined : this.#newest(kind, key, stored);
  }

  list<K extends string>(kind: K): readonly ObjectOf<K>[] {
    return this.#newestOf(kind, this.#stored.list(kind));
  }

  inNamespace<K extends string>(kind: K, namespace: string): readonly ObjectOf<K>[] {
    return this.#newestOf(kind, this.#stored.inNamespace(kind, namespace));
  }

  #newestOf<K extends string>(kind: K, objects: readonly ObjectOf<K>[]): readonly ObjectOf<K>[] {
    if ((this.#assumed.get(kind)?.size ?? 0) === 0) return objects;
    return objects.map((object) => this.#newest(kind, keyOf(object), object));
  }

  #newest<K extends string>(kind: K, key: string, stored: ObjectOf<K>): ObjectOf<K> {
    const byKey = this.#assumed.get(kind);
    const assumed = byKey?.get(key)?.object;
    if (assumed === undefined) return stored;
    const isSame = assumed.metadata.uid === stored.metadata.uid;
    if (isSame && assumed.metadata.resourceVersion >= stored.metadata.resourceVersion) return assumed as ObjectOf<K>;
    byKey?.delete(key);
    return stored;
  }
}
