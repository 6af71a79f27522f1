// What happened, in English sentences by key: `{x}` is a value, `*x*` is the part that matters. The page has the same
// keys in its own catalogues. Sentences stand in chains of causes and in the story of a run, so each can be read
// without its neighbours.

import type { ChainStep } from './timeline-model.ts';

/** By key of the sentence. Keys begin with what the sentence is about. */
export const SENTENCES = {
  action: '*{text}*: the scenario says so, {place}.',
  'action.done': 'kubectl ended: *{message}*',
  'action.failed': 'kubectl failed: *{message}*',
  'fault.crash': '*{node} crashed*: the scenario says so, {place}.',
  'fault.crashEnd': '*{node} came back*: the scenario says so, {place}.',
  'fault.stop': '*{component} was stopped*: the scenario says so, {place}.',
  'fault.stopEnd': '*{component} came back*: the scenario says so, {place}.',
  'fault.kill': '*Killed: {what}*: the scenario says so, {place}.',
  'fault.missed': '*Nothing was there to hit*: {text}, {place}.',
  'fault.exit': '*Container {container} of {what} was made to exit with {code}*: the scenario says so, {place}.',
  'fault.exitEnd': '*Containers stay up again*: the scenario says so, {place}.',
  'fault.image': '*Image {image} can no longer be found*: the scenario says so, {place}.',
  'fault.other': '*Fault: {text}*: the scenario says so, {place}.',
  'fault.covered': '*One of several faults is over: {text}*: the scenario says so, {place}.',
  'fault.otherEnd': '*Over: {text}*: the scenario says so, {place}.',
  'fault.imageEnd': '*Image {image} can be pulled again*: the scenario says so, {place}.',
  'component.up': '*{component} started*.',
  'component.down': '*{component} stopped*.',
  'machine.crashed': '*{node} went down* with all that ran on it.',
  'machine.booted': '*{node} is up again*.',
  'sandbox.started': 'The sandbox of {pod} was set up.',
  'sandbox.stopped': 'The sandbox of {pod} was torn down.',
  'image.pulled': '*Image {image} was pulled*.',
  'image.failed': '*Image {image} could not be pulled*.',
  'container.started': '*Container {container} started*.',
  'container.exited': '*Container {container} of {pod} exited* with code {code}.',
  'probe.changed': 'A probe of {pod} now says otherwise: {detail}.',
  'autoscaler.measured': 'HorizontalPodAutoscaler {name} measured *{text}*.',
  'pod.bound': '*{node} was chosen* out of {feasible} with room.',
  'pod.boundOnly': '*{node} was chosen*: of {evaluated} that were tried it alone has room.',
  'pod.boundFirst': '*{node} was chosen*: it was tried first, and has room.',
  'pod.unschedulable': '*No node for {pod}*: {message}',
  'pod.preempts': '*No node for {pod}*: room is made on {node}, {victims} must go.',
  'pod.scheduleError': '*Scheduling {pod} failed*: {message}',
  'pod.assigned': '{pod} was bound to {node}.',
  'pod.created': '*{pod} was created* for {owner}.',
  'pod.createdAlone': '*{pod} was created*.',
  'pod.createdGated': '*{pod} was created* with scheduling gates: {gates}.',
  'pod.ungated': '*The last scheduling gate of {pod} is gone*.',
  'pod.replaced': '{have} of {want} were left: *{pod} was created*.',
  'pod.deleted': '*{pod} was deleted*.',
  'pod.evicted': '*{pod} was deleted*: it tolerates that taint for {seconds} s.',
  'pod.preempted': '*{pod} was evicted* for {preemptor}: its priority is {low}, that of the other {high}.',
  'pod.evictedAtOnce': '*{pod} was deleted*: it does not tolerate that taint.',
  'pod.scaledDown': '*{pod} was deleted*: {owner} had too many pods.',
  'pod.ownerGone': '*{pod} was deleted*: its owner is gone.',
  'pod.orphaned': '*{pod} was deleted*: nobody runs it any more.',
  'pod.nodeGone': '*{pod} was deleted*: there is no node {node}.',
  'pod.killed': '*{pod} was killed* without grace.',
  'pod.gone': '*{pod} is gone*.',
  'pod.ready': 'Readiness probe passed: *{pod} is Ready*.',
  'pod.readyUnprobed': '*{pod} is Ready*.',
  'pod.notReady': '*{pod} is no longer Ready*.',
  'pod.nodeLost': '*{pod} is no longer Ready*: its node is lost.',
  'pod.restarted': '*{pod} was restarted*: restart {restarts}.',
  'pod.word': '*{pod}: {word}*.',
  'pod.status': 'The status of {pod} was written.',
  'pod.updated': '{pod} was changed.',
  'node.created': '*Node {node} was registered*.',
  'node.notReady': '*Node {node} became NotReady*: no heartbeat for {grace}.',
  'node.reportsNotReady': '*Node {node} became NotReady*: its kubelet says so.',
  'node.ready': '*Node {node} became Ready*.',
  'node.tainted': '*Taint {taint}* was put on {node}.',
  'node.untainted': '*Taint {taint}* was taken off {node}.',
  'node.cordoned': '*Node {node} was cordoned*.',
  'node.uncordoned': '*Node {node} was uncordoned*.',
  'node.deleted': '*Node {node} was deleted*.',
  'node.updated': 'Node {node} was changed.',
  'deployment.created': '*Deployment {name} was created*, replicas: {replicas}.',
  'deployment.scaled': '*Deployment {name} was scaled* from {from} to {to}.',
  'deployment.changed': '*Deployment {name} got a new template*.',
  'deployment.changedAndScaled': '*Deployment {name} got a new template and was scaled* from {from} to {to}.',
  'deployment.complete': '*The rollout of Deployment {name} is complete*: {available} available.',
  'deployment.stuck': '*The rollout of Deployment {name} makes no progress*.',
  'deployment.available': 'Deployment {name}: *{available} of {desired} available*.',
  'deployment.status': 'The status of Deployment {name} was written.',
  'deployment.updated': 'Deployment {name} was changed.',
  'deployment.deleted': '*Deployment {name} was deleted*.',
  'replicaSet.created': '*ReplicaSet {name} was created*, replicas: {replicas}.',
  'replicaSet.scaled': '*ReplicaSet {name} was scaled* from {from} to {to}.',
  'replicaSet.status': 'The status of ReplicaSet {name} was written.',
  'replicaSet.updated': 'ReplicaSet {name} was changed.',
  'replicaSet.deleted': '*ReplicaSet {name} was deleted*.',
  'claim.created': '*Claim {claim} was created*: {size} of class {class}.',
  'claim.createdClassless': '*Claim {claim} was created*: {size} of no class.',
  'claim.placed': '*A volume for claim {claim}* has to be where {node} is.',
  'claim.asked': 'Provisioner {provisioner} is to make a volume for claim {claim}.',
  'claim.given': 'Claim {claim} gets volume {volume}.',
  'claim.unplaced': '*No volume for claim {claim}* could be made for {node}.',
  'claim.bound': '*Claim {claim} was bound* to volume {volume}.',
  'claim.lost': '*Claim {claim} has lost its volume*.',
  'claim.deleting': '*Claim {claim} is being deleted*: it goes when no pod uses it.',
  'volume.made': '*Volume {volume} was made* for claim {claim}: {size}.',
  'volume.released': '*Volume {volume} was released*: its claim {claim} is gone.',
  'object.created': '*{kind} {name} was created*.',
  'object.updated': '{kind} {name} was changed.',
  'object.status': 'The status of {kind} {name} was written.',
  'object.deleting': '*{kind} {name} is being deleted*.',
  'object.deleted': '*{kind} {name} was deleted*.',
  'event.recorded': 'Event {reason}: {message}',
  refused: '*Refused* to {verb} {kind} {name}: {message}',
} as const;

