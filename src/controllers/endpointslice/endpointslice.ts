// The EndpointSlice controller: the addresses behind each Service with a selector, in slices of at most 100. Its keys
// are Services; a pod wakes those whose selector it matches, or matched.
// A pod whose node is missing is left out, and the Service is tried again with a back-off from 1 s.
// Mirrors pkg/controller/endpointslice/endpointslice_controller.go (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import { MICROS_PER_SECOND } from '../../base/time.ts';
import { formatRfc3339 } from '../../base/wall-clock.ts';
import type { Change, Controller, Reconciled, ReconcileView, View } from '../../cluster/actor.ts';
import type { Request } from '../../cluster/request.ts';
import type { EndpointSlice, KubeObject, Pod, Service, StringMap } from '../../model/objects.ts';
import { keyOf } from '../../model/objects.ts';
import { isPodReady } from '../../model/pod-status.ts';
import { referenceTo } from '../ownership.ts';
import { endpointOf, endpointPorts, isEndpoint, portsKey } from './endpoint.ts';
import { type EndpointGroup, isManaged, planSlices, serviceKeyOf } from './slice-plan.ts';
import { lastChangeAt, type TriggerMemory } from './trigger-time.ts';

const TRIGGER_ANNOTATION = 'endpoints.kubernetes.io/last-change-trigger-time';

/** The controller, as a value. The wall clock is for an annotation. */
export function createEndpointSliceController(startsAtEpochMicros: number): Controller<TriggerMemory> {
  return {
    name: 'endpoint-slice-controller',
    maxRetries: 15,
    backoff: { baseMicros: MICROS_PER_SECOND, maxMicros: 1_000 * MICROS_PER_SECOND },
    delaysMicros: { EndpointSlice: MICROS_PER_SECOND },
    watches: {
      Service: ({ key }: Change<Service>) => [key],
      Pod: servicesToWake,
      Node: () => [],
      EndpointSlice: ({ object }: Change<EndpointSlice>) => (isManaged(object) ? [serviceKeyOf(object) ?? ''] : []),
    },
    memory: () => ({ serviceAt: undefined, podsAt: new Map() }),
    reconcile: (key, view, memory) => reconcile(key, view, memory, startsAtEpochMicros),
  };
}

