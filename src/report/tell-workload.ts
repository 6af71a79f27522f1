// Writes of Deployments and ReplicaSets in words: created, scaled, a new template, a rollout that is complete or
// stuck. Told from the two versions of the object, since a row does not say what its writer meant.

import { deepEqual } from '../base/deep-equal.ts';
import type { Log } from '../log/log.ts';
import type { Seq } from '../log/row.ts';
import { findCondition } from '../model/condition.ts';
import type { Deployment, KubeObject, ReplicaSet } from '../model/objects.ts';
import type { Telling } from './telling.ts';

/** The sentence of a write of a Deployment. */
export function tellDeployment(log: Log, seq: Seq, deployment: Deployment): Telling {
  const { name } = deployment.metadata;
  const before = versionBefore<Deployment>(log, seq);
  switch (log.verb(seq)) {
    case 'create':
      return { sentence: 'deployment.created', values: { name, replicas: `${deployment.spec.replicas}` } };
    case 'mark':
    case 'delete':
      return { sentence: 'deployment.deleted', values: { name } };
    case 'status':
      return tellStatus(deployment, before);
  }
  const hasNewTemplate = before !== undefined && !deepEqual(before.spec.template, deployment.spec.template);
  if (before !== undefined && before.spec.replicas !== deployment.spec.replicas) {
    const sentence = hasNewTemplate ? 'deployment.changedAndScaled' : 'deployment.scaled';
    return { sentence, values: scaling(name, before.spec.replicas, deployment.spec.replicas) };
  }
  return { sentence: hasNewTemplate ? 'deployment.changed' : 'deployment.updated', values: { name } };
}

function tellStatus({ metadata: { name }, spec, status }: Deployment, before: Deployment | undefined): Telling {
  const { availableReplicas = 0 } = status;
  const available = `${availableReplicas}`;
  const reason = progressOf(status);
  const isNews = reason !== progressOf(before?.status);
  if (isNews && reason === 'NewReplicaSetAvailable') {
    return { sentence: 'deployment.complete', values: { name, available } };
  }
  if (isNews && reason === 'ProgressDeadlineExceeded') return { sentence: 'deployment.stuck', values: { name } };
  if (availableReplicas === (before?.status.availableReplicas ?? 0)) {
    return { sentence: 'deployment.status', values: { name } };
  }
  return { sentence: 'deployment.available', values: { name, available, desired: `${spec.replicas}` } };
}

function progressOf(status: Deployment['status'] | undefined): string | undefined {
  return findCondition(status?.conditions, 'Progressing')?.reason;
}

/** The sentence of a write of a ReplicaSet. */
export function tellReplicaSet(log: Log, seq: Seq, replicaSet: ReplicaSet): Telling {
  const { name } = replicaSet.metadata;
  const { replicas } = replicaSet.spec;
  switch (log.verb(seq)) {
    case 'create':
      return { sentence: 'replicaSet.created', values: { name, replicas: `${replicas}` } };
    case 'mark':
    case 'delete':
      return { sentence: 'replicaSet.deleted', values: { name } };
    case 'status':
      return { sentence: 'replicaSet.status', values: { name } };
  }
  const before = versionBefore<ReplicaSet>(log, seq);
  if (before === undefined || before.spec.replicas === replicas) {
    return { sentence: 'replicaSet.updated', values: { name } };
  }
  return { sentence: 'replicaSet.scaled', values: scaling(name, before.spec.replicas, replicas) };
}

function scaling(name: string, from: number, to: number): Telling['values'] {
  return { name, from: `${from}`, to: `${to}` };
}

function versionBefore<T extends KubeObject>(log: Log, seq: Seq): T | undefined {
  const before = log.before(seq);
  return before === undefined ? undefined : (log.object(before) as T);
}
