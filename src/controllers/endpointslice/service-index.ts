// What the EndpointSlice controller keeps in mind of Services, pods and slices as the watches deliver them: informers'
// indexes and listers in one. A pod's change wakes the Services whose selectors it matches, or matched. Belongs to one
// life of the controller.
// Mirrors pkg/controller/endpointslice/endpointslice_controller.go and endpointslice/util/controller_utils.go (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import type { Change } from '../../cluster/actor.ts';
import type { EndpointSlice, Pod, Service, StringMap } from '../../model/objects.ts';
import { isPodReady } from '../../model/pod-status.ts';
import { Backends, matches } from './backends.ts';
import { isManaged, serviceKeyOf } from './slice-plan.ts';
import { Zones } from './zones.ts';

type Seen<T extends Service | Pod | EndpointSlice> = Pick<Change<T>, 'type' | 'key' | 'object' | 'old'>;

const NO_LABELS: StringMap = {};

export class ServiceIndex {
  readonly zones: Zones = new Zones();
  /** By namespace and the Service's key. */
  readonly #services = new Map<string, Map<string, Backends>>();
  /** By the Service's key and the slice's. */
  readonly #slices = new Map<string, Map<string, EndpointSlice>>();
  /** Keys of the Services that select these labels, by namespace. Pods of one template share their labels. */
  #selecting = new WeakMap<StringMap, Map<string, readonly string[]>>();

  onService({ type, key, object }: Seen<Service>): readonly string[] {
    const { namespace = '' } = object.metadata;
    const services = this.#services.get(namespace) ?? new Map<string, Backends>();
    this.#services.set(namespace, services);
    const selector = selectorOf(object);
    const known = services.get(key);
    if (type === 'deleted') services.delete(key);
    else if (known === undefined) services.set(key, new Backends(selector));
    else if (deepEqual(known.selector, selector)) return [key];
    else known.select(selector);
    this.#selecting = new WeakMap();
    return [key];
  }

  onPod({ type, key, object, old }: Seen<Pod>): readonly string[] {
    const { namespace = '', labels } = object.metadata;
    const now = this.#keysSelecting(namespace, labels);
    const before = old === undefined ? now : this.#keysSelecting(namespace, old.metadata.labels);
    for (const each of now) this.of(each, namespace)?.note(key, type === 'deleted' ? undefined : object);
    for (const each of before) if (!now.includes(each)) this.of(each, namespace)?.note(key, undefined);
    if (type !== 'modified' || old === undefined) return now;
    const isChanged = hasEndpointChanged(old, object);
    if (deepEqual(old.metadata.labels, labels) && hostOf(old) === hostOf(object)) return isChanged ? now : [];
    if (isChanged) return [...new Set([...now, ...before])];
    return [...now.filter((each) => !before.includes(each)), ...before.filter((each) => !now.includes(each))];
  }

  onSlice({ type, key, object, old }: Seen<EndpointSlice>): readonly string[] {
    if (old !== undefined) this.#slices.get(serviceKeyOf(old) ?? '')?.delete(key);
    if (!isManaged(object)) return [];
    const service = serviceKeyOf(object) ?? '';
    const slices = this.#slices.get(service) ?? new Map<string, EndpointSlice>();
    this.#slices.set(service, slices);
    if (type === 'deleted') slices.delete(key);
    else slices.set(key, object);
    if (slices.size === 0) this.#slices.delete(service);
    return [service];
  }

  /** The pods of a Service. */
  of(key: string, namespace: string): Backends | undefined {
    return this.#services.get(namespace)?.get(key);
  }

  /** The slices of a Service, as they came. */
  slicesOf(key: string): readonly EndpointSlice[] {
    return [...(this.#slices.get(key)?.values() ?? [])];
  }

  #keysSelecting(namespace: string, labels: StringMap = NO_LABELS): readonly string[] {
    const byNamespace = this.#selecting.get(labels) ?? new Map<string, readonly string[]>();
    let keys = byNamespace.get(namespace);
    if (keys === undefined) {
      const services = [...(this.#services.get(namespace) ?? [])];
      keys = services.filter(([, { selector }]) => matches(selector, labels)).map(([key]) => key);
      byNamespace.set(namespace, keys);
      this.#selecting.set(labels, byNamespace);
    }
    return keys;
  }
}

/** A Service without a selector has its endpoints from elsewhere. */
export function selectorOf({ spec }: Service): StringMap | undefined {
  return Object.keys(spec.selector ?? {}).length === 0 ? undefined : spec.selector;
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
