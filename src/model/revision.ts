// The revision of a Deployment that a ReplicaSet is, as its annotation says: the Deployment's controller counts them,
// kubectl goes back to one, and the tracks show which one is the current.

import type { ReplicaSet } from './objects.ts';

export const REVISION = 'deployment.kubernetes.io/revision';

/** A ReplicaSet's revision; undefined where it has none. Mirrors deployment_util.go, Revision (v1.36). */
export function revisionOf(replicaSet: ReplicaSet): number | undefined {
  const text = replicaSet.metadata.annotations?.[REVISION];
  return text !== undefined && /^[+-]?[0-9]+$/.test(text) ? Number(text) : undefined;
}
