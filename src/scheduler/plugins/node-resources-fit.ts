// NodeResourcesFit: what the pod requests must be free on the node; how full a node is liked best is a strategy (the
// more of its CPU and memory stays free, the better, if nothing is set).
// Mirrors pkg/scheduler/framework/plugins/noderesources/fit.go (v1.36).

import type { Node, Pod } from '../../model/objects.ts';
import type { RequestAmounts, RequestNumbers } from '../../model/pod-requests.ts';
import { incomingScoreRequests, numbersOf, requestNumbers } from '../../model/pod-requests.ts';
import { isPlaced } from '../cluster-event.ts';
import type { Plugin, PreFiltered, PreScored, Status } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import { CachedNode } from '../node-info.ts';
import type { PluginArgs } from '../plugin-args.ts';
import { scoredResources } from './scored-resources.ts';
import { strategyScore } from './scoring-strategies.ts';

const BASIC_RESOURCES = [
  ['Insufficient cpu', 'cpuMillis'],
  ['Insufficient memory', 'memoryBytes'],
  ['Insufficient ephemeral-storage', 'ephemeralStorageBytes'],
] as const;

/** The plugin with these settings. */
export function createNodeResourcesFit(args: PluginArgs['NodeResourcesFit']): Plugin<RequestNumbers, RequestAmounts> {
  const { scoringStrategy } = args;
  return {
    name: 'NodeResourcesFit',
    wakesOn: [
      { resource: 'Node', actions: ['Add', 'UpdateNodeAllocatable'], hint: isNodeChangeUseful },
      { resource: 'Pod', actions: ['Delete', 'UpdatePodScaleDown'], hint: isPodChangeUseful },
    ],
    preFilter(pod): PreFiltered<RequestNumbers> {
      return { kind: 'run', state: counted(requestNumbers(pod), args) };
    },
    filter(_pod, request, node) {
      return fits(request, node);
    },
    preScore(pod): PreScored<RequestAmounts> {
      return { kind: 'run', state: incomingScoreRequests(pod) };
    },
    score(_pod, request, node) {
      return strategyScore(scoringStrategy, scoredResources(scoringStrategy.resources, request, node, true));
    },
  };
}

/** The request without the extended resources that are to be ignored. */
function counted(
  request: RequestNumbers,
  { ignoredResources, ignoredResourceGroups }: PluginArgs['NodeResourcesFit'],
): RequestNumbers {
  if (ignoredResources.length === 0 && ignoredResourceGroups.length === 0) return request;
  const isIgnored = (name: string): boolean =>
    isExtendedResource(name) &&
    (ignoredResources.includes(name) || ignoredResourceGroups.includes(name.split('/')[0] ?? ''));
  return { ...request, scalars: request.scalars.filter(([name]) => !isIgnored(name)) };
}

/** Mirrors pkg/apis/core/v1/helper/helpers.go, IsExtendedResourceName (v1.36). */
export function isExtendedResource(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');
}

/** Every resource that is short. Not to be resolved by removing pods where the node is too small at all. */
function fits(request: RequestNumbers, node: NodeInfo): Status | undefined {
  const shortages = shortagesOn(request, node);
  if (shortages.length === 0) return undefined;
  const isTooSmall = shortages.some(({ wanted, allocatable }) => wanted > allocatable);
  const reasons = shortages.map(({ reason }) => reason);
  return { code: isTooSmall ? 'UnschedulableAndUnresolvable' : 'Unschedulable', reasons };
}

interface Shortage {
  readonly reason: string;
  readonly wanted: number;
  readonly allocatable: number;
}

/** Resources that are not requested are never short. A pod more than allowed counts as short of nothing. */
function shortagesOn(request: RequestNumbers, node: NodeInfo): readonly Shortage[] {
  const { allocatable, requested } = node;
  const shortages: Shortage[] = [];
  if (node.pods.length + 1 > node.allowedPods) shortages.push({ reason: 'Too many pods', wanted: 0, allocatable: 0 });
  for (const [reason, field] of BASIC_RESOURCES) {
    const wanted = request[field];
    if (wanted <= 0 || wanted <= allocatable[field] - requested[field]) continue;
    shortages.push({ reason, wanted, allocatable: allocatable[field] });
  }
  for (const [name, wanted] of request.scalars) {
    const capacity = allocatable.scalars.get(name) ?? 0;
    if (wanted <= 0 || wanted <= capacity - (requested.scalars.get(name) ?? 0)) continue;
    shortages.push({ reason: `Insufficient ${name}`, wanted, allocatable: capacity });
  }
  return shortages;
}

/** A node that came, or grew in something that the pod requests, and that could hold it when empty. */
function isNodeChangeUseful(pod: Pod, old: Node | undefined, changed: Node | undefined): boolean {
  if (changed === undefined) return false;
  const request = requestNumbers(pod);
  if (fits(request, new CachedNode(changed)) !== undefined) return false;
  if (old === undefined) return true;
  const before = numbersOf(old.status.allocatable ?? {});
  const after = numbersOf(changed.status.allocatable ?? {});
  const scalarsBefore = new Map(before.scalars);
  const scalarsAfter = new Map(after.scalars);
  const hasGrown = (name: string): boolean => (scalarsAfter.get(name) ?? 0) > (scalarsBefore.get(name) ?? 0);
  return (
    hasGrown('pods') ||
    (request.cpuMillis > 0 && after.cpuMillis > before.cpuMillis) ||
    (request.memoryBytes > 0 && after.memoryBytes > before.memoryBytes) ||
    (request.ephemeralStorageBytes > 0 && after.ephemeralStorageBytes > before.ephemeralStorageBytes) ||
    request.scalars.some(([name, wanted]) => wanted > 0 && hasGrown(name))
  );
}

/** A pod left its node, or came to request less of something that the waiting pod requests. */
function isPodChangeUseful(pod: Pod, old: Pod | undefined, changed: Pod | undefined): boolean {
  if (changed === undefined) return old !== undefined && isPlaced(old);
  if (changed.metadata.uid === pod.metadata.uid) return true;
  if ((changed.spec.nodeName ?? '') === '' || old === undefined) return false;
  const request = requestNumbers(pod);
  const before = requestNumbers(old);
  const after = requestNumbers(changed);
  const scalarsBefore = new Map(before.scalars);
  const scalarsAfter = new Map(after.scalars);
  return (
    (request.cpuMillis > 0 && before.cpuMillis > after.cpuMillis) ||
    (request.memoryBytes > 0 && before.memoryBytes > after.memoryBytes) ||
    (request.ephemeralStorageBytes > 0 && before.ephemeralStorageBytes > after.ephemeralStorageBytes) ||
    request.scalars.some(
      ([name, wanted]) => wanted > 0 && (scalarsBefore.get(name) ?? 0) > (scalarsAfter.get(name) ?? 0),
    )
  );
}
