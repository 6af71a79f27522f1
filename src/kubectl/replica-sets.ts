// The ReplicaSets that a Deployment controls, as kubectl's rollout commands look for them.
// Mirrors staging/src/k8s.io/kubectl/pkg/util/deployment/deployment.go (v1.36).

import type { Deployment, ReplicaSet } from '../model/objects.ts';
import { list, type Program } from './program.ts';

/** All of them, in the order of their names. */
export function* replicaSetsOf({ metadata }: Deployment): Program<readonly ReplicaSet[]> {
  const all = yield* list('ReplicaSet', metadata.namespace);
  return all.filter((each) =>
    each.metadata.ownerReferences?.some(({ controller, uid }) => controller === true && uid === metadata.uid),
  );
}
