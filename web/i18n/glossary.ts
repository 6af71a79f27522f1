// The words of Kubernetes that stand in its texts and stay English in both languages, each with what it means in a
// sentence. Shown where the word is in a description, and all together as a list.

import { chinese } from './i18n.ts';

const MEANINGS = {
  Pending: 'Accepted, but no node or not all containers yet',
  ContainerCreating: 'Its image is pulled, its containers are made',
  Running: 'On a node; at least one container runs or starts',
  Succeeded: 'All containers ended well and stay so',
  Failed: 'All containers ended, at least one with an error',
  Error: 'A container ended with another exit code than 0',
  Completed: 'The container ended with exit code 0',
  Terminating: 'Deleted; it has its grace period to end',
  CrashLoopBackOff:
    'It ended again and again; the next start waits, 10 s at first, then twice as long, at most 5 minutes',
  ImagePullBackOff: 'The image could not be had; the next try waits',
  ErrImagePull: 'The image could not be had',
  OOMKilled: 'Killed: it used more memory than its limit',
  Evicted: 'Its node threw it out, for want of a resource',
  Unknown: 'Nobody has heard from the node for a while',
  NotReady: 'The node takes no new pods',
  PodScheduled: 'Whether it has a node',
  PodReadyToStartContainers: 'Whether its sandbox and network are there',
  Initialized: 'Whether its init containers have ended',
  ContainersReady: 'Whether all its containers are ready',
  Ready: 'Whether it may get traffic; of a node, whether it may get pods',
  Burstable: 'Requests something, but not exactly its limits',
  BestEffort: 'Requests nothing: it goes first when memory is short',
  Guaranteed: 'Requests are its limits: it goes last',
  Tolerations: 'Taints of nodes that it puts up with',
  Taints: 'Marks of a node that keep pods away or throw them out',
  NoSchedule: 'No new pod without a toleration',
  PreferNoSchedule: 'Rather no new pod without a toleration',
  NoExecute: 'Pods without a toleration are thrown out, too',
  Unschedulable: 'Cordoned: no new pods',
  SchedulingDisabled: 'Cordoned: no new pods',
  Allocatable: 'What pods may request of the node',
  Capacity: 'What the node has',
  MemoryPressure: 'The node is short of memory',
  DiskPressure: 'The node is short of disk',
  PIDPressure: 'The node has too many processes',
  FailedScheduling: 'No node fits',
  Scheduled: 'A node was chosen',
  Pulling: 'The image is being pulled',
  Pulled: 'The image is there',
  Killing: 'A container is told to end',
  BackOff: 'The next try waits',
  Unhealthy: 'A probe failed',
  Liveness: 'A probe; when it fails, the container is started again',
  Readiness: 'A probe; while it fails, there is no traffic',
  Startup: 'A probe; the others wait until it has passed',
  NodeNotReady: 'Its node has become NotReady',
  TaintManagerEviction: 'Deleted, because it does not tolerate a taint of its node',
  RollingUpdate: 'Old pods are replaced a few at a time',
  Recreate: 'All old pods end before new ones begin',
  Progressing: 'Whether the rollout goes on',
  Available: 'Enough pods have been ready for long enough',
  ProgressDeadlineExceeded: 'No progress for too long',
  ScalingReplicaSet: 'The Deployment changes the size of a ReplicaSet',
  SuccessfulCreate: 'A pod was created',
  SuccessfulDelete: 'A pod was deleted',
  SuccessfulRescale: 'The autoscaler has changed the size',
  AbleToScale: 'Whether the autoscaler may change the size now',
  ScalingActive: 'Whether its metrics can be had',
  ScalingLimited: 'Whether minimum or maximum holds it',
} as const;

export type GlossedWord = keyof typeof MEANINGS;

/** What each word means in English, by the word as Kubernetes writes it. */
export const GLOSSARY: { readonly [word in GlossedWord]: string } = MEANINGS;

/** Whether a word is in the list. */
export function isGlossed(word: string): word is GlossedWord {
  return Object.hasOwn(GLOSSARY, word);
}

/** What a word means, in the page's language; empty for a word that is not in the list. */
export function glossOf(word: string): string {
  return isGlossed(word) ? (chinese()?.glossary ?? GLOSSARY)[word] : '';
}
