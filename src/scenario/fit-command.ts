// A change that would make a pod fit, as the lines of kubectl that make it: to the node, to the pods in the way, or to
// the template that the pod came from. Where none do it there are none: a template cannot lower what several
// containers ask for together, of a pod of its own only more can be tolerated, and no line adds a node.

import type { JsonObject } from '../model/json.ts';
import type { Deployment, KubeObject, Pod, PodSpec } from '../model/objects.ts';
import type { FitEdit } from './fit-edits.ts';

/** The objects of a moment, by kind and key. */
export interface FitObjects {
  readonly get: (kind: string, key: string) => KubeObject | undefined;
}

/** Owners of pods that bring a new template to them. */
const ROLLING: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

/** The lines in their order; none where no command makes the change. */
export function fitCommands(edit: FitEdit, pod: Pod, objects: FitObjects): readonly string[] {
  if (edit.what === 'free')
    return freeing(
      (edit.leavers ?? []).map((leaver) => leaver.pod),
      objects,
    );
  const line = fitCommand(edit, pod, objects);
  return line === undefined ? [] : [line];
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

/**
 * Pods of their own are deleted. Those of a Deployment would be made again, perhaps where they were: it is scaled, and
 * these are named as the first to go.
 */
function freeing(keys: readonly string[], objects: FitObjects): readonly string[] {
  const pods = keys.flatMap((key) => (objects.get('Pod', key) as Pod | undefined) ?? []);
  const [first] = pods;
  const owners = new Set(pods.map((pod) => templateOwner(pod, objects)));
  if (first === undefined || pods.length < keys.length || owners.size > 1) return [];
  const { namespace = '' } = first.metadata;
  const names = pods.map(({ metadata }) => metadata.name).join(' ');
  const [owner] = owners;
  if (owner === undefined) {
    const areFree = pods.every(
      ({ metadata }) => metadata.namespace === namespace && metadata.ownerReferences === undefined,
    );
    return areFree ? [`kubectl delete pod ${names} -n ${namespace}`] : [];
  }
  const [name = ''] = owner.replace(/^deployment\//, '').split(' ');
  const deployment = objects.get('Deployment', `${namespace}/${name}`) as Deployment | undefined;
  if (deployment === undefined || !owner.startsWith('deployment/')) return [];
  return [
    `kubectl annotate pod ${names} ${DELETION_COST}=-1 --overwrite -n ${namespace}`,
    `kubectl scale ${owner} --replicas=${deployment.spec.replicas - pods.length}`,
  ];
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
