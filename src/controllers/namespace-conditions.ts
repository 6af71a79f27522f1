// What a Namespace that is being deleted says about what is left in it.
// Mirrors pkg/controller/namespace/deletion/status_condition_utils.go (v1.36).

import { byCodeUnit } from '../base/compare.ts';
import type { Micros } from '../base/time.ts';
import { findCondition } from '../model/condition.ts';
import { kindInfo, resourceText } from '../model/kinds.ts';
import type { Condition, KubeObject } from '../model/objects.ts';

/** The outcome of one pass over a namespace. */
export interface PassResult {
  /** What is left, by kind; not told while only the pods have been seen to. */
  readonly remaining: ReadonlyMap<string, readonly KubeObject[]>;
  /** Texts of what should have gone and has not. */
  readonly errors: readonly string[];
}

const OK: readonly (readonly [string, string, string])[] = [
  ['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
  ['NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
  [
    'NamespaceDeletionContentFailure',
    'ContentDeleted',
    'All content successfully deleted, may be waiting on finalization',
  ],
  ['NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'],
  ['NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
];

/** The conditions after a pass; the same list where nothing has changed. */
export function conditionsAfter(
  conditions: readonly Condition[],
  result: PassResult,
  now: Micros,
): readonly Condition[] {
  const failures = failuresOf(result);
  let next = conditions;
  for (const [type, okReason, okMessage] of OK) {
    const failure = failures.get(type);
    const status = failure === undefined ? 'False' : 'True';
    const { reason, message } = failure ?? { reason: okReason, message: okMessage };
    const old = findCondition(next, type);
    const isSame = old?.status === status && old.reason === reason && old.message === message;
    if (isSame) continue;
    const kept = old?.status === status ? old.lastTransitionTime : undefined;
    const condition: Condition = { type, status, reason, message, lastTransitionTime: kept ?? now };
    next = old === undefined ? [...next, condition] : next.map((other) => (other === old ? condition : other));
  }
  return next;
}

function failuresOf({
  remaining,
  errors,
}: PassResult): ReadonlyMap<string, { readonly reason: string; readonly message: string }> {
  const failures = new Map<string, { readonly reason: string; readonly message: string }>();
  if (errors.length > 0) {
    const list = errors.toSorted(byCodeUnit).join(', ');
    const message = `Failed to delete all resource types, ${errors.length} remaining: ${list}`;
    failures.set('NamespaceDeletionContentFailure', { reason: 'ContentDeletionFailed', message });
  }
  const kinds = [...remaining].filter(([, objects]) => objects.length > 0);
  if (kinds.length > 0) {
    const counts = kinds.map(([kind, objects]) => `${groupResource(kind)} has ${objects.length} resource instances`);
    const message = `Some resources are remaining: ${counts.toSorted(byCodeUnit).join(', ')}`;
    failures.set('NamespaceContentRemaining', { reason: 'SomeResourcesRemain', message });
  }
  const perFinalizer = new Map<string, number>();
  for (const { metadata } of kinds.flatMap(([, objects]) => objects)) {
    for (const name of metadata.finalizers ?? []) perFinalizer.set(name, (perFinalizer.get(name) ?? 0) + 1);
  }
  if (perFinalizer.size > 0) {
    const counts = [...perFinalizer].map(([name, count]) => `${name} in ${count} resource instances`);
    const list = counts.toSorted(byCodeUnit).join(', ');
    const message = `Some content in the namespace has finalizers remaining: ${list}`;
    failures.set('NamespaceFinalizersRemaining', { reason: 'SomeFinalizersRemain', message });
  }
  return failures;
}

/** `configmaps.` and `deployments.apps`: with the dot also where there is no group. */
function groupResource(kind: string): string {
  const text = resourceText(kind);
  return text.includes('.') ? text : `${text}.`;
}

/** The text of an error about objects that stay without a reason. */
export function unexpectedText(namespace: string, kind: string): string {
  const { apiVersion, plural } = kindInfo(kind);
  const group = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
  return `unexpected items still remain in namespace: ${namespace} for gvr: ${group}, Resource=${plural}`;
}
