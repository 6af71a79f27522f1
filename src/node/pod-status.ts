// The status of a pod as the kubelet reports it, put together from what it observes. Mirrors
// pkg/kubelet/kubelet_pods.go (generateAPIPodStatus) and pkg/kubelet/status/status_manager.go (updateStatusInternal,
// mergePodStatus) (v1.36).

import { deepEqual } from '../base/deep-equal.ts';
import type { Micros } from '../base/time.ts';
import type { Condition, ContainerStatus, Pod, PodPhase, PodStatus } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { needsSandbox } from './pod-actions.ts';
import { type ConditionDraft, KUBELET_CONDITIONS, podConditions } from './pod-conditions.ts';
import { podPhase } from './pod-phase.ts';
import { areAllRemoved, isMainActive } from './restart-rules.ts';
import type { RuntimePod } from './runtime.ts';

/** What a status is made from. */
export interface PodStatusInputs {
  readonly pod: Pod;
  /** The last status that was reported, else the object's. */
  readonly previous: PodStatus;
  readonly observed: RuntimePod | undefined;
  /** With `ready` and `started`. */
  readonly containers: readonly ContainerStatus[];
  readonly initContainers: readonly ContainerStatus[];
  readonly ephemeralContainers: readonly ContainerStatus[];
  /** All containers are being removed in order to start anew. */
  readonly isRestartingAll: boolean;
  /** Nothing of the pod will run again. */
  readonly isEnding: boolean;
  /** Why the kubelet ends the pod, if it does. */
  readonly eviction: PodEnd | undefined;
  readonly hostIP: string | undefined;
  /** Now, as the API stores times. */
  readonly now: Micros;
}

/** Why a pod is made to fail. */
export interface PodEnd {
  readonly reason: string;
  readonly message: string;
}

/** An object while it is being put together: these are made often, and spreading costs. */
type Draft<T> = { -readonly [Field in keyof T]: T[Field] };

export function podStatus(inputs: PodStatusInputs): PodStatus {
  const { pod, previous, observed, containers, initContainers, ephemeralContainers, hostIP, now } = inputs;
  const { phase, reason, message } = phaseOf(inputs);
  const podIP = pod.spec.hostNetwork === true ? hostIP : observed?.ip;
  const drafts = podConditions({
    pod,
    statuses: initContainers.length === 0 ? containers : [...initContainers, ...containers],
    phase,
    hasSandbox: !needsSandbox(observed),
    isRestartingAll: inputs.isRestartingAll && !areAllRemoved(pod, observed),
    previous: previous.conditions ?? [],
  });
  const status: Draft<PodStatus> = {
    phase,
    conditions: withConditions(pod, drafts, previous.conditions, now),
    startTime: previous.startTime ?? now,
    containerStatuses: containers,
  };
  if (initContainers.length > 0) status.initContainerStatuses = initContainers;
  if (ephemeralContainers.length > 0) status.ephemeralContainerStatuses = ephemeralContainers;
  if (reason !== undefined) status.reason = reason;
  if (message !== undefined) status.message = message;
  if (hostIP !== undefined) status.hostIP = hostIP;
  if (podIP !== undefined) status.podIP = podIP;
  if (pod.status.qosClass !== undefined) status.qosClass = pod.status.qosClass;
  if (pod.metadata.generation !== undefined) status.observedGeneration = pod.metadata.generation;
  return status;
}

/** The phase, with the reason and the message that belong to it. A pod that has ended stays so. */
function phaseOf(inputs: PodStatusInputs): { readonly phase: PodPhase } & Partial<PodEnd> {
  const { pod, previous, observed, containers, initContainers, isEnding, eviction } = inputs;
  if (eviction !== undefined) return { phase: terminalPhase(pod) ?? 'Failed', ...eviction };
  const computed = podPhase({
    spec: pod.spec,
    statuses: initContainers.length === 0 ? containers : [...initContainers, ...containers],
    isEnding,
    isMainActive: isMainActive(pod.spec, observed),
  });
  const earlier = isTerminalPhase(previous.phase) ? previous.phase : terminalPhase(pod);
  const phase = earlier !== undefined && !isTerminalPhase(computed) ? earlier : computed;
  if (phase !== previous.phase) return { phase };
  const { reason = pod.status.reason, message = pod.status.message } = previous;
  return { phase, ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }) };
}