export type SentenceKey = keyof typeof SENTENCES;

/** What a named timer waits for, by its Kubernetes name. */
export const TIMERS = {
  'node-monitor-grace-period': 'the grace period, since the last heartbeat',
  tolerationSeconds: 'the toleration ran',
  terminationGracePeriodSeconds: 'the grace period of the termination',
  CrashLoopBackOff: 'the back-off before a restart',
  ImagePullBackOff: 'the back-off before another pull',
  backOffPeriod: 'the pause before another attempt',
  readinessProbe: 'the readiness probe',
  minReadySeconds: 'minReadySeconds',
  progressDeadlineSeconds: 'the progress deadline',
  podInitialBackoffSeconds: "the scheduler's back-off",
  'pod-max-in-unschedulable-pods-duration': "the scheduler's last resort",
  for: 'the fault lasted',
  life: 'the container ran',
  'node-eviction-rate': 'its turn among the nodes to be tainted',
  'node-monitor-period': 'the next look at all nodes',
  nodeStatusUpdateFrequency: "the kubelet's next report",
  activeDeadlineSeconds: "the pod's deadline",
  'horizontal-pod-autoscaler-sync-period': "the autoscaler's next look",
  'pod-gc-period': 'the next pass of the pod garbage collector',
  'pod-gc-quarantine': 'the quarantine of a missing node',
  'leader-election': 'the lease of the one before',
  disk: 'the cloud took for a disk',
  'pvclaimbinder-sync-period': 'the next look at all claims',
  'disrupted-pod-timeout': 'the time that an eviction may take',
  livenessProbe: 'the liveness probe',
  startupProbe: 'the start-up probe',
} as const;

/** The sentence of a step, its important part between asterisks. */
export function sentenceOf({ sentence, values }: Pick<ChainStep, 'sentence' | 'values'>): string {
  const pattern: string = SENTENCES[sentence as SentenceKey] ?? sentence;
  return fillIn(pattern, values);
}

/** Puts values into `{name}`. */
export function fillIn(pattern: string, values: { readonly [name: string]: string }): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The sentence of a step as plain text. */
export function plainSentenceOf(step: Pick<ChainStep, 'sentence' | 'values'>): string {
  return sentenceOf(step).replaceAll('*', '');
}

/** What a named timer waits for; an unknown one by its name. */
export function timerText(timer: string): string {
  return (TIMERS as { readonly [timer: string]: string })[timer] ?? timer;
}
