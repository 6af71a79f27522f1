// How the endpoints of a Service are spread over its slices: endpoints stay where they are; new ones fill the slices
// that change anyway, the fullest first, then one unchanged slice into which all the rest fits, then new slices.
// Where upstream takes maps in random order, this takes slices by name and pods by age.
// Mirrors staging/src/k8s.io/endpointslice/reconciler.go (v1.36).

import { byCodeUnit } from '../../base/compare.ts';
import { deepEqual } from '../../base/deep-equal.ts';
import type { Endpoint, EndpointPort, EndpointSlice, NewObject, Service, StringMap } from '../../model/objects.ts';
import { controllerReference } from '../ownership.ts';
import { endpointKey, isSameEndpoint, portsKey } from './endpoint.ts';
import { withHints } from './hints.ts';

/** Endpoints in a slice at most (`max-endpoints-per-slice`). */
const MAX_ENDPOINTS = 100;

const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';
const HEADLESS_LABEL = 'service.kubernetes.io/headless';
const MANAGER = 'endpointslice-controller.k8s.io';
const ADDRESS_TYPE = 'IPv4';

/** Pods of equal ports, as endpoints. */
export interface EndpointGroup {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** What has to be written. */
export interface SlicePlan {
  readonly create: readonly NewObject<EndpointSlice>[];
  readonly update: readonly EndpointSlice[];
  readonly remove: readonly EndpointSlice[];
}

/** True if this controller keeps the slice. */
export function isManaged({ metadata }: EndpointSlice): boolean {
  return metadata.labels?.[MANAGED_BY_LABEL] === MANAGER;
}

/** The key of the Service that a slice says it belongs to. */
export function serviceKeyOf({ metadata }: EndpointSlice): string | undefined {
  const name = metadata.labels?.[SERVICE_NAME_LABEL];
  return name === undefined ? undefined : `${metadata.namespace ?? ''}/${name}`;
}

/** A slice under way: one that exists, or a new one. */
interface Draft {
  readonly slice: EndpointSlice | undefined;
  readonly ports: readonly EndpointPort[];
  endpoints: readonly Endpoint[];
  isChanged: boolean;
}

/** Plans the slices of a Service. `slices` are those that exist and are not being deleted. */
export function planSlices(
  service: Service,
  slices: readonly EndpointSlice[],
  groups: readonly EndpointGroup[],
): SlicePlan {
  const labels = labelsOf(service);
  const owned = slices.filter((slice) => isOwned(slice, service));
  const remove = slices.filter((slice) => !isOwned(slice, service));
  const drafts: Draft[] = [];
  const wanted = new Map(groups.map((group) => [portsKey(group.ports), group]));
  for (const slice of owned) if (!wanted.has(portsKey(slice.ports))) remove.push(slice);
  for (const [key, group] of wanted) {
    const mine = owned.filter(({ ports }) => portsKey(ports) === key);
    const placed = placeEndpoints(group, mine, labels);
    drafts.push(...placed.drafts);
    remove.push(...placed.remove);
  }
  const created = drafts.filter(({ slice }) => slice === undefined);
  if (slices.length === remove.length && created.length === 0) {
    const [only] = remove;
    if (remove.length === 1 && only !== undefined && isPlaceholder(only, service, labels)) remove.pop();
    else drafts.push({ slice: undefined, ports: [], endpoints: [], isChanged: true });
  }
  return finished(service, labels, reused(drafts, remove, service), remove);
}

function isOwned({ metadata }: EndpointSlice, service: Service): boolean {
  const { uid } = service.metadata;
  return (metadata.ownerReferences ?? []).some((owner) => owner.uid === uid && owner.kind === 'Service');
}

/** Spreads the endpoints of one group over the slices of its ports. */
function placeEndpoints(
  group: EndpointGroup,
  slices: readonly EndpointSlice[],
  labels: StringMap,
): { readonly drafts: readonly Draft[]; readonly remove: readonly EndpointSlice[] } {
  const left = new Map(group.endpoints.map((endpoint) => [endpointKey(endpoint), endpoint]));
  const drafts: Draft[] = [];
  const remove: EndpointSlice[] = [];
  for (const slice of slices) {
    const kept = keptIn(slice, left);
    if (kept.isChanged && kept.endpoints.length === 0) remove.push(slice);
    else {
      const isChanged = kept.isChanged || !hasLabels(slice, labels);
      drafts.push({ slice, ports: group.ports, endpoints: kept.endpoints, isChanged });
    }
  }
  const rest = [...left.values()];
  const changed = drafts.filter(({ isChanged }) => isChanged);
  for (const draft of changed.toSorted((a, b) => b.endpoints.length - a.endpoints.length)) fill(draft, rest);
  while (rest.length > 0) {
    const fits = rest.length < MAX_ENDPOINTS ? closestFit(drafts, rest.length) : undefined;
    const draft = fits ?? { slice: undefined, ports: group.ports, endpoints: [], isChanged: true };
    fill(draft, rest);
    if (fits === undefined) drafts.push(draft);
  }
  return { drafts, remove };
}

/** The endpoints of a slice that are still wanted, as they are wanted; takes them off the list of those `left`. */
function keptIn(
  slice: EndpointSlice,
  left: Map<string, Endpoint>,
): { readonly endpoints: readonly Endpoint[]; readonly isChanged: boolean } {
  const endpoints: Endpoint[] = [];
  let isChanged = false;
  for (const endpoint of slice.endpoints) {
    const key = endpointKey(endpoint);
    const desired = left.get(key);
    if (desired === undefined) continue;
    left.delete(key);
    if (isSameEndpoint(desired, endpoint)) endpoints.push(endpoint);
    else {
      endpoints.push(desired);
      isChanged = true;
    }
  }
  return { endpoints, isChanged: isChanged || endpoints.length !== slice.endpoints.length };
}

function fill(draft: Draft, rest: Endpoint[]): void {
  const added = rest.splice(0, Math.max(0, MAX_ENDPOINTS - draft.endpoints.length));
  if (added.length === 0) return;
  draft.endpoints = [...draft.endpoints, ...added];
  draft.isChanged = true;
}

/** Of the unchanged slices with room for so many endpoints the one that will be the fullest. */
function closestFit(drafts: readonly Draft[], count: number): Draft | undefined {
  let closest: Draft | undefined;
  for (const draft of drafts) {
    const total = draft.endpoints.length + count;
    if (draft.isChanged || draft.slice === undefined || total > MAX_ENDPOINTS) continue;
    if (closest === undefined || draft.endpoints.length > closest.endpoints.length) closest = draft;
  }
  return closest;
}

/** A slice that would go is rewritten as one that would be made. */
function reused(drafts: readonly Draft[], remove: EndpointSlice[], service: Service): readonly Draft[] {
  const result = [...drafts];
  for (let i = 0; i < remove.length; ) {
    const last = result.findLastIndex(({ slice }) => slice === undefined);
    const draft = result[last];
    const slice = remove[i];
    if (draft === undefined || slice === undefined) break;
    if (isOwned(slice, service)) {
      result[last] = { ...draft, slice };
      remove.splice(i, 1);
    } else i += 1;
  }
  return result;
}

function finished(
  service: Service,
  labels: StringMap,
  drafts: readonly Draft[],
  remove: readonly EndpointSlice[],
): SlicePlan {
  const create: NewObject<EndpointSlice>[] = [];
  const update: EndpointSlice[] = [];
  for (const { slice, ports, endpoints, isChanged } of drafts) {
    const hinted = endpoints.map((endpoint) => withHints(endpoint, service));
    if (slice === undefined) create.push(newSlice(service, labels, ports, hinted));
    else if (isChanged || hinted.some((endpoint, i) => endpoint !== endpoints[i])) {
      update.push({ ...slice, metadata: { ...slice.metadata, labels }, ports, endpoints: hinted });
    }
  }
  update.sort((a, b) => byCodeUnit(a.metadata.name, b.metadata.name));
  return { create: service.metadata.deletionTimestamp === undefined ? create : [], update, remove };
}

function newSlice(
  service: Service,
  labels: StringMap,
  ports: readonly EndpointPort[],
  endpoints: readonly Endpoint[],
): NewObject<EndpointSlice> {
  const { name, namespace } = service.metadata;
  const metadata = {
    generateName: `${name}-`,
    ...(namespace === undefined ? {} : { namespace }),
    labels,
    ownerReferences: [controllerReference(service)],
  };
  const kind = 'EndpointSlice';
  return { apiVersion: 'discovery.k8s.io/v1', kind, metadata, addressType: ADDRESS_TYPE, endpoints, ports };
}

/** The labels of a Service's slices: its own, but for those that say whose slice it is. */
function labelsOf({ metadata, spec }: Service): StringMap {
  const own = Object.entries(metadata.labels ?? {}).filter(([key]) => !RESERVED.includes(key));
  const { clusterIP = '' } = spec;
  return {
    ...Object.fromEntries(own),
    ...(clusterIP === '' || clusterIP === 'None' ? { [HEADLESS_LABEL]: '' } : {}),
    [SERVICE_NAME_LABEL]: metadata.name,
    [MANAGED_BY_LABEL]: MANAGER,
  };
}

const RESERVED: readonly string[] = [SERVICE_NAME_LABEL, MANAGED_BY_LABEL, HEADLESS_LABEL];

/** Whether a slice has the Service's labels; the reserved ones are only written along. */
function hasLabels({ metadata }: EndpointSlice, labels: StringMap): boolean {
  const own = (all: StringMap): unknown =>
    Object.entries(all)
      .filter(([key]) => !RESERVED.includes(key))
      .sort(byKey);
  return deepEqual(own(metadata.labels ?? {}), own(labels));
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return byCodeUnit(a, b);
}

/** The slice of a Service without endpoints. */
function isPlaceholder(slice: EndpointSlice, service: Service, labels: StringMap): boolean {
  return (
    isOwned(slice, service) &&
    slice.ports.length === 0 &&
    slice.endpoints.length === 0 &&
    deepEqual(slice.metadata.labels, labels)
  );
}