/** The status of a pod that the kubelet does not admit: it loses its conditions. */
export function rejectedStatus(pod: Pod, reason: string, message: string, now: Micros): PodStatus {
  const { qosClass, startTime = now } = pod.status;
  return {
    phase: 'Failed',
    reason,
    message: `Pod was rejected: ${message}`,
    startTime,
    ...(qosClass === undefined ? {} : { qosClass }),
    ...observedGeneration(pod),
  };
}

/** The status with PodReadyToStartContainers, as soon as the sandbox is there. */
export function withSandboxReady(pod: Pod, status: PodStatus, now: Micros): PodStatus {
  const draft = { type: 'PodReadyToStartContainers', status: 'True' } as const;
  const drafts = (status.conditions ?? []).map((condition) => (condition.type === draft.type ? draft : condition));
  return { ...status, conditions: withConditions(pod, drafts, status.conditions, now) };
}

/**
 * What is written: a pod does not become Succeeded or Failed in the API before all its containers have been stopped
 * for good. Conditions of other owners stay as they are.
 */
export function writableStatus(latest: PodStatus, wanted: PodStatus, isStopped: boolean): PodStatus {
  const isEnd = !isTerminalPhase(latest.phase) && isTerminalPhase(wanted.phase);
  if (!isEnd || isStopped) return wanted;
  const { phase: _phase, reason: _reason, message: _message, ...rest } = wanted;
  const { phase, reason, message } = latest;
  return {
    ...rest,
    ...(phase === undefined ? {} : { phase }),
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}

/** A strategic merge patch from one status to another; undefined if there is nothing to change. */
export function statusPatch(from: PodStatus, to: PodStatus): { readonly [field: string]: unknown } | undefined {
  const patch: { [field: string]: unknown } = {};
  const before = from as { readonly [field: string]: unknown };
  const after = to as { readonly [field: string]: unknown };
  for (const field of Object.keys(after)) {
    if (field !== 'conditions' && !deepEqual(before[field], after[field])) patch[field] = after[field];
  }
  const conditions = conditionsPatch(from.conditions ?? [], to.conditions ?? []);
  if (conditions.length > 0) patch.conditions = conditions;
  return Object.keys(patch).length === 0 ? undefined : patch;
}

function conditionsPatch(from: readonly Condition[], to: readonly Condition[]): readonly object[] {
  const patches: object[] = [];
  for (const condition of to) {
    if (!KUBELET_CONDITIONS.has(condition.type)) continue;
    const old = find(from, condition.type);
    if (old === undefined || !isSameCondition(old, condition))
      patches.push({ ...clearedFields(old, condition), ...condition });
  }
  for (const { type } of from) {
    if (KUBELET_CONDITIONS.has(type) && find(to, type) === undefined) patches.push({ $patch: 'delete', type });
  }
  return patches;
}

/** In a patch a field is taken away by null. */
function clearedFields(old: Condition | undefined, wanted: Condition): { readonly [field: string]: null } {
  return {
    ...(old?.reason !== undefined && wanted.reason === undefined ? { reason: null } : {}),
    ...(old?.message !== undefined && wanted.message === undefined ? { message: null } : {}),
  };
}

/** Conditions with their times: that of the last transition moves only when the status changes. */
export function withConditions(
  pod: Pod,
  drafts: readonly ConditionDraft[],
  previous: readonly Condition[] | undefined,
  now: Micros,
): readonly Condition[] {
  const { generation } = pod.metadata;
  const observed = generation === undefined ? {} : { observedGeneration: generation };
  return drafts.map((draft) => {
    const old = find(previous ?? [], draft.type);
    if (old === undefined || old.status !== draft.status) return { ...draft, lastTransitionTime: now, ...observed };
    const isSame =
      old.reason === draft.reason && old.message === draft.message && old.observedGeneration === generation;
    return isSame ? old : { ...draft, lastTransitionTime: old.lastTransitionTime ?? now, ...observed };
  });
}

/** Of the fields that the kubelet writes. */
function isSameCondition(a: Condition, b: Condition): boolean {
  return (
    a.status === b.status &&
    a.reason === b.reason &&
    a.message === b.message &&
    a.lastTransitionTime === b.lastTransitionTime &&
    a.observedGeneration === b.observedGeneration
  );
}

function terminalPhase({ status }: Pod): PodPhase | undefined {
  return isTerminalPhase(status.phase) ? status.phase : undefined;
}

function observedGeneration(pod: Pod): { readonly observedGeneration?: number } {
  const { generation } = pod.metadata;
  return generation === undefined ? {} : { observedGeneration: generation };
}

function find(conditions: readonly Condition[], type: string): Condition | undefined {
  return conditions.find((condition) => condition.type === type);
}
