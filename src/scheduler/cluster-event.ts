// Changes of the cluster as the scheduling queue hears of them: which of them may make a rejected pod schedulable.
// Mirrors pkg/scheduler/framework/events.go and types.go, MatchClusterEvents (v1.36).

import { deepEqual } from '../base/deep-equal.ts';
import type { Node, ObjectOf, Pod, StringMap } from '../model/objects.ts';
import { requestNumbers } from '../model/pod-requests.ts';
import type { Lister } from './framework.ts';

/** `Update` is a change that none of the special ones names; of nodes, no plugin here listens to it. */
type ActionType =
  | 'Add'
  | 'Delete'
  | 'Update'
  | 'UpdateNodeAllocatable'
  | 'UpdateNodeLabel'
  | 'UpdateNodeTaint'
  | 'UpdateNodeCondition'
  | 'UpdateNodeAnnotation'
  | 'UpdateNodeDeclaredFeature'
  | 'UpdatePodLabel'
  | 'UpdatePodScaleDown'
  | 'UpdatePodToleration'
  | 'UpdatePodSchedulingGatesEliminated';

/** Kinds whose changes plugins listen to, beside nodes and pods. */
export const STORAGE_KINDS = [
  'PersistentVolume',
  'PersistentVolumeClaim',
  'StorageClass',
  'CSINode',
  'CSIDriver',
  'CSIStorageCapacity',
  'VolumeAttachment',
] as const;

type EventKind = 'Node' | 'Pod' | (typeof STORAGE_KINDS)[number];

type EventOf<K extends EventKind> = {
  readonly resource: K;
  readonly action: ActionType;
  readonly old?: ObjectOf<K>;
  readonly new?: ObjectOf<K>;
};

/** One event. */
export type ClusterEvent = { [K in EventKind]: EventOf<K> }[EventKind];

/** Decides whether an event is worth another attempt; absent where every such event is. */
type Hint<K extends EventKind> = (
  pod: Pod,
  old: ObjectOf<K> | undefined,
  changed: ObjectOf<K> | undefined,
  objects: Lister,
) => boolean;

/** Events that a plugin listens to, with its queueing hint. */
export type WakeUp = {
  [K in EventKind]: { readonly resource: K; readonly actions: readonly ActionType[]; readonly hint?: Hint<K> };
}[EventKind];

/** True if this plugin's wake-ups say that the event is worth another attempt for a pod that it rejected. */
export function isWorthRequeuing(wakesOn: readonly WakeUp[], event: ClusterEvent, pod: Pod, objects: Lister): boolean {
  for (const { resource, actions, hint } of wakesOn) {
    if (resource !== event.resource || !actions.includes(event.action)) continue;
    // Both are of one kind, which the compiler cannot see.
    if (hint === undefined || (hint as Hint<EventKind>)(pod, event.old, event.new, objects)) return true;
  }
  return event.resource === 'Node' && event.action === 'UpdateNodeTaint' && missesTaintUpdates(wakesOn);
}

/**
 * A plugin that listens to new nodes, but not to taints, is woken by every change of taints.
 * Mirrors pkg/scheduler/scheduler.go, buildQueueingHintMap (v1.36).
 */
function missesTaintUpdates(wakesOn: readonly WakeUp[]): boolean {
  const nodeActions = wakesOn.flatMap((wakeUp) => (wakeUp.resource === 'Node' ? wakeUp.actions : []));
  return nodeActions.includes('Add') && !nodeActions.includes('UpdateNodeTaint');
}

/** What changed in a node, in the order in which the queue is told. */
export function nodeChanges(old: Node, changed: Node): readonly ClusterEvent[] {
  const actions: ActionType[] = [];
  if (old.spec.unschedulable === true && changed.spec.unschedulable !== true) actions.push('UpdateNodeTaint');
  if (differs(old.status.allocatable, changed.status.allocatable)) actions.push('UpdateNodeAllocatable');
  if (differs(old.metadata.labels, changed.metadata.labels)) actions.push('UpdateNodeLabel');
  if (!deepEqual(old.spec.taints ?? [], changed.spec.taints ?? [])) actions.push('UpdateNodeTaint');
  if (!deepEqual(conditionStatuses(old), conditionStatuses(changed))) actions.push('UpdateNodeCondition');
  if (differs(old.metadata.annotations, changed.metadata.annotations)) {
    actions.push('UpdateNodeAnnotation');
  }
  if (!deepEqual(old.status.declaredFeatures ?? [], changed.status.declaredFeatures ?? [])) {
    actions.push('UpdateNodeDeclaredFeature');
  }
  return actions.map((action) => ({ resource: 'Node', action, old, new: changed }));
}

/** What changed in a pod, in the order in which the queue is told. */
export function podChanges(old: Pod, changed: Pod): readonly ClusterEvent[] {
  const actions: ActionType[] = [];
  if (differs(old.metadata.labels, changed.metadata.labels)) actions.push('UpdatePodLabel');
  if (isScaledDown(old, changed)) actions.push('UpdatePodScaleDown');
  const hadGates = (old.spec.schedulingGates ?? []).length > 0;
  if (hadGates && (changed.spec.schedulingGates ?? []).length === 0) actions.push('UpdatePodSchedulingGatesEliminated');
  if ((old.spec.tolerations ?? []).length !== (changed.spec.tolerations ?? []).length) {
    actions.push('UpdatePodToleration');
  }
  if (actions.length === 0) actions.push('Update');
  return actions.map((action) => ({ resource: 'Pod', action, old, new: changed }));
}

/** An absent map and an empty one are the same. */
function differs(old: StringMap = {}, changed: StringMap = {}): boolean {
  return !deepEqual(old, changed);
}

function conditionStatuses(node: Node): { readonly [type: string]: string } {
  return Object.fromEntries((node.status.conditions ?? []).map(({ type, status }) => [type, status]));
}

/** A request that is gone counts even where it asked for nothing. */
function isScaledDown(old: Pod, changed: Pod): boolean {
  const before = requestNumbers(old);
  const after = requestNumbers(changed);
  if (before === after) return false;
  if (after.cpuMillis < before.cpuMillis || after.memoryBytes < before.memoryBytes) return true;
  if (after.ephemeralStorageBytes < before.ephemeralStorageBytes) return true;
  const amounts = new Map(after.scalars);
  if (before.scalars.some(([name, amount]) => (amounts.get(name) ?? 0) < amount)) return true;
  return before.resources.some((name) => !after.resources.includes(name));
}

/** True for a pod that has a node, or for which one is kept. */
export function isPlaced({ spec, status }: Pod): boolean {
  return (spec.nodeName ?? '') !== '' || (status.nominatedNodeName ?? '') !== '';
}
