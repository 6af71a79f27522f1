// The pod template in descriptions of what makes pods, and in `kubectl rollout history`.
// Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go, DescribePodTemplate (v1.36).

import type { PodTemplateSpec } from '../../model/objects.ts';
import { describeContainers } from './containers.ts';
import {
  type DescribeTimes,
  describeAnnotations,
  describeLabels,
  describeSpreading,
  describeTolerations,
} from './shared-parts.ts';
import { TabbedText } from './tabbed-text.ts';
import { describeVolumes } from './volumes.ts';

/** Writes a pod template. */
export function describeTemplate(text: TabbedText, times: DescribeTimes, { metadata, spec }: PodTemplateSpec): void {
  text.line(0, 'Pod Template:');
  describeLabels(text, '  Labels', metadata?.labels);
  if (Object.keys(metadata?.annotations ?? {}).length > 0) {
    describeAnnotations(text, '  Annotations', metadata?.annotations);
  }
  if (spec.serviceAccountName !== undefined) text.line(1, `Service Account:\t${spec.serviceAccountName}`);
  const { initContainers = [] } = spec;
  if (initContainers.length > 0) describeContainers(text, times, 'Init Containers', initContainers, [], '  ');
  describeContainers(text, times, 'Containers', spec.containers, [], '  ');
  describeVolumes(text, spec.volumes, '  ');
  describeSpreading(text, '  Topology Spread Constraints', spec.topologySpreadConstraints);
  if (spec.priorityClassName !== undefined) text.line(1, `Priority Class Name:\t${spec.priorityClassName}`);
  describeLabels(text, '  Node-Selectors', spec.nodeSelector);
  describeTolerations(text, '  Tolerations', spec.tolerations ?? []);
}

/** A template by itself, not aligned: as kubectl leaves it in a history. */
export function templateText(template: PodTemplateSpec, startsAtEpochMicros: number): string {
  const text = new TabbedText();
  describeTemplate(text, { startsAtEpochMicros }, template);
  return text.toTabs();
}
