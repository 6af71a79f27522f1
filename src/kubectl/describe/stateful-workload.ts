// `kubectl describe statefulset` and `daemonset`.
// Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go, describeStatefulSet, describeDaemonSet (v1.36).

import type { KubeObject, LabelSelector, PodTemplateSpec, ResourceList, StringMap } from '../../model/objects.ts';
import { compiledSelector, formatSelector } from '../../model/selector.ts';
import { describeEvents } from './events.ts';
import { type DescribeSource, describeAnnotations, describeLabels, sortedEntries, timeText } from './shared-parts.ts';
import { TabbedText } from './tabbed-text.ts';
import { describeTemplate } from './template.ts';
import { podCountsText } from './workload.ts';

interface StatefulSet extends KubeObject {
  readonly spec: {
    readonly replicas?: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplateSpec;
    readonly updateStrategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly partition?: number; readonly maxUnavailable?: number | string };
    };
    readonly volumeClaimTemplates?: readonly ClaimTemplate[];
  };
  readonly status?: { readonly replicas?: number };
}

interface ClaimTemplate {
  readonly metadata: { readonly name: string; readonly labels?: StringMap; readonly annotations?: StringMap };
  readonly spec: {
    readonly storageClassName?: string;
    readonly resources?: { readonly requests?: ResourceList };
    readonly accessModes?: readonly string[];
  };
}

interface DaemonSet extends KubeObject {
  readonly spec: { readonly selector: LabelSelector; readonly template: PodTemplateSpec };
  readonly status?: { readonly [count: string]: number };
}

/** kubectl's description of a StatefulSet at a moment. */
export function describeStatefulSet(object: KubeObject, source: DescribeSource): string {
  const { metadata, spec, status } = object as StatefulSet;
  const text = new TabbedText();
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  text.line(0, `CreationTimestamp:\t${timeText(source, metadata.creationTimestamp)}`);
  text.line(0, `Selector:\t${formatSelector(compiledSelector(spec.selector))}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  text.line(0, `Replicas:\t${spec.replicas ?? 1} desired | ${status?.replicas ?? 0} total`);
  text.line(0, `Update Strategy:\t${spec.updateStrategy?.type ?? ''}`);
  const { partition, maxUnavailable } = spec.updateStrategy?.rollingUpdate ?? {};
  if (partition !== undefined) {
    text.line(1, `Partition:\t${partition}`);
    if (maxUnavailable !== undefined) text.line(1, `MaxUnavailable:\t${maxUnavailable}`);
  }
  text.line(0, `Pods Status:\t${podCountsText(object as StatefulSet, source)}`);
  describeTemplate(text, source, spec.template);
  describeClaims(text, spec.volumeClaimTemplates ?? []);
  describeEvents(text, source, object);
  return text.toText();
}

function describeClaims(text: TabbedText, templates: readonly ClaimTemplate[]): void {
  text.line(0, templates.length === 0 ? 'Volume Claims:\t<none>' : 'Volume Claims:');
  for (const { metadata, spec } of templates) {
    text.line(1, `Name:\t${metadata.name}`);
    text.line(1, `StorageClass:\t${spec.storageClassName ?? ''}`);
    describeLabels(text, '  Labels', metadata.labels);
    describeAnnotations(text, '  Annotations', metadata.annotations);
    text.line(1, `Capacity:\t${spec.resources?.requests?.storage ?? '<default>'}`);
    text.line(1, `Access Modes:\t[${(spec.accessModes ?? []).join(' ')}]`);
  }
}

const DAEMON_COUNTS: readonly (readonly [title: string, field: string])[] = [
  ['Desired Number of Nodes Scheduled', 'desiredNumberScheduled'],
  ['Current Number of Nodes Scheduled', 'currentNumberScheduled'],
  ['Number of Nodes Scheduled with Up-to-date Pods', 'updatedNumberScheduled'],
  ['Number of Nodes Scheduled with Available Pods', 'numberAvailable'],
  ['Number of Nodes Misscheduled', 'numberMisscheduled'],
];

/** kubectl's description of a DaemonSet at a moment. */
export function describeDaemonSet(object: KubeObject, source: DescribeSource): string {
  const { metadata, spec, status } = object as DaemonSet;
  const text = new TabbedText();
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  text.line(0, `Selector:\t${formatSelector(compiledSelector(spec.selector))}`);
  const nodeSelector = sortedEntries(spec.template.spec.nodeSelector).map(([key, value]) => `${key}=${value}`);
  text.line(0, `Node-Selector:\t${nodeSelector.join(',') || '<none>'}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  for (const [title, field] of DAEMON_COUNTS) text.line(0, `${title}: ${status?.[field] ?? 0}`);
  text.line(0, `Pods Status:\t${podCountsText(object as DaemonSet, source)}`);
  describeTemplate(text, source, spec.template);
  describeEvents(text, source, object);
  return text.toText();
}
