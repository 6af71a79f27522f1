// Which containers a behaviour is for: by labels, namespace, container, and by the owners that stand in the manifests.
// Everything that a match gives must agree.

import type { Container, Pod } from '../model/objects.ts';
import { controllerOf } from '../model/owners.ts';
import { matchesSelector } from '../model/selector.ts';
import type { Behaviour, BehaviourMatch } from './scenario.ts';

const HASH_LABEL = 'pod-template-hash';

/** Whether a match is for this container of this pod. */
export function matchesContainer(match: BehaviourMatch, pod: Pod, container: Container): boolean {
  const { selector, kind, namespace, name } = match;
  if (match.container !== undefined && match.container !== container.name) return false;
  if (selector !== undefined && !matchesSelector(selector, pod.metadata.labels)) return false;
  if (namespace !== undefined && namespace !== pod.metadata.namespace) return false;
  if (kind === undefined && name === undefined) return true;
  const owners = ownersOf(pod);
  return owners.some((owner) => (kind ?? owner.kind) === owner.kind && (name ?? owner.name) === owner.name);
}

/** The pod itself, its controller, and the Deployment behind a ReplicaSet, which its name and hash tell. */
function ownersOf(pod: Pod): readonly { readonly kind: string; readonly name: string }[] {
  const { name, labels } = pod.metadata;
  const owners = [{ kind: 'Pod', name }];
  const controller = controllerOf(pod);
  if (controller === undefined) return owners;
  owners.push({ kind: controller.kind, name: controller.name });
  const suffix = `-${labels?.[HASH_LABEL] ?? ''}`;
  if (controller.kind === 'ReplicaSet' && suffix !== '-' && controller.name.endsWith(suffix)) {
    owners.push({ kind: 'Deployment', name: controller.name.slice(0, -suffix.length) });
  }
  return owners;
}

/** The behaviours that may be for a pod, in order: all but those that name other pods. */
export function behavioursByPod(behaviours: readonly Behaviour[]): (pod: Pod) => readonly Behaviour[] {
  const ofAll: number[] = [];
  const ofOne = new Map<string, number[]>();
  behaviours.forEach(({ match: { kind, name } }, index) => {
    if (kind !== 'Pod' || name === undefined) ofAll.push(index);
    else ofOne.set(name, [...(ofOne.get(name) ?? []), index]);
  });
  const general = ofAll.flatMap((index) => behaviours[index] ?? []);
  return ({ metadata }) => {
    const own = ofOne.get(metadata.name);
    if (own === undefined) return general;
    return [...ofAll, ...own].sort((a, b) => a - b).flatMap((index) => behaviours[index] ?? []);
  };
}

/**
 * What `compute` gives for a pod by these behaviours, worked out once for the pods of a template: those share their
 * labels and
 * their list of containers, by identity. Pods that a behaviour may name are looked at by themselves.
 */
export function onceByTemplate<T extends object>(
  behaviours: readonly Behaviour[],
  compute: (pod: Pod) => T,
): (pod: Pod) => T {
  const names = new Set(behaviours.map(({ match }) => match.name));
  const known = new WeakMap<object, WeakMap<object, T>>();
  return (pod) => {
    const { containers } = pod.spec;
    const { labels = containers, name } = pod.metadata;
    if (names.has(name)) return compute(pod);
    const byContainers = known.get(labels) ?? new WeakMap<object, T>();
    known.set(labels, byContainers);
    let value = byContainers.get(containers);
    if (value === undefined) {
      value = compute(pod);
      byContainers.set(containers, value);
    }
    return value;
  };
}
