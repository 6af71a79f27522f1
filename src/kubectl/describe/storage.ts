// `kubectl describe` of volumes, claims and storage classes. Mirrors
// staging/src/k8s.io/kubectl/pkg/describe/describe.go, describePersistentVolume and its neighbours (v1.36).

import { byCodeUnit } from '../../base/compare.ts';
import type { Condition, NodeSelector } from '../../model/objects.ts';
import type { PersistentVolume, StorageClass } from '../../model/storage.ts';
import { isDefaultClass } from '../../model/storage-class.ts';
import { storageClassOf } from '../../model/volume-matching.ts';
import { ageAt } from '../printers/human-duration.ts';
import { accessModesText, type PersistentVolumeClaim } from '../printers/storage.ts';
import { describeEvents } from './events.ts';
import { type DescribeSource, describeAnnotations, describeLabels, sortedEntries, timeText } from './shared-parts.ts';
import { TabbedText } from './tabbed-text.ts';
import { describeVolumeSource } from './volumes.ts';

/** kubectl's description of a PersistentVolume at a moment. */
export function describeVolume(volume: PersistentVolume, source: DescribeSource): string {
  const { metadata, spec, status } = volume;
  const { claimRef } = spec;
  const text = new TabbedText();
  text.line(0, `Name:\t${metadata.name}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  text.line(0, `Finalizers:\t[${(metadata.finalizers ?? []).join(' ')}]`);
  text.line(0, `StorageClass:\t${storageClassOf(volume)}`);
  text.line(0, `Status:\t${phaseText(volume, status?.phase, source)}`);
  text.line(0, `Claim:\t${claimRef === undefined ? '' : `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`}`);
  text.line(0, `Reclaim Policy:\t${spec.persistentVolumeReclaimPolicy ?? ''}`);
  text.line(0, `Access Modes:\t${accessModesText(spec.accessModes)}`);
  if (spec.volumeMode !== undefined) text.line(0, `VolumeMode:\t${spec.volumeMode}`);
  text.line(0, `Capacity:\t${spec.capacity?.storage ?? '0'}`);
  describeNodeAffinity(text, spec.nodeAffinity?.required);
  text.line(0, `Message:\t${(status as { readonly message?: string } | undefined)?.message ?? ''}`);
  text.line(0, 'Source:');
  describeVolumeSource(text, spec);
  describeEvents(text, source, volume);
  return text.toText();
}

function describeNodeAffinity(text: TabbedText, required: NodeSelector | undefined): void {
  text.line(0, `Node Affinity:\t${required === undefined ? '<none>' : ''}`);
  if (required === undefined) return;
  const { nodeSelectorTerms } = required;
  text.line(1, `Required Terms:\t${nodeSelectorTerms.length === 0 ? '<none>' : ''}`);
  nodeSelectorTerms.forEach(({ matchExpressions = [] }, index) => {
    const lines = matchExpressions.map(
      ({ key, operator, values = [] }) => `${key} ${operator.toLowerCase()}${listText(values)}`,
    );
    describeTerm(text, 2, index, lines);
  });
}

/** `Term 0:` with its requirements. */
function describeTerm(text: TabbedText, level: number, index: number, lines: readonly string[]): void {
  const [first = '<none>', ...rest] = lines;
  text.line(level, `Term ${index}:\t${first}`);
  for (const line of rest) text.line(level, `\t${line}`);
}

function listText(values: readonly string[]): string {
  return values.length === 0 ? '' : ` [${values.join(', ')}]`;
}

/** kubectl's description of a StorageClass at a moment. */
export function describeStorageClass(storageClass: StorageClass, source: DescribeSource): string {
  const { metadata, provisioner, allowVolumeExpansion, reclaimPolicy, volumeBindingMode, allowedTopologies } =
    storageClass;
  const { parameters, mountOptions = [] } = storageClass as {
    readonly parameters?: never;
    readonly mountOptions?: never[];
  };
  const text = new TabbedText();
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `IsDefaultClass:\t${isDefaultClass(storageClass) ? 'Yes' : 'No'}`);
  text.line(0, `Annotations:\t${mapText(metadata.annotations)}`);
  text.line(0, `Provisioner:\t${provisioner}`);
  text.line(0, `Parameters:\t${mapText(parameters)}`);
  text.line(0, `AllowVolumeExpansion:\t${expansionText(allowVolumeExpansion)}`);
  text.line(0, `MountOptions:${mountOptions.length === 0 ? '\t<none>' : ''}`);
  for (const option of mountOptions) text.line(1, option);
  if (reclaimPolicy !== undefined) text.line(0, `ReclaimPolicy:\t${reclaimPolicy}`);
  if (volumeBindingMode !== undefined) text.line(0, `VolumeBindingMode:\t${volumeBindingMode}`);
  if (allowedTopologies !== undefined) {
    text.line(0, `AllowedTopologies:\t${allowedTopologies.length === 0 ? '<none>' : ''}`);
    allowedTopologies.forEach(({ matchLabelExpressions = [] }, index) => {
      const lines = matchLabelExpressions.map(({ key, values }) => `${key} in${listText(values)}`);
      describeTerm(text, 1, index, lines);
    });
  }
  describeEvents(text, source, storageClass);
  return text.toText();
}

function mapText(map: { readonly [name: string]: string } | undefined): string {
  return (
    sortedEntries(map)
      .map(([name, value]) => `${name}=${value}`)
      .join(',') || '<none>'
  );
}

function expansionText(allows: boolean | undefined): string {
  if (allows === undefined) return '<unset>';
  return allows ? 'True' : 'False';
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
  text.line(0, `StorageClass:\t${storageClassOf(claim)}`);
  text.line(0, `Status:\t${phaseText(claim, status.phase, source)}`);
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
    return (spec.volumes ?? []).some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === claim);
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

function phaseText(
  { metadata }: Pick<PersistentVolumeClaim | PersistentVolume, 'metadata'>,
  phase: string | undefined,
  source: DescribeSource,
): string {
  const going = metadata.deletionTimestamp;
  return going === undefined ? (phase ?? '') : `Terminating (lasts ${ageAt(going, source.now)})`;
}
