// A change that would make a pod fit, as the lines of kubectl that make it: to the node, to the pods in the way, or to
// the template that the pod came from. Where none do it there are none: a template cannot lower what several
// containers ask for together, of a pod of its own only more can be tolerated, and no line adds a node.

import type { JsonObject } from '../model/json.ts';
import type { KubeObject, OwnerReference, Pod, PodSpec } from '../model/objects.ts';
import { controllerOf } from '../model/owners.ts';
import type { FitEdit } from './fit-edits.ts';

/** The objects of a moment, by kind and key. */
export interface FitObjects {
  readonly get: (kind: string, key: string) => KubeObject | undefined;
}

/** Owners of pods that bring a new template to them. */
const ROLLING: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** A line of kubectl, and how long after the first one it has to come. */
export interface FitCommand {
  readonly line: string;
  readonly afterSeconds: number;
}

/** The lines in their order; none where no command makes the change. */
export function fitCommands(edit: FitEdit, pod: Pod, objects: FitObjects): readonly FitCommand[] {
  if (edit.what === 'free') return freeing(edit, objects);
  const line = fitCommand(edit, pod, objects);
  return line === undefined ? [] : [{ line, afterSeconds: 0 }];
}

function fitCommand(edit: FitEdit, pod: Pod, objects: FitObjects): string | undefined {
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

/** Its default in v1.36. */
const GRACE_SECONDS = 30;
/** After its grace a pod is gone soon. */
const GONE_SECONDS = 5;

/** The pods are deleted; where others would come in their place, the node takes none until they are gone. */
function freeing({ values: { node }, leavers = [] }: FitEdit, objects: FitObjects): readonly FitCommand[] {
  const pods = leavers.flatMap(({ pod }) => (objects.get('Pod', pod) as Pod | undefined) ?? []);
  const namespaces = new Set(pods.map(({ metadata }) => metadata.namespace));
  if (pods.length < leavers.length || namespaces.size !== 1) return [];
  const names = pods.map(({ metadata }) => metadata.name).join(' ');
  const deleting = { line: `kubectl delete pod ${names} -n ${[...namespaces].join()}`, afterSeconds: 0 };
  if (pods.every((pod) => controllerOf(pod) === undefined)) return [deleting];
  const grace = Math.max(...pods.map(({ spec }) => spec.terminationGracePeriodSeconds ?? GRACE_SECONDS));
  return [
    { line: `kubectl cordon ${node}`, afterSeconds: 0 },
    deleting,
    { line: `kubectl uncordon ${node}`, afterSeconds: grace + GONE_SECONDS },
  ];
}

/** `deployment/web -n shop`; `undefined` for a pod of its own. */
function templateOwner(pod: Pod, objects: FitObjects): string | undefined {
  const { namespace } = pod.metadata;
  let of: KubeObject | undefined = pod;
  while (of !== undefined) {
    const owner: OwnerReference | undefined = controllerOf(of);
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
