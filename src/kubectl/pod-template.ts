// The pod spec inside of what carries one, and patches of it. What `set image`, `set env`, `set resources` and
// `rollout restart` have in common.

import type { Container, KubeObject, PodSpec } from '../model/objects.ts';

/** Kinds with a pod template, and pods. */
export const KINDS_WITH_PODS: readonly string[] = [
  'Pod',
  'ReplicationController',
  'Deployment',
  'DaemonSet',
  'ReplicaSet',
  'StatefulSet',
  'Job',
  'CronJob',
];

interface WithSpec {
  readonly spec?: PodSpec & {
    readonly template?: { readonly spec: PodSpec };
    readonly jobTemplate?: { readonly spec: { readonly template: { readonly spec: PodSpec } } };
  };
}

/** The pod spec of a pod or of a template. */
export function podSpecOf(object: KubeObject): PodSpec {
  const { spec } = object as WithSpec;
  const inner = spec?.jobTemplate?.spec.template.spec ?? spec?.template?.spec ?? spec;
  return inner ?? { containers: [] };
}

/** A patch of the pod spec as one of the object. */
export function podSpecPatch(object: KubeObject, patch: object): { readonly [field: string]: unknown } {
  if (object.kind === 'Pod') return { spec: patch };
  const template = { template: { spec: patch } };
  return { spec: object.kind === 'CronJob' ? { jobTemplate: { spec: template } } : template };
}

/** Changes of some containers, as the strategic patch that kubectl makes of them; undefined without any. */
export function containersPatch(
  spec: PodSpec,
  change: (container: Container) => object | undefined,
): { readonly [field: string]: unknown } | undefined {
  const patch: { [field: string]: unknown } = {};
  for (const field of ['containers', 'initContainers'] as const) {
    const all = spec[field] ?? [];
    const changed = all.flatMap((container) => {
      const fields = change(container);
      return fields === undefined ? [] : [{ ...fields, name: container.name }];
    });
    if (changed.length === 0) continue;
    patch[`$setElementOrder/${field}`] = all.map(({ name }) => ({ name }));
    patch[field] = changed;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** Containers by a pattern in which `*` stands for anything. */
export function matchesPattern(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
