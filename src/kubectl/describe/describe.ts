// `kubectl describe` by kind: the kinds that the model acts on. Others have no description here.
// A table by hand: what is not listed is not described.

import type { KubeObject } from '../../model/objects.ts';
import { describeAutoscaler } from './hpa.ts';
import { describeNode } from './node.ts';
import { describePod } from './pod.ts';
import type { DescribeSource } from './shared-parts.ts';
import { describeDeployment, describeReplicaSet } from './workload.ts';

type Describer = (object: never, source: DescribeSource) => string;

const DESCRIBERS: { readonly [kind: string]: Describer } = {
  Pod: describePod,
  Node: describeNode,
  Deployment: describeDeployment,
  ReplicaSet: describeReplicaSet,
  HorizontalPodAutoscaler: describeAutoscaler,
};

/** Kinds that descriptions look up beside their object. */
export const RELATED_KINDS: readonly string[] = ['Event', 'Pod', 'ReplicaSet', 'EndpointSlice'];

/** kubectl's description of an object, or empty for a kind without one. */
export function describeObject(object: KubeObject, source: DescribeSource): string {
  const describer = DESCRIBERS[object.kind] as ((object: KubeObject, source: DescribeSource) => string) | undefined;
  return describer?.(object, source) ?? '';
}