function reconcile(key: string, view: ReconcileView, memory: TriggerMemory, epochMicros: number): Reconciled {
  const service = view.get('Service', key);
  if (service === undefined) {
    memory.serviceAt = undefined;
    memory.podsAt = new Map();
    return { batches: [] };
  }
  const selector = selectorOf(service);
  if (service.spec.type === 'ExternalName' || selector === undefined) return { batches: [] };
  if (!view.caughtUp('EndpointSlice')) return { batches: [], hasFailed: true };
  const { namespace = '', name } = service.metadata;
  const pods = view.inNamespace('Pod', namespace).filter(({ metadata }) => matches(selector, metadata.labels));
  const slices = view
    .inNamespace('EndpointSlice', namespace)
    .filter(
      (slice) => isManaged(slice) && serviceKeyOf(slice) === key && slice.metadata.deletionTimestamp === undefined,
    );
  const changedAt = lastChangeAt(service, pods, memory);
  const { groups, skipped } = groupPods(service, pods, view);
  const { create, update, remove } = planSlices(service, slices, groups);
  const stamp = changedAt === undefined ? undefined : formatRfc3339(epochMicros + changedAt);
  const requests: Request[] = [
    ...create.map((slice): Request => ({ verb: 'create', kind: 'EndpointSlice', object: stamped(slice, stamp) })),
    ...update.map((slice): Request => ({ verb: 'update', kind: 'EndpointSlice', object: stamped(slice, stamp) })),
    ...remove.map((slice): Request => ({ verb: 'delete', kind: 'EndpointSlice', key: keyOf(slice) })),
  ];
  const batches = requests.map((request) => [request]);
  if (skipped.length === 0) return { batches };
  const errors = skipped.map(
    (pod) => `skipping Pod ${pod.metadata.name} for Service ${key}: Node ${pod.spec.nodeName ?? ''} Not Found`,
  );
  const error = errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`;
  const message = `Error updating Endpoint Slices for Service ${namespace}/${name}: ${error}`;
  const regarding = referenceTo(service);
  const reason = 'FailedToUpdateEndpointSlices';
  return { batches: [...batches, [{ verb: 'event', regarding, type: 'Warning', reason, message }]], hasFailed: true };
}

/** The pods as endpoints, by their ports; pods of missing nodes are skipped unless not-ready ones are published too. */
function groupPods(
  service: Service,
  pods: readonly Pod[],
  view: View,
): { readonly groups: readonly EndpointGroup[]; readonly skipped: readonly Pod[] } {
  const groups = new Map<string, EndpointGroup & { readonly endpoints: ReturnType<typeof endpointOf>[] }>();
  const skipped: Pod[] = [];
  for (const pod of pods) {
    if (!isEndpoint(pod)) continue;
    const ports = endpointPorts(service, pod);
    const key = portsKey(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    groups.set(key, group);
    const node = view.get('Node', pod.spec.nodeName ?? '');
    if (node === undefined && service.spec.publishNotReadyAddresses !== true) skipped.push(pod);
    else group.endpoints.push(endpointOf(pod, node, service));
  }
  return { groups: [...groups.values()], skipped };
}

function stamped<T extends { readonly metadata: { readonly annotations?: StringMap } }>(
  slice: T,
  stamp: string | undefined,
): T {
  const { annotations, ...metadata } = slice.metadata;
  const { [TRIGGER_ANNOTATION]: _, ...others } = annotations ?? {};
  const next = stamp === undefined ? others : { ...others, [TRIGGER_ANNOTATION]: stamp };
  return { ...slice, metadata: { ...metadata, ...(Object.keys(next).length === 0 ? {} : { annotations: next }) } };
}

// ---- which Services a pod concerns ----

function servicesToWake(change: Change<Pod>, view: View): readonly string[] {
  const { object, old, type } = change;
  const { namespace = '', labels } = object.metadata;
  if (type !== 'modified' || old === undefined) return keysMatching(view, namespace, labels);
  const isChanged = hasEndpointChanged(old, object);
  const isMoved = !deepEqual(old.metadata.labels, labels) || hostOf(old) !== hostOf(object);
  if (!isMoved) return isChanged ? keysMatching(view, namespace, labels) : [];
  const now = keysMatching(view, namespace, labels);
  const before = keysMatching(view, namespace, old.metadata.labels);
  if (isChanged) return [...new Set([...now, ...before])];
  return [...now.filter((key) => !before.includes(key)), ...before.filter((key) => !now.includes(key))];
}

function hasEndpointChanged(old: Pod, pod: Pod): boolean {
  return (
    old.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp ||
    isPodReady(old) !== isPodReady(pod) ||
    old.status.podIP !== pod.status.podIP ||
    !deepEqual(old.status.podIPs, pod.status.podIPs)
  );
}

function hostOf({ spec }: Pod): string {
  return `${spec.hostname ?? ''}.${spec.subdomain ?? ''}`;
}

function keysMatching(view: View, namespace: string, labels: StringMap | undefined): readonly string[] {
  return view
    .inNamespace('Service', namespace)
    .filter((service) => matches(selectorOf(service), labels))
    .map((service: KubeObject) => keyOf(service));
}

/** A Service without a selector has its endpoints from elsewhere. */
function selectorOf({ spec }: Service): StringMap | undefined {
  return Object.keys(spec.selector ?? {}).length === 0 ? undefined : spec.selector;
}

function matches(selector: StringMap | undefined, labels: StringMap | undefined): boolean {
  if (selector === undefined) return false;
  for (const name in selector) if (labels?.[name] !== selector[name]) return false;
  return true;
}
