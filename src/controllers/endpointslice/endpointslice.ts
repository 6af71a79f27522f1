// The EndpointSlice controller: the addresses behind each Service with a selector, in slices of at most 100. Its keys
// are Services.
// A pod whose node is missing is left out, and the Service is tried again with a back-off from 1 s.
// Mirrors pkg/controller/endpointslice/endpointslice_controller.go (v1.36).

import { MICROS_PER_SECOND } from '../../base/time.ts';
import { formatRfc3339 } from '../../base/wall-clock.ts';
import type { ActorSpec, Change, Controller, Reconciled, ReconcileView } from '../../cluster/actor.ts';
import { type HostOptions, hosted } from '../../cluster/controller-host.ts';
import type { Request } from '../../cluster/request.ts';
import type { EndpointSlice, Node, Pod, Service, StringMap } from '../../model/objects.ts';
import { keyOf } from '../../model/objects.ts';
import { referenceTo } from '../ownership.ts';
import { ServiceIndex, selectorOf } from './service-index.ts';

const TRIGGER_ANNOTATION = 'endpoints.kubernetes.io/last-change-trigger-time';

/** The controller as an actor; the wall clock is for an annotation. Each life of its component has its own index. */
export function endpointSliceSpec(startsAtEpochMicros: number, host: HostOptions): ActorSpec {
  const spec = (): ActorSpec => hosted(createEndpointSliceController(startsAtEpochMicros), host);
  return { ...spec(), create: (client) => spec().create(client) };
}

/** The controller of one life. */
export function createEndpointSliceController(startsAtEpochMicros: number): Controller {
  const index = new ServiceIndex();
  return {
    name: 'endpoint-slice-controller',
    maxRetries: 15,
    backoff: { baseMicros: MICROS_PER_SECOND, maxMicros: 1_000 * MICROS_PER_SECOND },
    delaysMicros: { EndpointSlice: MICROS_PER_SECOND },
    watches: {
      Service: (change: Change<Service>) => index.onService(change),
      Pod: (change: Change<Pod>) => index.onPod(change),
      Node(change: Change<Node>) {
        index.zones.onNode(change);
        return [];
      },
      EndpointSlice: (change: Change<EndpointSlice>) => index.onSlice(change),
    },
    memory: () => undefined,
    reconcile: (key, view) => reconcile(key, view, index, startsAtEpochMicros),
  };
}

function reconcile(key: string, view: ReconcileView, index: ServiceIndex, epochMicros: number): Reconciled {
  const service = view.get('Service', key);
  if (service === undefined || service.spec.type === 'ExternalName') return { batches: [] };
  const { namespace = '', name } = service.metadata;
  const backends = index.of(key, namespace);
  if (backends === undefined || selectorOf(service) === undefined) return { batches: [] };
  if (!view.caughtUp('EndpointSlice')) return { batches: [], hasFailed: true };
  const changedAt = backends.refresh(service, view, index.zones);
  const slices = index.slicesOf(key).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const { create, update, remove } = backends.plan(service, slices);
  const stamp = changedAt === undefined ? undefined : formatRfc3339(epochMicros + changedAt);
  const requests: Request[] = [
    ...create.map((slice): Request => ({ verb: 'create', kind: 'EndpointSlice', object: stamped(slice, stamp) })),
    ...update.map((slice): Request => ({ verb: 'update', kind: 'EndpointSlice', object: stamped(slice, stamp) })),
    ...remove.map((slice): Request => ({ verb: 'delete', kind: 'EndpointSlice', key: keyOf(slice) })),
  ];
  const batches = requests.map((request) => [request]);
  const skipped = backends.skipped();
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

function stamped<T extends { readonly metadata: { readonly annotations?: StringMap } }>(
  slice: T,
  stamp: string | undefined,
): T {
  const { annotations, ...metadata } = slice.metadata;
  const { [TRIGGER_ANNOTATION]: _, ...others } = annotations ?? {};
  const next = stamp === undefined ? others : { ...others, [TRIGGER_ANNOTATION]: stamp };
  return { ...slice, metadata: { ...metadata, ...(Object.keys(next).length === 0 ? {} : { annotations: next }) } };
}
