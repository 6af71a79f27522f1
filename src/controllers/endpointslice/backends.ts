// The endpoints of one Service, kept from sync to sync: which pod is which endpoint, in which slice it stands, and
// which stand in none yet. A sync looks at the pods and slices that have changed since the last one, so that a Service
// of thousands of pods costs no more than a small one.
// The outcome is that of staging/src/k8s.io/endpointslice/reconciler.go (v1.36), which compares all of them each time.

import type { Micros } from '../../base/time.ts';
import type { View } from '../../cluster/actor.ts';
import type { Endpoint, EndpointPort, EndpointSlice, Pod, Service, StringMap } from '../../model/objects.ts';
import { keyOf } from '../../model/objects.ts';
import { endpointKey, endpointOf, endpointPorts, isEndpoint, isSameEndpoint, portsKey } from './endpoint.ts';
import { withHints } from './hints.ts';
import { hasLabels, isOwned, type KeptSlice, labelsOf, planSlices, type SlicePlan } from './slice-plan.ts';
import { TriggerTimes } from './trigger-time.ts';
import type { Zones } from './zones.ts';

/** A pod of the Service. */
interface Backend {
  readonly order: number;
  pod: Pod;
  /** Of the endpoint that it is; undefined while it is none. */
  group: Group | undefined;
  /** Undefined while its node is missing. */
  endpoint: Endpoint | undefined;
  key: string;
  place: Place | undefined;
}

/** Pods of equal ports. */
interface Group {
  readonly ports: readonly EndpointPort[];
  /** By endpointKey. */
  readonly members: Map<string, Backend>;
  /** Those that stand in no slice. */
  readonly unplaced: Set<Backend>;
  pods: number;
}

/** A slice as it was when it was looked at, with the pods that stand in it. */
interface Place extends KeptSlice {
  readonly group: Group | undefined;
  readonly backends: ReadonlySet<Backend>;
  /** One of them has changed. */
  isStale: boolean;
}

export class Backends {
  selector: StringMap | undefined;
  readonly #times = new TriggerTimes();
  readonly #backends = new Map<string, Backend>();
  readonly #groups = new Map<string, Group>();
  readonly #skipped = new Set<Backend>();
  readonly #places = new Map<string, Place>();
  /** Pods that have changed since the last sync; undefined: not those of the Service any more. */
  #changed = new Map<string, Pod | undefined>();
  /** False until all pods have been listed once for the present selector. */
  #isListed = false;
  #service: Service | undefined;
  #zonesVersion = -1;
  #pods = 0;

  constructor(selector: StringMap | undefined) {
    this.selector = selector;
  }

  /** The Service selects other pods from now on. */
  select(selector: StringMap | undefined): void {
    this.selector = selector;
    this.#isListed = false;
  }

