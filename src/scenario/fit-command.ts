// A change that would make a pod fit, as the line of kubectl that makes it: to the node, to the pod in the way, or to
// the template that the pod came from. Where no one line does it there is none: a template cannot lower what several
// containers ask for together, and of a pod of its own only more can be tolerated.

import type { JsonObject } from '../model/json.ts';
import type { KubeObject, Pod, PodSpec } from '../model/objects.ts';
import type { FitEdit } from './fit-edits.ts';

/** The objects of a moment, by kind and key. */
export interface FitObjects {
  readonly get: (kind: string, key: string) => KubeObject | undefined;
}

/** Owners of pods that bring a new template to them. */
const ROLLING: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

export function fitCommand(edit: FitEdit, pod: Pod, objects: FitObjects): string | undefined {
  const { values } = edit;
  const owner = templateOwner(pod, objects);
  switch (edit.what) {
    case 'label':
      return `kubectl label node ${values.node} ${values.label} --overwrite`;
    case 'uncordon':
      return `kubectl uncordon ${values.node}`;
    case 'evict': {
      const [namespace = '', name = ''] = (values.pod ?? '').split('/');
      return `kubectl delete pod ${name} -n ${namespace}`;
    }
    case 'request': {
      const asking = owner === undefined ? undefined : onlyAsking(pod, values.resource ?? '');
      if (asking === undefined) return undefined;
      return `kubectl set resources ${owner} -c ${asking} --requests=${values.resource}=${values.amount}`;
    }
    case 'toleration': {
      const { name, namespace, ownerReferences } = pod.metadata;
      const spec = changedSpec(edit, pod.spec);
      if (owner !== undefined) return patchCommand(owner, { template: { spec } });
      return ownerReferences === undefined ? patchCommand(`pod/${name} -n ${namespace}`, spec) : undefined;
    }
    case 'selector':
    case 'drop':
      return owner === undefined ? undefined : patchCommand(owner, { template: { spec: changedSpec(edit, pod.spec) } });
    case 'node':
    case 'free':
      return undefined;
  }
}

/** `deployment/web -n shop`; `undefined` for a pod of its own. */
function templateOwner(pod: Pod, objects: FitObjects): string | undefined {
  const { namespace } = pod.metadata;
  let of: KubeObject | undefined = pod;
  while (of !== undefined) {
    const owner: { readonly kind: string; readonly name: string } | undefined = of.metadata.ownerReferences?.find(
      ({ controller }) => controller === true,
    );
    if (owner === undefined) return undefined;
    if (ROLLING.includes(owner.kind)) return `${owner.kind.toLowerCase()}/${owner.name} -n ${namespace}`;
    of = objects.get(owner.kind, `${namespace}/${owner.name}`);
  }
  return undefined;
}

/** The container that alone asks for a resource. */
function onlyAsking({ spec }: Pod, resource: string): string | undefined {
  const all = [...spec.containers, ...(spec.initContainers ?? [])];
  const asking = all.filter(({ resources }) => resources?.requests?.[resource] !== undefined);
  const [only] = asking;
  return asking.length === 1 && only !== undefined && spec.containers.includes(only) ? only.name : undefined;
}

/** The fields of the pod's spec that are otherwise; a merge patch takes `null` as gone and lists as wholes. */
function changedSpec({ what, values }: FitEdit, spec: PodSpec): JsonObject {
  if (what === 'toleration') {
    const [key = '', effect = ''] = (values.taint ?? '').split(':');
    return { tolerations: [...(spec.tolerations ?? []), { key, operator: 'Exists', effect }] };
  }
  if (what === 'selector') return { nodeSelector: { [(values.label ?? '').split('=')[0] ?? '']: null } };
  const [field = '', topologyKey] = (values.field ?? '').split(' ');
  if (field !== 'topologySpreadConstraints') {
    return { affinity: { [field]: { requiredDuringSchedulingIgnoredDuringExecution: null } } };
  }
  const rest = (spec.topologySpreadConstraints ?? []).filter(
    (each) => each.topologyKey !== topologyKey || each.whenUnsatisfiable !== 'DoNotSchedule',
  );
  return { topologySpreadConstraints: rest };
}

function patchCommand(owner: string, spec: JsonObject): string {
  return `kubectl patch ${owner} --type=merge -p '${JSON.stringify({ spec })}'`;
}
