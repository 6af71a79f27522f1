// `kubectl describe node`. Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go, describeNode (v1.36).
// What the lease says comes from the heartbeats, which are a function of time and no object.

import { byCodeUnit } from '../../base/compare.ts';
import type { Node, Pod, ResourceList } from '../../model/objects.ts';
import { podLimits, podRequests } from '../../model/pod-resources.ts';
import { isTerminalPhase } from '../../model/pod-status.ts';
import { addQuantities, formatQuantity, milliValueOf, type Quantity } from '../../model/quantity.ts';
import { quantityOf } from '../../model/resource-amount.ts';
import { ageAt } from '../printers/human-duration.ts';
import { nodeRoles } from '../printers/node.ts';
import { describeEvents } from './events.ts';
import {
  type DescribeSource,
  describeAnnotations,
  describeLabels,
  describeTaints,
  sortedEntries,
  timeText,
} from './shared-parts.ts';
import { TabbedText } from './tabbed-text.ts';

/** kubectl's description of a node at a moment. */
export function describeNode(node: Node, source: DescribeSource): string {
  const { metadata, spec, status } = node;
  const text = new TabbedText();
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Roles:\t${nodeRoles(node).join(',') || '<none>'}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  text.line(0, `CreationTimestamp:\t${timeText(source, metadata.creationTimestamp)}`);
  describeTaints(text, spec.taints ?? []);
  text.line(0, `Unschedulable:\t${spec.unschedulable === true}`);
  describeLease(text, node, source);
  describeConditions(text, node, source);
  text.line(0, 'Addresses:');
  for (const { type, address } of status.addresses ?? []) text.line(1, `${type}:\t${address}`);
  describeResourceList(text, 'Capacity', status.capacity);
  describeResourceList(text, 'Allocatable', status.allocatable);
  text.line(0, 'System Info:');
  for (const [title, field] of SYSTEM_INFO) text.line(1, `${title}:\t${status.nodeInfo?.[field] ?? ''}`);
  if (spec.podCIDR !== undefined) {
    text.line(0, `PodCIDR:\t${spec.podCIDR}`);
    text.line(0, `PodCIDRs:\t${spec.podCIDR}`);
  }
  if (spec.providerID !== undefined) text.line(0, `ProviderID:\t${spec.providerID}`);
  describePods(text, node, source);
  describeEvents(text, source, node);
  return text.toText();
}

const SYSTEM_INFO: readonly (readonly [string, string])[] = [
  ['Machine ID', 'machineID'],
  ['System UUID', 'systemUUID'],
  ['Boot ID', 'bootID'],
  ['Kernel Version', 'kernelVersion'],
  ['OS Image', 'osImage'],
  ['Operating System', 'operatingSystem'],
  ['Architecture', 'architecture'],
  ['Container Runtime Version', 'containerRuntimeVersion'],
  ['Kubelet Version', 'kubeletVersion'],
];

function describeLease(text: TabbedText, { metadata }: Node, source: DescribeSource): void {
  const renewed = source.leaseRenewedAt?.(metadata.name);
  if (renewed === undefined) {
    const message = `leases.coordination.k8s.io "${metadata.name}" not found`;
    text.line(0, `Lease:\tFailed to get lease: ${message}`);
    return;
  }
  text.line(0, 'Lease:');
  text.line(1, `HolderIdentity:\t${metadata.name}`);
  text.line(1, 'AcquireTime:\t<unset>');
  text.line(1, `RenewTime:\t${timeText(source, renewed)}`);
}

function describeConditions(text: TabbedText, { status }: Node, source: DescribeSource): void {
  const conditions = status.conditions ?? [];
  if (conditions.length === 0) return;
  text.line(0, 'Conditions:');
  text.line(1, 'Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
  text.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const { type, status: value, lastHeartbeatTime, lastTransitionTime, reason = '', message = '' } of conditions) {
    const times = `${timeText(source, lastHeartbeatTime)} \t${timeText(source, lastTransitionTime)}`;
    text.line(1, `${type} \t${value} \t${times} \t${reason} \t${message}`);
  }
}

function describeResourceList(text: TabbedText, title: string, list: ResourceList | undefined): void {
  const entries = sortedEntries(list);
  if (entries.length === 0) return;
  text.line(0, `${title}:`);
  for (const [name, amount] of entries) text.line(1, `${name}:\t${amount}`);
}

function describePods(text: TabbedText, node: Node, source: DescribeSource): void {
  const { name } = node.metadata;
  const pods = source
    .list('Pod')
    .filter(({ spec, status }) => spec.nodeName === name && !isTerminalPhase(status.phase))
    .sort((a, b) =>
      byCodeUnit(`${a.metadata.namespace}/${a.metadata.name}`, `${b.metadata.namespace}/${b.metadata.name}`),
    );
  text.line(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  text.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  text.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  const allocatable = node.status.allocatable ?? node.status.capacity ?? {};
  const share = (resource: string, amount: Quantity): string => {
    const whole = milliValueOf(quantityOf(allocatable[resource] ?? '0'));
    const percent = whole === 0n ? 0 : Math.trunc((Number(milliValueOf(amount)) / Number(whole)) * 100);
    return `${formatQuantity(amount)} (${percent}%)`;
  };
  for (const pod of pods) text.line(1, podLine(pod, share, source));
  const requests = (resource: string): Quantity => total(pods, resource, podRequests);
  const limits = (resource: string): Quantity => total(pods, resource, podLimits);
  text.line(0, 'Allocated resources:');
  text.line(0, '  (Total limits may be over 100 percent, i.e., overcommitted.)');
  text.line(1, 'Resource\tRequests\tLimits');
  text.line(1, '--------\t--------\t------');
  for (const resource of ['cpu', 'memory', 'ephemeral-storage']) {
    text.line(1, `${resource}\t${share(resource, requests(resource))}\t${share(resource, limits(resource))}`);
  }
}

function podLine(pod: Pod, share: (resource: string, amount: Quantity) => string, { now }: DescribeSource): string {
  const [requests, limits] = [podRequests(pod), podLimits(pod)];
  const cell = (list: ResourceList, resource: string): string => share(resource, amountIn(list, resource));
  const cells = [cell(requests, 'cpu'), cell(limits, 'cpu'), cell(requests, 'memory'), cell(limits, 'memory')];
  const { namespace = '', name, creationTimestamp } = pod.metadata;
  return `${namespace}\t${name}\t\t${cells.join('\t')}\t${ageAt(creationTimestamp, now)}`;
}

function total(pods: readonly Pod[], resource: string, listOf: (pod: Pod) => ResourceList): Quantity {
  return pods.reduce((sum, pod) => addQuantities(sum, amountIn(listOf(pod), resource)), quantityOf('0'));
}

function amountIn(list: ResourceList, resource: string): Quantity {
  return quantityOf(list[resource] ?? '0');
}
