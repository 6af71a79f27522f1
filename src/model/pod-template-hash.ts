// The real pod-template-hash: the label by which a Deployment tells its ReplicaSets apart, and the end of their names;
// and its sister for the revisions of StatefulSets and DaemonSets.
//
// Equal to Kubernetes' own to the character, so that names in Orrery are the names in a real cluster.
// Mirrors pkg/controller/controller_utils.go, ComputeHash, and history/controller_history.go (v1.36).

import { fnv1a32, fnv132 } from '../base/hash.ts';
import { safeEncode } from './name-suffix.ts';
import type { PodTemplateSpec } from './objects.ts';
import { dumpPodTemplate } from './pod-template-dump.ts';

const dumpHashes = new WeakMap<PodTemplateSpec, number>();

/** The hash of a template that has been defaulted; `collisionCount` is the Deployment's, from its status. */
export function podTemplateHash(template: PodTemplateSpec, collisionCount?: number): string {
  const known = dumpHashes.get(template);
  const dumpHash = known ?? fnv1a32(dumpPodTemplate(template));
  if (known === undefined) dumpHashes.set(template, dumpHash);
  return safeEncode(`${collisionCount === undefined ? dumpHash : withCollisions(dumpHash, collisionCount)}`);
}

/** The hash of a ControllerRevision, over the exact bytes of its data. */
export function controllerRevisionHash(data: string, collisionCount?: number): string {
  return safeEncode(`${fnv132(`${data}${collisionCount ?? ''}`)}`);
}

/** Goes on hashing: the count as four bytes, low ones first, and four zero bytes. */
function withCollisions(hash: number, count: number): number {
  const bytes = [count & 0xff, (count >>> 8) & 0xff, (count >>> 16) & 0xff, count >>> 24, 0, 0, 0, 0];
  return bytes.reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193) >>> 0, hash);
}
