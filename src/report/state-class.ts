// Which of the page's state classes an object is in. A pod's class follows from kubectl's STATUS word and from whether
// its node is Ready: the API server goes on saying Running on a lost node, the class says that nobody knows.

import type { PodStatusWord } from '../kubectl/printers/pod-status-word.ts';
import { isConditionTrue } from '../model/condition.ts';
import type { Deployment, KubeEvent, KubeObject, Namespace, Node, Pod, ReplicaSet } from '../model/objects.ts';
import { isPodReady, isTerminalPhase } from '../model/pod-status.ts';
import type { StateClass } from './timeline-model.ts';

const CLASS_OF_WORD: ReadonlyMap<string, StateClass> = new Map([
  ['Pending', 'pending'],
  ['SchedulingGated', 'pending'],
  ['ContainerCreating', 'creating'],
  ['PodInitializing', 'creating'],
  ['NotReady', 'notready'],
  ['Completed', 'completed'],
  ['Succeeded', 'completed'],
  ['Terminating', 'terminating'],
]);

/** The class of a pod. Any reason that is not one of the calm ones is a failure. */
export function podStateClass(pod: Pod, word: string, isNodeReady: boolean): StateClass {
  const own = classOfWord(pod, word);
  const isLost = !isNodeReady && pod.spec.nodeName !== undefined && !isTerminalPhase(pod.status.phase);
  return isLost && own !== 'terminating' ? 'unknown' : own;
}

function classOfWord(pod: Pod, word: string): StateClass {
  if (pod.status.phase === 'Unknown' || pod.status.reason === 'NodeLost') return 'unknown';
  if (word === 'Running') return isPodReady(pod) ? 'running' : 'notready';
  if (/^Init:\d+\/\d+$/.test(word)) return 'creating';
  return CLASS_OF_WORD.get(word) ?? 'failing';
}

/** What a bar says: the STATUS word; of a running pod that is not ready also how many of its containers are. */
export function barWord({ word, ready, total }: PodStatusWord, state: StateClass): string {
  return state === 'notready' ? `${word} ${ready}/${total}` : word;
}

/** True if a node's condition Ready is True. */
export function isNodeReady(node: Node): boolean {
  return isConditionTrue(node.status.conditions, 'Ready');
}

/** The class of an object other than a pod, for lists: trouble is what is not as it should be. */
export function objectStateClass(object: KubeObject): StateClass {
  if (object.metadata.deletionTimestamp !== undefined) return 'terminating';
  switch (object.kind) {
    case 'Node':
      return isNodeReady(object as Node) ? 'running' : 'unknown';
    case 'Deployment': {
      const { spec, status } = object as Deployment;
      return (status.availableReplicas ?? 0) >= spec.replicas ? 'running' : 'notready';
    }
    case 'ReplicaSet': {
      const { spec, status } = object as ReplicaSet;
      return (status.availableReplicas ?? 0) >= spec.replicas ? 'running' : 'notready';
    }
    case 'Namespace':
      return (object as Namespace).status.phase === 'Terminating' ? 'terminating' : 'running';
    case 'Event':
      return (object as KubeEvent).type === 'Warning' ? 'failing' : 'running';
    default:
      return 'running';
  }
}
