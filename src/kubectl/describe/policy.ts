// `kubectl describe` of disruption budgets and claims of volumes. Mirrors
// staging/src/k8s.io/kubectl/pkg/describe/describe.go, describePodDisruptionBudgetV1, describePersistentVolumeClaim
// (v1.36).

import { byCodeUnit } from '../../base/compare.ts';
import type { Condition, KubeObject, LabelSelector } from '../../model/objects.ts';
import { selectorText } from '../printers/cells.ts';
import { ageAt } from '../printers/human-duration.ts';
import { accessModesText, claimClass, type PersistentVolumeClaim } from '../printers/storage.ts';
import { describeEvents } from './events.ts';
import { type DescribeSource, describeAnnotations, describeLabels, timeText } from './shared-parts.ts';
import { TabbedText } from './tabbed-text.ts';

interface Budget extends KubeObject {
  readonly spec?: {
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
    readonly selector?: LabelSelector;
  };
  readonly status?: { readonly [count: string]: number };
}

/** kubectl's description of a PodDisruptionBudget at a moment. */
export function describePodDisruptionBudget(budget: Budget, source: DescribeSource): string {
  const { metadata, spec = {}, status = {} } = budget;
  const text = new TabbedText();
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  if (spec.minAvailable !== undefined) text.line(0, `Min available:\t${spec.minAvailable}`);
  else if (spec.maxUnavailable !== undefined) text.line(0, `Max unavailable:\t${spec.maxUnavailable}`);
  text.line(0, `Selector:\t${spec.selector === undefined ? '<unset>' : selectorText(spec.selector)}`);
  text.line(0, 'Status:');
  text.line(2, `Allowed disruptions:\t${status.disruptionsAllowed ?? 0}`);
  text.line(2, `Current:\t${status.currentHealthy ?? 0}`);
  text.line(2, `Desired:\t${status.desiredHealthy ?? 0}`);
  text.line(2, `Total:\t${status.expectedPods ?? 0}`);
  describeEvents(text, source, budget);
  return text.toText();
}

interface DataSource {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
}

/** kubectl's description of a PersistentVolumeClaim at a moment. */
export function describeClaim(claim: PersistentVolumeClaim, source: DescribeSource): string {
  const { metadata, spec = {}, status = {} } = claim;
  const text = new TabbedText();
  const { volumeName = '' } = spec;
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  text.line(0, `StorageClass:\t${claimClass(claim)}`);
  const going = metadata.deletionTimestamp;
  const lasts = going === undefined ? '' : `Terminating (lasts ${ageAt(going, source.now)})`;
  text.line(0, `Status:\t${lasts === '' ? (status.phase ?? '') : lasts}`);
  text.line(0, `Volume:\t${volumeName}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  text.line(0, `Finalizers:\t[${(metadata.finalizers ?? []).join(' ')}]`);
  text.line(0, `Capacity:\t${volumeName === '' ? '' : (status.capacity?.storage ?? '0')}`);
  text.line(0, `Access Modes:\t${volumeName === '' ? '' : accessModesText(status.accessModes)}`);
  if (spec.volumeMode !== undefined) text.line(0, `VolumeMode:\t${spec.volumeMode}`);
  describeDataSource(text, (spec as { readonly dataSource?: DataSource }).dataSource);
  text.list('Used By', podsWith(metadata.name, metadata.namespace, source));
  describeConditions(text, source, (status as { readonly conditions?: readonly Condition[] }).conditions ?? []);
  describeEvents(text, source, claim);
  return text.toText();
}

function describeDataSource(text: TabbedText, dataSource: DataSource | undefined): void {
  if (dataSource === undefined) return;
  text.line(0, 'DataSource:');
  if (dataSource.apiGroup !== undefined) text.line(1, `APIGroup:\t${dataSource.apiGroup}`);
  text.line(1, `Kind:\t${dataSource.kind}`);
  text.line(1, `Name:\t${dataSource.name}`);
}

function podsWith(claim: string, namespace: string | undefined, source: DescribeSource): readonly string[] {
  const uses = source.list('Pod').filter(({ metadata, spec }) => {
    if (metadata.namespace !== namespace) return false;
    return (spec.volumes ?? []).some(({ persistentVolumeClaim }) => {
      return (persistentVolumeClaim as { readonly claimName?: string } | undefined)?.claimName === claim;
    });
  });
  return uses.map(({ metadata }) => metadata.name).toSorted(byCodeUnit);
}

function describeConditions(text: TabbedText, source: DescribeSource, conditions: readonly Condition[]): void {
  if (conditions.length === 0) return;
  text.line(0, 'Conditions:');
  text.line(1, 'Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage');
  text.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const { type, status, lastProbeTime, lastTransitionTime, reason = '', message = '' } of conditions) {
    const times = `${timeText(source, lastProbeTime)} \t${timeText(source, lastTransitionTime)}`;
    text.line(1, `${type} \t${status} \t${times} \t${reason} \t${message}`);
  }
}
