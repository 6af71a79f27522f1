// The scale subresource of a target, read from the component's view: how many replicas are asked for, how many there
// are, and which pods they are. Upstream asks the API server; what differs is the milliseconds of a watch.
// Mirrors pkg/registry/apps/{deployment,replicaset,statefulset}/storage/storage.go and
// pkg/registry/core/replicationcontroller/storage/storage.go (v1.36).

import { err, ok, type Result } from '../../base/result.ts';
import type { View } from '../../cluster/actor.ts';
import type { CrossVersionObjectReference } from '../../model/autoscaling.ts';
import { groupOf, KINDS, resourceText } from '../../model/kinds.ts';
import type { LabelSelector, StringMap } from '../../model/objects.ts';
import { compiledSelector, formatSelector, selectorFromMap } from '../../model/selector.ts';
import type { Scale } from './decision.ts';

/** Kinds with a scale subresource. */
export const SCALABLE_KINDS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController'] as const;

/** What of a scalable object counts. */
interface Scalable {
  readonly spec: { readonly replicas?: number; readonly selector?: LabelSelector | StringMap };
  readonly status?: { readonly replicas?: number };
}

/** The scale of a target, or the error of asking for it. */
export function scaleOf(
  view: Pick<View, 'get'>,
  target: CrossVersionObjectReference,
  namespace: string,
): Result<Scale, string> {
  const kind = scalableKind(target);
  if (!kind.ok) return kind;
  const { name } = target;
  const object: Scalable | undefined = view.get(kind.value, `${namespace}/${name}`);
  if (object === undefined) return err(`${resourceText(kind.value)} ${JSON.stringify(name)} not found`);
  const { spec, status } = object;
  const selector = kind.value === 'ReplicationController' ? mapText(spec.selector) : selectorText(spec.selector);
  return ok({ specReplicas: spec.replicas ?? 1, statusReplicas: status?.replicas ?? 0, selector });
}

type ScalableKind = (typeof SCALABLE_KINDS)[number];

const kinds = new WeakMap<CrossVersionObjectReference, Result<ScalableKind, string>>();

/** Remembered, because every sync needs it. */
function scalableKind(target: CrossVersionObjectReference): Result<ScalableKind, string> {
  let kind = kinds.get(target);
  if (kind === undefined) {
    kind = findKind(target);
    kinds.set(target, kind);
  }
  return kind;
}

function findKind({ apiVersion = '', kind }: CrossVersionObjectReference): Result<ScalableKind, string> {
  if (apiVersion.split('/').length > 2) return err(`unexpected GroupVersion string: ${apiVersion}`);
  const group = groupOf(apiVersion);
  const isKnown = KINDS.some((info) => info.kind === kind && groupOf(info.apiVersion) === group);
  if (!isKnown) return err(`no matches for kind ${JSON.stringify(kind)} in group ${JSON.stringify(group)}`);
  const scalable = SCALABLE_KINDS.find((candidate) => candidate === kind);
  return scalable === undefined ? err('the server could not find the requested resource') : ok(scalable);
}

const texts = new WeakMap<object, string>();

/** Remembered as well. */
function selectorText(selector: Scalable['spec']['selector']): string {
  if (selector === undefined) return '';
  let text = texts.get(selector);
  if (text === undefined) {
    text = formatSelector(compiledSelector(selector as LabelSelector));
    texts.set(selector, text);
  }
  return text;
}

function mapText(selector: Scalable['spec']['selector']): string {
  return formatSelector(selectorFromMap(selector as StringMap | undefined));
}
