// A component's view: reads of the store as of the component's cursors, so that all that its actors see is as old as
// its watches. See View in actor.ts.

import type { Seq } from '../log/row.ts';
import type { KubeObject, ObjectOf } from '../model/objects.ts';
import type { View } from './actor.ts';
import { controllerUid, type Entry, nodeNameOf, type Store } from './store.ts';
import type { Cursor } from './watches.ts';

/** The view over a component's cursors (by kind). A kind that is not watched reads as empty. */
export function viewOf(store: Store, cursors: ReadonlyMap<string, Cursor>): View {
  const revisionOf = (kind: string): number => cursors.get(kind)?.revision ?? 0;
  const select = <K extends string>(
    kind: K,
    entries: Iterable<Entry>,
    belongs: (object: KubeObject) => boolean,
  ): readonly ObjectOf<K>[] => {
    const revision = revisionOf(kind);
    const found: ObjectOf<K>[] = [];
    for (const entry of entries) {
      const object = store.versionAt(entry, revision);
      if (object !== undefined && belongs(object)) found.push(object as ObjectOf<K>);
    }
    return found;
  };
  return {
    get<K extends string>(kind: K, key: string) {
      const entry = store.entry(kind, key);
      return entry === undefined ? undefined : (store.versionAt(entry, revisionOf(kind)) as ObjectOf<K> | undefined);
    },
    list: (kind) => select(kind, store.entries(kind), () => true),
    inNamespace: (kind, namespace) => select(kind, store.inNamespace(kind, namespace), () => true),
    controlledBy: (kind, ownerUid) =>
      select(kind, store.controlledBy(kind, ownerUid), (object) => controllerUid(object) === ownerUid),
    onNode: (nodeName) => select('Pod', store.onNode(nodeName), (object) => nodeNameOf(object) === nodeName),
    revision: revisionOf,
    logLength() {
      let length: Seq = 0;
      for (const cursor of cursors.values()) length = Math.max(length, cursor.length);
      return length;
    },
  };
}
