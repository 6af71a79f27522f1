// The revisions of a workload: Deployments remember them in their ReplicaSets, StatefulSets and DaemonSets in
// ControllerRevisions. Mirrors staging/src/k8s.io/kubectl/pkg/polymorphichelpers/history.go (v1.36).

import { byNumber } from '../base/compare.ts';
import type { Deployment, KubeObject, PodTemplateSpec, ReplicaSet } from '../model/objects.ts';
import { controllerOf } from '../model/owners.ts';
import { revisionOf } from '../model/revision.ts';
import { list, type Program } from './program.ts';

/** Kinds that have revisions. */
export const KINDS_WITH_REVISIONS: readonly string[] = ['Deployment', 'DaemonSet', 'StatefulSet'];

/** One revision of a workload. */
export interface Revision {
  readonly number: number;
  readonly template: PodTemplateSpec;
  /** The ReplicaSet or ControllerRevision that holds it. */
  readonly holder: KubeObject;
}

interface ControllerRevision extends KubeObject {
  readonly revision: number;
  readonly data?: { readonly spec?: { readonly template?: PodTemplateSpec } };
}

/** All revisions of a workload, the oldest first. */
export function* revisionsOf(workload: KubeObject): Program<readonly Revision[]> {
  const { kind, metadata } = workload;
  const found: Revision[] = [];
  if (kind === 'Deployment') {
    for (const holder of yield* replicaSetsOf(workload as Deployment)) {
      const number = revisionOf(holder);
      if (number !== undefined) found.push({ number, template: holder.spec.template, holder });
    }
  } else {
    const all: readonly KubeObject[] = yield* list('ControllerRevision', metadata.namespace);
    for (const holder of all.filter((each) => controllerOf(each)?.uid === metadata.uid)) {
      const { revision: number, data } = holder as ControllerRevision;
      found.push({ number, template: data?.spec?.template ?? { spec: { containers: [] } }, holder });
    }
  }
  return found.sort((a, b) => byNumber(a.number, b.number));
}

/** The ReplicaSets that a Deployment controls. */
function* replicaSetsOf({ metadata }: Deployment): Program<readonly ReplicaSet[]> {
  const all = yield* list('ReplicaSet', metadata.namespace);
  return all.filter((each) => controllerOf(each)?.uid === metadata.uid);
}
