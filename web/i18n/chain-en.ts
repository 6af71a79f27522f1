// The sentences of the chains of causes, in English.

export interface ChainCatalogue {
  /** By key of the sentence. */
  readonly sentences: { readonly [key: string]: string };
  /** What a step is called in the sum, by key or by its first word. */
  readonly moments: { readonly [key: string]: string };
  /** What a named timer does. */
  readonly timers: { readonly [timer: string]: string };
}

export const chainEn: ChainCatalogue = {
  sentences: {
    'fault.crash': '*{node} crashed*: the scenario says so.',
    'node.notReady': '*Node {node} became NotReady*: no heartbeat for {grace}.',
    'node.tainted': '*Taint* {taint} was put on it.',
    'pod.evicted': '*{pod} was deleted*: it tolerates that taint for {seconds} s.',
    'pod.created': '{have} of {want} were left: *{pod} was created*.',
    'pod.bound': '*{node}* was chosen out of {feasible} with room.',
    'container.started': '*The container started*.',
    'pod.ready': 'Readiness probe passed: *the pod is Ready*.',
  },
  moments: {
    fault: 'the fault',
    action: 'the command',
    'fault.crash': 'the crash',
    'pod.ready': 'Ready',
    other: 'then',
  },
  timers: {
    'node-monitor-grace-period': 'the grace period, since the last heartbeat',
    tolerationSeconds: 'the toleration ran',
    CrashLoopBackOff: 'back-off before a restart',
  },
};