  /** A pod has changed; undefined: it is gone, or not selected any more. */
  note(key: string, pod: Pod | undefined): void {
    if (this.#isListed) this.#changed.set(key, pod);
  }

  /** Looks at what has changed. Gives the earliest time at which something did. */
  refresh(service: Service, view: View, zones: Zones): Micros | undefined {
    if (!this.#isListed) this.#list(view.inNamespace('Pod', service.metadata.namespace ?? ''));
    const changed = this.#changed;
    this.#changed = new Map();
    const at = this.#times.lastChange(service, changed);
    const isAnew = service !== this.#service || zones.version !== this.#zonesVersion;
    this.#service = service;
    this.#zonesVersion = zones.version;
    for (const [key, pod] of changed) {
      const backend = this.#backends.get(key);
      if (pod === undefined) {
        if (backend !== undefined) this.#leave(backend);
        this.#backends.delete(key);
      } else if (backend === undefined) this.#backends.set(key, this.#added(pod, service, zones));
      else {
        backend.pod = pod;
        this.#settle(backend, service, zones);
      }
    }
    if (isAnew) {
      this.#places.clear();
      for (const backend of this.#backends.values()) this.#settle(backend, service, zones);
    }
    return at;
  }

  #list(pods: readonly Pod[]): void {
    const { selector } = this;
    this.#isListed = true;
    this.#changed = new Map();
    for (const key of [...this.#backends.keys(), ...this.#times.known()]) this.#changed.set(key, undefined);
    for (const pod of pods) if (matches(selector, pod.metadata.labels)) this.#changed.set(keyOf(pod), pod);
  }

  #added(pod: Pod, service: Service, zones: Zones): Backend {
    this.#pods += 1;
    const backend: Backend = {
      order: this.#pods,
      pod,
      group: undefined,
      endpoint: undefined,
      key: '',
      place: undefined,
    };
    this.#settle(backend, service, zones);
    return backend;
  }

  #leave(backend: Backend): void {
    const { group, key, place } = backend;
    if (place !== undefined) place.isStale = true;
    this.#skipped.delete(backend);
    backend.place = undefined;
    backend.group = undefined;
    backend.endpoint = undefined;
    if (group === undefined) return;
    group.unplaced.delete(backend);
    if (group.members.get(key) === backend) group.members.delete(key);
    group.pods -= 1;
    if (group.pods === 0) this.#groups.delete(portsKey(group.ports));
  }

  /** What endpoint a pod is now; it stands nowhere until its slice is looked at. */
  #settle(backend: Backend, service: Service, zones: Zones): void {
    this.#leave(backend);
    const { pod } = backend;
    if (!isEndpoint(pod)) return;
    const ports = endpointPorts(service, pod);
    const key = portsKey(ports);
    const group = this.#groups.get(key) ?? { ports, members: new Map(), unplaced: new Set(), pods: 0 };
    this.#groups.set(key, group);
    group.pods += 1;
    backend.group = group;
    const { nodeName = '' } = pod.spec;
    if (!zones.has(nodeName) && service.spec.publishNotReadyAddresses !== true) {
      this.#skipped.add(backend);
      return;
    }
    backend.endpoint = endpointOf(pod, zones.of(nodeName), service);
    backend.key = endpointKey(backend.endpoint);
    group.members.set(backend.key, backend);
    group.unplaced.add(backend);
  }

  /** Pods that are left out because their nodes are missing, in the order in which they came. */
  skipped(): readonly Pod[] {
    return inOrder(this.#skipped).map(({ pod }) => pod);
  }

  /** Plans the slices; `slices` are those that exist and are not being deleted. */
  plan(service: Service, slices: readonly EndpointSlice[]): SlicePlan {
    const labels = labelsOf(service);
    this.#releaseOthers(slices);
    const kept: KeptSlice[] = [];
    const strangers: EndpointSlice[] = [];
    for (const slice of slices) {
      if (isOwned(slice, service)) kept.push(this.#placeOf(slice, service, labels));
      else strangers.push(slice);
    }
    const groups = [...this.#groups].map(([key, { ports, unplaced }]) => {
      const rest = inOrder(unplaced).flatMap(({ endpoint }) => (endpoint === undefined ? [] : [endpoint]));
      return { key, ports, rest };
    });
    return planSlices(service, labels, { kept, strangers, groups });
  }

  /** Slices that are gone or have changed hold nobody any more. */
  #releaseOthers(slices: readonly EndpointSlice[]): void {
    const present = new Map(slices.map((slice) => [slice.metadata.name, slice]));
    for (const [name, place] of this.#places) {
      const isSame = present.get(name) === place.slice && this.#groups.get(place.portsKey) === place.group;
      if (isSame && !place.isStale) continue;
      this.#places.delete(name);
      for (const backend of place.backends) {
        if (backend.place !== place) continue;
        backend.place = undefined;
        backend.group?.unplaced.add(backend);
      }
    }
  }

  #placeOf(slice: EndpointSlice, service: Service, labels: StringMap): Place {
    const { name } = slice.metadata;
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    const key = portsKey(slice.ports);
    const group = this.#groups.get(key);
    const backends = new Set<Backend>();
    const endpoints: Endpoint[] = [];
    let isChanged = false;
    for (const endpoint of slice.endpoints) {
      const backend = group?.members.get(endpointKey(endpoint));
      if (backend?.endpoint === undefined || backend.place !== undefined || backends.has(backend)) continue;
      const isSame = isSameEndpoint(backend.endpoint, endpoint);
      if (!isSame) isChanged = true;
      endpoints.push(isSame ? endpoint : backend.endpoint);
      backends.add(backend);
    }
    const hinted = endpoints.map((endpoint) => withHints(endpoint, service));
    const place: Place = {
      slice,
      portsKey: key,
      endpoints: hinted,
      hasOtherEndpoints: isChanged || endpoints.length !== slice.endpoints.length,
      hasOtherLabels: !hasLabels(slice, labels),
      hasOtherHints: hinted.some((endpoint, index) => endpoint !== endpoints[index]),
      group,
      backends,
      isStale: false,
    };
    for (const backend of backends) {
      backend.place = place;
      group?.unplaced.delete(backend);
    }
    this.#places.set(name, place);
    return place;
  }
}

/** Whether a selector selects these labels. */
export function matches(selector: StringMap | undefined, labels: StringMap | undefined): boolean {
  if (selector === undefined) return false;
  for (const name in selector) if (labels?.[name] !== selector[name]) return false;
  return true;
}

function inOrder(backends: Iterable<Backend>): readonly Backend[] {
  return [...backends].sort((a, b) => a.order - b.order);
}
