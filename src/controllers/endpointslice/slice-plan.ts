// How the endpoints of a Service are spread over its slices: endpoints stay where they are; new ones fill the slices
// that change anyway, the fullest first, then one unchanged slice into which all the rest fits, then new slices.
// Where upstream takes maps in random order, this takes slices by name and pods by age.
// Mirrors staging/src/k8s.io/endpointslice/reconciler.go (v1.36).

import { byCodeUnit } from '../../base/compare.ts';
import { deepEqual } from '../../base/deep-equal.ts';
import type { Endpoint, EndpointPort, EndpointSlice, NewObject, Service, StringMap } from '../../model/objects.ts';
import { controllerReference } from '../ownership.ts';
import { withHints } from './hints.ts';

/** Endpoints in a slice at most (`max-endpoints-per-slice`). */
const MAX_ENDPOINTS = 100;

const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';
const HEADLESS_LABEL = 'service.kubernetes.io/headless';
const MANAGER = 'endpointslice-controller.k8s.io';
const ADDRESS_TYPE = 'IPv4';

/** A slice of the Service, with what stays of its endpoints. */
export interface KeptSlice {
  readonly slice: EndpointSlice;
  readonly portsKey: string;
  /** As they are wanted, with hints. */
  readonly endpoints: readonly Endpoint[];
  /** Some have gone, or are not what they were. */
  readonly hasOtherEndpoints: boolean;
  readonly hasOtherHints: boolean;
  readonly hasOtherLabels: boolean;
}

/** Pods of equal ports: those that stand in no slice yet. */
interface EndpointGroup {
  /** The ports as a text. */
  readonly key: string;
  readonly ports: readonly EndpointPort[];
  readonly rest: readonly Endpoint[];
}

/** What there is, and what is missing. */
interface PlanInput {
  readonly kept: readonly KeptSlice[];
  /** Slices of this Service's name that are not its own. */
  readonly strangers: readonly EndpointSlice[];
  readonly groups: readonly EndpointGroup[];
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
  readonly kept: readonly Endpoint[];
  readonly added: Endpoint[];
  readonly hasOtherHints: boolean;
  isChanged: boolean;
}

/** Plans the slices of a Service. */
export function planSlices(service: Service, labels: StringMap, { kept, strangers, groups }: PlanInput): SlicePlan {
  const remove = [...strangers];
  const drafts: Draft[] = [];
  const wanted = new Set(groups.map(({ key }) => key));
  for (const { slice, portsKey } of kept) if (!wanted.has(portsKey)) remove.push(slice);
  for (const group of groups) {
    const mine = kept.filter(({ portsKey }) => portsKey === group.key);
    placeEndpoints(group, mine, drafts, remove);
  }
  const hasCreated = drafts.some(({ slice }) => slice === undefined);
  if (kept.length + strangers.length === remove.length && !hasCreated) {
    const [only] = remove;
    if (remove.length === 1 && only !== undefined && isPlaceholder(only, service, labels)) remove.pop();
    else drafts.push(newDraft([]));
  }
  return finished(service, labels, reused(drafts, remove, service), remove);
}

/** Whether a slice was made for this very Service. */
export function isOwned({ metadata }: EndpointSlice, service: Service): boolean {
  const { uid } = service.metadata;
  return (metadata.ownerReferences ?? []).some((owner) => owner.uid === uid && owner.kind === 'Service');
}

/** Spreads the endpoints of one group over the slices of its ports. */
function placeEndpoints(
  { ports, rest: all }: EndpointGroup,
  slices: readonly KeptSlice[],
  drafts: Draft[],
  remove: EndpointSlice[],
): void {
  const mine: Draft[] = [];
  for (const { slice, endpoints, hasOtherEndpoints, hasOtherHints, hasOtherLabels } of slices) {
    if (hasOtherEndpoints && endpoints.length === 0) remove.push(slice);
    else {
      const isChanged = hasOtherEndpoints || hasOtherLabels;
      mine.push({ slice, ports, kept: endpoints, added: [], hasOtherHints, isChanged });
    }
  }
  const rest = [...all];
  const changed = rest.length === 0 ? [] : mine.filter(({ isChanged }) => isChanged);
  for (const draft of changed.toSorted((a, b) => sizeOf(b) - sizeOf(a))) fill(draft, rest);
  while (rest.length > 0) {
    const fits = rest.length < MAX_ENDPOINTS ? closestFit(mine, rest.length) : undefined;
    const draft = fits ?? newDraft(ports);
    fill(draft, rest);
    if (fits === undefined) mine.push(draft);
  }
  drafts.push(...mine);
}

function newDraft(ports: readonly EndpointPort[]): Draft {
  return { slice: undefined, ports, kept: [], added: [], hasOtherHints: false, isChanged: true };
}

function sizeOf({ kept, added }: Draft): number {
  return kept.length + added.length;
}

function fill(draft: Draft, rest: Endpoint[]): void {
  const added = rest.splice(0, Math.max(0, MAX_ENDPOINTS - sizeOf(draft)));
  if (added.length === 0) return;
  draft.added.push(...added);
  draft.isChanged = true;
}

/** Of the unchanged slices with room for so many endpoints the one that will be the fullest. */
function closestFit(drafts: readonly Draft[], count: number): Draft | undefined {
  let closest: Draft | undefined;
  for (const draft of drafts) {
    const total = sizeOf(draft) + count;
    if (draft.isChanged || draft.slice === undefined || total > MAX_ENDPOINTS) continue;
    if (closest === undefined || sizeOf(draft) > sizeOf(closest)) closest = draft;
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
  for (const { slice, ports, kept, added, hasOtherHints, isChanged } of drafts) {
    if (slice !== undefined && !isChanged && !hasOtherHints) continue;
    const endpoints = [...kept, ...added.map((endpoint) => withHints(endpoint, service))];
    if (slice === undefined) create.push(newSlice(service, labels, ports, endpoints));
    else update.push({ ...slice, metadata: { ...slice.metadata, labels }, ports, endpoints });
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
export function labelsOf({ metadata, spec }: Service): StringMap {
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
export function hasLabels({ metadata }: EndpointSlice, labels: StringMap): boolean {
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
