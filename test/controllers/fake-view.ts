// A view over a plain list of objects, for tests of reconciles without a cluster.

import { seconds } from '../../src/base/time.ts';
import type { ReconcileView } from '../../src/cluster/actor.ts';
import type { KubeObject, ObjectOf, Pod } from '../../src/model/objects.ts';
import { keyOf } from '../../src/model/objects.ts';

/** A view in which everything has been delivered, unless `caughtUp` says otherwise. */
export function fakeView(objects: readonly KubeObject[], caughtUp = true): ReconcileView {
  const list = <K extends string>(kind: K): readonly ObjectOf<K>[] =>
    objects.filter((object) => object.kind === kind) as unknown as readonly ObjectOf<K>[];
  const uidOfController = (object: KubeObject): string =>
    object.metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid ?? '';
  return {
    get: (kind, key) => list(kind).find((object) => keyOf(object) === key),
    list,
    inNamespace: (kind, namespace) => list(kind).filter((object) => object.metadata.namespace === namespace),
    controlledBy: (kind, uid) => list(kind).filter((object) => uidOfController(object) === uid),
    onNode: (nodeName) => list('Pod').filter((pod: Pod) => pod.spec.nodeName === nodeName),
    startedAt: seconds(0),
    revision: () => 1,
    logLength: () => 0,
    caughtUp: () => caughtUp,
  };
}
