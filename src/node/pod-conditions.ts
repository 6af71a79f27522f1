// The conditions that the kubelet writes into a pod's status, from the states of its containers and from conditions
// that others have set. Mirrors pkg/kubelet/status/generate.go (v1.36).

import type { Condition, ContainerStatus, Pod, PodPhase } from '../model/objects.ts';
import { isSidecar } from '../model/pod-containers.ts';
import { couldRestartAll, hasMainStarted, RESTARTING } from './restart-rules.ts';

/** A condition before its times are known. */
export type ConditionDraft = Omit<Condition, 'observedGeneration' | 'lastTransitionTime'>;

/** Conditions of which the kubelet is the owner. */
export const KUBELET_CONDITIONS: ReadonlySet<string> = new Set([
  'PodScheduled',
  'Ready',
  'Initialized',
  'ContainersReady',
  'PodReadyToStartContainers',
  RESTARTING,
]);

const SANDBOX_READY: ConditionDraft = { type: 'PodReadyToStartContainers', status: 'True' };
const SANDBOX_MISSING: ConditionDraft = { type: 'PodReadyToStartContainers', status: 'False' };
const INITIALIZED: ConditionDraft = { type: 'Initialized', status: 'True' };
const COMPLETED: ConditionDraft = { type: 'Initialized', status: 'True', reason: 'PodCompleted' };
const SCHEDULED: ConditionDraft = { type: 'PodScheduled', status: 'True' };

/** What conditions are made from. */
export interface ConditionInputs {
  readonly pod: Pod;
  /** Of init containers and main containers. */
  readonly statuses: readonly ContainerStatus[];
  readonly phase: PodPhase;
  readonly hasSandbox: boolean;
  /** All containers are being removed in order to start anew. */
  readonly isRestartingAll: boolean;
  /** The conditions before. */
  readonly previous: readonly Condition[];
}

/** All conditions of the pod, without times; those of other owners are kept in front. */
export function podConditions(inputs: ConditionInputs): readonly ConditionDraft[] {
  const { pod, statuses, phase, hasSandbox } = inputs;
  const others = (pod.status.conditions ?? []).filter(({ type }) => !KUBELET_CONDITIONS.has(type));
  const containers = containersReady(pod, statuses, phase);
  return [
    ...others,
    hasSandbox ? SANDBOX_READY : SANDBOX_MISSING,
    initialized(inputs),
    ready(pod, containers, others),
    containers,
    SCHEDULED,
    ...(couldRestartAll(pod.spec) ? [restarting(inputs)] : []),
  ];
}

/** True when all init containers have succeeded and all sidecars have started; never false again after that. */
function initialized({ pod, statuses, phase, previous }: ConditionInputs): ConditionDraft {
  if (phase === 'Succeeded') return COMPLETED;
  const { initContainers = [] } = pod.spec;
  if (initContainers.length === 0 || hasMainStarted(pod.spec, statuses)) return INITIALIZED;
  const incomplete = initContainers.filter((container) => {
    const status = statuses.find(({ name }) => name === container.name);
    return (isSidecar(container) ? status?.started : status?.ready) !== true;
  });
  const wasTrue = previous.some(({ type, status }) => type === INITIALIZED.type && status === 'True');
  if (incomplete.length === 0 || wasTrue) return INITIALIZED;
  const message = `containers with incomplete status: [${incomplete.map(({ name }) => name).join(' ')}]`;
  return { type: INITIALIZED.type, status: 'False', reason: 'ContainersNotInitialized', message };
}

function restarting({ phase, isRestartingAll }: ConditionInputs): ConditionDraft {
  if (phase === 'Succeeded') return { type: RESTARTING, status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { type: RESTARTING, status: 'False', reason: 'PodFailed' };
  if (!isRestartingAll) return { type: RESTARTING, status: 'False' };
  const message = 'container exited with restart policy rule';
  return { type: RESTARTING, status: 'True', reason: 'RestartAllContainersStarted', message };
}

/** True if a readiness gate has changed so that Ready has to follow. Mirrors status.NeedToReconcilePodReadiness. */
export function hasGateMoved({ spec, status, ...pod }: Pod): boolean {
  if ((spec.readinessGates ?? []).length === 0) return false;
  const { phase = 'Pending', containerStatuses = [], initContainerStatuses = [], conditions = [] } = status;
  const drafts = podConditions({
    pod: { spec, status, ...pod },
    statuses: [...initContainerStatuses, ...containerStatuses],
    phase,
    hasSandbox: true,
    isRestartingAll: false,
    previous: conditions,
  });
  const isReady = (list: readonly ConditionDraft[]): string | undefined =>
    list.find(({ type }) => type === 'Ready')?.status;
  return containerStatuses.length > 0 && isReady(drafts) !== isReady(conditions);
}

function containersReady(pod: Pod, statuses: readonly ContainerStatus[], phase: PodPhase): ConditionDraft {
  const type = 'ContainersReady';
  if (phase === 'Succeeded') return { type, status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' };
  const unready = [...(pod.spec.initContainers ?? []).filter(isSidecar), ...pod.spec.containers]
    .filter(({ name }) => statuses.find((status) => status.name === name)?.ready !== true)
    .map(({ name }) => name);
  if (unready.length === 0) return { type, status: 'True' };
  const message = `containers with unready status: [${unready.join(' ')}]`;
  return { type, status: 'False', reason: 'ContainersNotReady', message };
}

/** The pod is ready when its containers and all its readiness gates are. */
function ready(pod: Pod, containers: ConditionDraft, others: readonly Condition[]): ConditionDraft {
  const draft = { ...containers, type: 'Ready' };
  const { readinessGates = [] } = pod.spec;
  if (draft.status !== 'True' || readinessGates.length === 0) return draft;
  const closed: string[] = [];
  for (const { conditionType } of readinessGates) {
    const gate = others.find(({ type }) => type === conditionType);
    if (gate === undefined) {
      closed.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    } else if (gate.status !== 'True') {
      closed.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`);
    }
  }
  if (closed.length === 0) return draft;
  return { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message: closed.join(', ') };
}
