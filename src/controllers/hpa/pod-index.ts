// The pods under each autoscaler's selector, kept up to date as the watch delivers changes: an informer's index. A
// sync learns from a version number that none of its pods has changed, instead of listing thousands of them. Also
// tells when two autoscalers select the same pods. Belongs to one life of the controller.
// Mirrors pkg/controller/util/selectors/bimultimap.go in purpose (v1.36).

import { byCodeUnit } from '../../base/compare.ts';
import type { Change, View } from '../../cluster/actor.ts';
import { keyOf, type Pod, type StringMap } from '../../model/objects.ts';
import { matchesSelector, type Selector } from '../../model/selector.ts';

/** The pods of one autoscaler. */
export interface SelectedPods {
  /** Selector as text. */
  readonly text: string;
  /** Changes whenever a pod comes, goes or changes. */
  readonly version: number;
  list(): readonly Pod[];
}

interface Entry extends SelectedPods {
  readonly selector: Selector;
  readonly pods: Map<string, Pod>;
  version: number;
}

const NO_LABELS: StringMap = {};

export class PodIndex {
  /** By namespace and key of the autoscaler. */
  readonly #entries = new Map<string, Map<string, Entry>>();
  /** Keys of the autoscalers that select these labels, by namespace. Pods of one template share their labels. */
  #matching = new WeakMap<StringMap, Map<string, readonly string[]>>();
  #selectorsVersion = 0;

  /** Grows whenever a selector comes, goes or changes. */
  get selectorsVersion(): number {
    return this.#selectorsVersion;
  }

  /** A delivery of the pod watch. */
  onPod({ type, object, old }: Pick<Change<Pod>, 'type' | 'object' | 'old'>): void {
    const { namespace = '', labels = NO_LABELS } = object.metadata;
    const entries = this.#entries.get(namespace);
    if (entries === undefined) return;
    const key = keyOf(object);
    const after = type === 'deleted' ? [] : this.#selecting(namespace, labels);
    const before = type === 'added' ? [] : this.#selecting(namespace, (old ?? object).metadata.labels ?? NO_LABELS);
    for (const each of before) {
      if (!after.includes(each) && entries.get(each)?.pods.delete(key) === true) touch(entries.get(each));
    }
    for (const each of after) {
      entries.get(each)?.pods.set(key, object);
      touch(entries.get(each));
    }
  }

  /** The pods of an autoscaler, if it is known with this selector. */
  known(key: string, namespace: string, text: string): SelectedPods | undefined {
    const entry = this.#entries.get(namespace)?.get(key);
    return entry?.text === text ? entry : undefined;
  }

  /** The pods of an autoscaler whose selector is new or has changed. */
  select(key: string, namespace: string, text: string, selector: Selector, view: View): SelectedPods {
    const entries = this.#entries.get(namespace) ?? new Map<string, Entry>();
    this.#entries.set(namespace, entries);
    const pods = new Map<string, Pod>();
    for (const pod of view.inNamespace('Pod', namespace)) {
      if (matchesSelector(selector, pod.metadata.labels)) pods.set(keyOf(pod), pod);
    }
    const version = (entries.get(key)?.version ?? 0) + 1;
    const entry: Entry = { text, selector, pods, version, list: () => [...pods.values()] };
    entries.set(key, entry);
    this.#selectorsChanged();
    return entry;
  }

  /** The autoscaler is gone. */
  forget(key: string, namespace: string): void {
    if (this.#entries.get(namespace)?.delete(key) === true) this.#selectorsChanged();
  }

  /** Keys of all autoscalers that select one of these pods, sorted. */
  selectingAny(pods: readonly Pod[]): readonly string[] {
    const keys = new Set<string>();
    for (const { metadata } of pods) {
      for (const key of this.#selecting(metadata.namespace ?? '', metadata.labels ?? NO_LABELS)) keys.add(key);
    }
    return [...keys].sort(byCodeUnit);
  }

  #selectorsChanged(): void {
    this.#matching = new WeakMap();
    this.#selectorsVersion += 1;
  }

  #selecting(namespace: string, labels: StringMap): readonly string[] {
    const byNamespace = this.#matching.get(labels) ?? new Map<string, readonly string[]>();
    let keys = byNamespace.get(namespace);
    if (keys === undefined) {
      const entries = [...(this.#entries.get(namespace) ?? [])];
      keys = entries.filter(([, { selector }]) => matchesSelector(selector, labels)).map(([key]) => key);
      byNamespace.set(namespace, keys);
      this.#matching.set(labels, byNamespace);
    }
    return keys;
  }
}

function touch(entry: Entry | undefined): void {
  if (entry !== undefined) entry.version += 1;
}
