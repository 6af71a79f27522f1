// `kubectl describe deployment` and `replicaset`, with their pod template.
// Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go, describeDeployment, describeReplicaSet (v1.36).

import { byCodeUnit, byNumber, chain } from '../../base/compare.ts';
import { deepEqual } from '../../base/deep-equal.ts';
import type {
  Condition,
  Deployment,
  KubeObject,
  LabelSelector,
  PodPhase,
  PodTemplateSpec,
  ReplicaSet,
} from '../../model/objects.ts';
import { controllerOf } from '../../model/owners.ts';
import { compiledSelector, formatSelector, matchesLabelSelector } from '../../model/selector.ts';
import { describeEvents } from './events.ts';
import { controllerText, type DescribeSource, describeAnnotations, describeLabels, timeText } from './shared-parts.ts';
import { TabbedText } from './tabbed-text.ts';
import { describeTemplate } from './template.ts';

const HASH_LABEL = 'pod-template-hash';

/** kubectl's description of a Deployment at a moment. */
export function describeDeployment(deployment: Deployment, source: DescribeSource): string {
  const { metadata, spec, status } = deployment;
  const text = new TabbedText();
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  text.line(0, `CreationTimestamp:\t${timeText(source, metadata.creationTimestamp)}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  text.line(0, `Selector:\t${formatSelector(compiledSelector(spec.selector))}`);
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status;
  const counts = `${updatedReplicas} updated | ${replicas} total | ${availableReplicas} available`;
  text.line(0, `Replicas:\t${spec.replicas} desired | ${counts} | ${unavailableReplicas} unavailable`);
  text.line(0, `StrategyType:\t${spec.strategy.type ?? ''}`);
  text.line(0, `MinReadySeconds:\t${spec.minReadySeconds ?? 0}`);
  const rolling = spec.strategy.rollingUpdate;
  if (rolling !== undefined) {
    const { maxUnavailable = 0, maxSurge = 0 } = rolling;
    text.line(0, `RollingUpdateStrategy:\t${maxUnavailable} max unavailable, ${maxSurge} max surge`);
  }
  describeTemplate(text, source, spec.template);
  describeConditions(text, status.conditions ?? []);
  describeReplicaSetsOf(text, deployment, source);
  describeEvents(text, source, deployment);
  return text.toText();
}

/** kubectl's description of a ReplicaSet at a moment. */
export function describeReplicaSet(replicaSet: ReplicaSet, source: DescribeSource): string {
  const { metadata, spec, status } = replicaSet;
  const text = new TabbedText();
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  text.line(0, `Selector:\t${formatSelector(compiledSelector(spec.selector))}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  const controller = controllerText(replicaSet);
  if (controller !== '') text.line(0, `Controlled By:\t${controller}`);
  text.line(0, `Replicas:\t${status.replicas ?? 0} current / ${spec.replicas} desired`);
  text.line(0, `Pods Status:\t${podCountsText(replicaSet, source)}`);
  describeTemplate(text, source, spec.template);
  describeConditions(text, status.conditions ?? []);
  describeEvents(text, source, replicaSet);
  return text.toText();
}

/** How many pods of a controller are in which phase. */
export function podCountsText(
  { metadata, spec }: KubeObject & { readonly spec: { readonly selector: LabelSelector } },
  source: DescribeSource,
): string {
  const pods = source.list('Pod').filter((pod) => {
    if (pod.metadata.namespace !== metadata.namespace) return false;
    if (!matchesLabelSelector(spec.selector, pod.metadata.labels)) return false;
    return controllerOf(pod)?.uid === metadata.uid;
  });
  const count = (phase: PodPhase): number => pods.filter(({ status }) => status.phase === phase).length;
  const [running, waiting] = [count('Running'), count('Pending')];
  return `${running} Running / ${waiting} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`;
}

function describeConditions(text: TabbedText, conditions: readonly Condition[]): void {
  if (conditions.length === 0) return;
  text.line(0, 'Conditions:');
  text.line(1, 'Type\tStatus\tReason');
  text.line(1, '----\t------\t------');
  for (const { type, status, reason = '' } of conditions) text.line(1, `${type} \t${status}\t${reason}`);
}

function describeReplicaSetsOf(text: TabbedText, { metadata, spec }: Deployment, source: DescribeSource): void {
  const owned = source
    .list('ReplicaSet')
    .filter((each) => controllerOf(each)?.uid === metadata.uid)
    .sort(
      chain<ReplicaSet>(
        (a, b) => byNumber(a.metadata.creationTimestamp, b.metadata.creationTimestamp),
        (a, b) => byCodeUnit(a.metadata.name, b.metadata.name),
      ),
    );
  if (owned.length === 0) return;
  const current = owned.find((each) => deepEqual(withoutHash(each.spec.template), withoutHash(spec.template)));
  text.line(0, `OldReplicaSets:\t${replicaSetsText(owned.filter((each) => each !== current))}`);
  text.line(0, `NewReplicaSet:\t${replicaSetsText(current === undefined ? [] : [current])}`);
}

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [HASH_LABEL]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

function replicaSetsText(replicaSets: readonly ReplicaSet[]): string {
  if (replicaSets.length === 0) return '<none>';
  return replicaSets
    .map(({ metadata, spec, status }) => `${metadata.name} (${status.replicas ?? 0}/${spec.replicas} replicas created)`)
    .join(', ');
}
