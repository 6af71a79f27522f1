// `kubectl describe pod`. Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go, describePod (v1.36).
// The order of the lines is that of the original, which readers know by heart.

import type { Pod } from '../../model/objects.ts';
import { qosClassOf } from '../../model/pod-resources.ts';
import { isTerminalPhase } from '../../model/pod-status.ts';
import { ageAt } from '../printers/human-duration.ts';
import { describeContainers } from './containers.ts';
import { describeEvents } from './events.ts';
import {
  controllerText,
  type DescribeSource,
  describeAnnotations,
  describeLabels,
  describeSpreading,
  describeTolerations,
  timeText,
} from './shared-parts.ts';
import { TabbedText } from './tabbed-text.ts';
import { describeVolumes } from './volumes.ts';

/** kubectl's description of a pod at a moment. */
export function describePod(pod: Pod, source: DescribeSource): string {
  const { metadata, spec, status } = pod;
  const text = new TabbedText();
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  if (spec.priority !== undefined) text.line(0, `Priority:\t${spec.priority}`);
  if (spec.priorityClassName !== undefined) text.line(0, `Priority Class Name:\t${spec.priorityClassName}`);
  if (spec.serviceAccountName !== undefined) text.line(0, `Service Account:\t${spec.serviceAccountName}`);
  text.line(0, `Node:\t${spec.nodeName === undefined ? '<none>' : `${spec.nodeName}/${status.hostIP ?? ''}`}`);
  if (status.startTime !== undefined) text.line(0, `Start Time:\t${timeText(source, status.startTime)}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  describePhase(text, pod, source);
  text.line(0, `IP:\t${status.podIP ?? ''}`);
  if (status.podIP === undefined) text.line(0, 'IPs:\t<none>');
  else {
    text.line(0, 'IPs:');
    text.line(1, `IP:\t${status.podIP}`);
  }
  const controller = controllerText(pod);
  if (controller !== '') text.line(0, `Controlled By:\t${controller}`);
  if (status.nominatedNodeName !== undefined) text.line(0, `NominatedNodeName:\t${status.nominatedNodeName}`);
  const { initContainers = [] } = spec;
  if (initContainers.length > 0) {
    describeContainers(text, source, 'Init Containers', initContainers, status.initContainerStatuses ?? [], '');
  }
  describeContainers(text, source, 'Containers', spec.containers, status.containerStatuses ?? [], '');
  describeGatesAndConditions(text, pod);
  describeVolumes(text, spec.volumes, '');
  text.line(0, `QoS Class:\t${status.qosClass ?? qosClassOf(spec)}`);
  describeLabels(text, 'Node-Selectors', spec.nodeSelector);
  describeTolerations(text, 'Tolerations', spec.tolerations ?? []);
  describeSpreading(text, 'Topology Spread Constraints', spec.topologySpreadConstraints);
  describeEvents(text, source, pod);
  return text.toText();
}

function describePhase(text: TabbedText, { metadata, status }: Pod, { now }: DescribeSource): void {
  if (metadata.deletionTimestamp !== undefined && !isTerminalPhase(status.phase)) {
    text.line(0, `Status:\tTerminating (lasts ${ageAt(metadata.deletionTimestamp, now)})`);
    text.line(0, `Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else {
    text.line(0, `Status:\t${status.phase ?? ''}`);
  }
  if (status.reason !== undefined) text.line(0, `Reason:\t${status.reason}`);
  if (status.message !== undefined) text.line(0, `Message:\t${status.message}`);
}

function describeGatesAndConditions(text: TabbedText, { spec, status }: Pod): void {
  const conditions = status.conditions ?? [];
  const { readinessGates = [] } = spec;
  if (readinessGates.length > 0) {
    text.line(0, 'Readiness Gates:');
    text.line(1, 'Type\tStatus');
    for (const { conditionType } of readinessGates) {
      const condition = conditions.find(({ type }) => type === conditionType);
      text.line(1, `${conditionType} \t${condition?.status ?? '<none>'} `);
    }
  }
  if (conditions.length === 0) return;
  text.line(0, 'Conditions:');
  text.line(1, 'Type\tStatus');
  for (const { type, status: value } of conditions) text.line(1, `${type} \t${value} `);
}
