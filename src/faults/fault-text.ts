// The short texts of faults, as flags on a time axis show them: `crash worker-1`, `exit 1 in api`, `worker-1 back`.
// Reports read them too: what a fault is about is named once, in the same words at its beginning and at its end.

import { assertNever } from '../base/assert.ts';
import type { Fault } from './fault.ts';
import type { Hit } from './targets.ts';

/** What begins. */
export function beginText(fault: Fault, hit: Hit): string {
  switch (fault.how) {
    case 'crash':
      return `crash ${nodesText(hit)}`;
    case 'kubelet-stop':
      return `stop the kubelet of ${nodesText(hit)}`;
    case 'network-cut':
      return `cut off ${nodesText(hit)}`;
    case 'runtime-down':
      return `container runtime of ${nodesText(hit)} down`;
    case 'pod-network-down':
      return `pod network of ${nodesText(hit)} down`;
    case 'kill':
      return `kill ${podsText(hit)}`;
    case 'unready':
      return `${podsText(hit)} not ready`;
    case 'out-of-memory':
      return `out of memory in ${containersText(fault, hit)}`;
    case 'exit':
      return `exit ${fault.code} in ${containersText(fault, hit)}`;
    case 'not-found':
      return `image ${fault.image} not found`;
    case 'slow':
      return `registry ${fault.registry} ${fault.factor} times slower`;
    case 'down':
      return `registry ${fault.registry} down`;
    case 'stop':
      return `stop ${fault.component}`;
    default:
      return assertNever(fault);
  }
}

/** What ends. */
export function endText(fault: Fault, hit: Hit): string {
  switch (fault.how) {
    case 'crash':
      return `${nodesText(hit)} back`;
    case 'kubelet-stop':
      return `kubelet of ${nodesText(hit)} back`;
    case 'network-cut':
      return `${nodesText(hit)} connected`;
    case 'runtime-down':
      return `container runtime of ${nodesText(hit)} back`;
    case 'pod-network-down':
      return `pod network of ${nodesText(hit)} back`;
    case 'kill':
      return 'over';
    case 'unready':
      return `${podsText(hit)} may be ready`;
    case 'out-of-memory':
    case 'exit':
      return `${fault.container.container ?? hit.pods[0]?.spec.containers[0]?.name ?? 'container'} stays up`;
    case 'not-found':
      return `image ${fault.image} back`;
    case 'slow':
    case 'down':
      return `registry ${fault.registry} back`;
    case 'stop':
      return `${fault.component} back`;
    default:
      return assertNever(fault);
  }
}

function nodesText({ nodes }: Hit): string {
  return nodes.length === 1 ? (nodes[0]?.metadata.name ?? '') : `${nodes.length} nodes`;
}

function podsText({ pods }: Hit): string {
  return pods.length === 1 ? (pods[0]?.metadata.name ?? '') : `${pods.length} pods`;
}

function containersText(
  { container: { container } }: Extract<Fault, { readonly container: unknown }>,
  { pods }: Hit,
): string {
  const name = container ?? pods[0]?.spec.containers[0]?.name ?? 'nothing';
  return `${pods.length > 1 ? `${pods.length} × ` : ''}${name}`;
}
