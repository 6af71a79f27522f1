// The Binding subresource: puts a pod on a node. The bound spec and the labels with the node's zone are remembered
// per node, so that the pods of one template on one node share them.
// Mirrors pkg/registry/core/pod/storage/storage.go (assignPod) and plugin/pkg/admission/podtopologylabels (v1.36).

import type { Micros } from '../base/time.ts';
import { withCondition } from '../model/condition.ts';
import type { KubeObject, Pod, PodSpec, StringMap } from '../model/objects.ts';
import { conflictOn } from './refusal.ts';
import type { BindRequest, Refused } from './request.ts';

const TOPOLOGY_LABELS = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'] as const;

export type Bound = { readonly ok: true; readonly pod: Pod } | { readonly ok: false; readonly refusal: Refused };

/**
 * The pod after a binding at `now`, or the refusal. A node that does not exist is accepted, as by the real API server.
 */
export type Binder = (pod: Pod, request: BindRequest, node: KubeObject | undefined, now: Micros) => Bound;

/** A binder with a memory of its own, for one cluster. */
export function createBinder(): Binder {
  const specs: SharedSpecs = new WeakMap();
  const labels: SharedLabels = new WeakMap();
  return (pod, request, node, now) => bindPod(specs, labels, pod, request, node, now);
}

type SharedSpecs = WeakMap<PodSpec, Map<string, PodSpec>>;
type SharedLabels = WeakMap<StringMap, Map<string, StringMap>>;

function bindPod(
  specs: SharedSpecs,
  shared: SharedLabels,
  pod: Pod,
  request: BindRequest,
  node: KubeObject | undefined,
  now: Micros,
): Bound {
  const { name, uid, deletionTimestamp } = pod.metadata;
  const refuse = (detail: string): Bound => ({ ok: false, refusal: conflictOn('pods/binding', name, detail) });
  if (uid !== request.uid) {
    return refuse(`Precondition failed: UID in precondition: ${request.uid}, UID in object meta: ${uid}`);
  }
  if (deletionTimestamp !== undefined) {
    return refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  }
  if (pod.spec.nodeName !== undefined && pod.spec.nodeName !== '') {
    return refuse(`pod ${name} is already assigned to node "${pod.spec.nodeName}"`);
  }
  const conditions = withCondition(pod.status.conditions, { type: 'PodScheduled', status: 'True' }, now);
  const metadata = { ...pod.metadata, ...labelsOn(shared, pod, node) };
  const spec = specOn(specs, pod.spec, request.node);
  const { nominatedNodeName: _fulfilled, ...status } = pod.status;
  return { ok: true, pod: { ...pod, metadata, spec, status: { ...status, conditions } } };
}

function specOn(boundSpecs: SharedSpecs, spec: PodSpec, node: string): PodSpec {
  let byNode = boundSpecs.get(spec);
  if (byNode === undefined) {
    byNode = new Map();
    boundSpecs.set(spec, byNode);
  }
  let bound = byNode.get(node);
  if (bound === undefined) {
    bound = Object.freeze({ ...spec, nodeName: node });
    byNode.set(node, bound);
  }
  return bound;
}

function labelsOn(labelled: SharedLabels, pod: Pod, node: KubeObject | undefined): { readonly labels?: StringMap } {
  const zone: { [name: string]: string } = {};
  for (const name of TOPOLOGY_LABELS) {
    const value = node?.metadata.labels?.[name];
    if (value !== undefined) zone[name] = value;
  }
  const place = Object.values(zone).join('/');
  if (place === '') return {};
  const labels = pod.metadata.labels ?? {};
  let byPlace = labelled.get(labels);
  if (byPlace === undefined) {
    byPlace = new Map();
    labelled.set(labels, byPlace);
  }
  let withZone = byPlace.get(place);
  if (withZone === undefined) {
    withZone = Object.freeze({ ...labels, ...zone });
    byPlace.set(place, withZone);
  }
  return { labels: withZone };
}
