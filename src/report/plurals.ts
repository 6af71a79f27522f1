// Sentences for several rows at once, as the story needs them. `{n}` counts the things, `{steps}` the rows; the other
// values are those of the last row, `{from}` that of the first.

import type { SentenceKey } from './sentences.ts';

export const PLURALS: { readonly [sentence in SentenceKey]?: string } = {
  'image.failed': 'Image {image} could not be pulled for {n} pods',
  'container.exited': 'Container {container} exited with code {code} in {n} pods',
  'pod.unschedulable': 'No node for {n} pods: {message}',
  'pod.created': '{n} pods were created for {owner}',
  'pod.replaced': '{n} pods were created for {owner}, which wants {want}',
  'pod.deleted': '{n} pods of {owner} were deleted',
  'pod.evicted': '{n} pods of {owner} were deleted: they tolerate that taint for {seconds} s',
  'pod.evictedAtOnce': '{n} pods of {owner} were deleted: they do not tolerate that taint',
  'pod.createdGated': '{n} pods of {owner} were created with scheduling gates: {gates}',
  'pod.ungated': 'The last scheduling gates of {n} pods are gone',
  'pod.preempted': '{n} pods were evicted for {preemptor}, whose priority is {high}',
  'pod.scaledDown': '{n} pods were deleted: {owner} had too many',
  'pod.ownerGone': '{n} pods of {owner} were deleted: their owner is gone',
  'pod.orphaned': '{n} pods of {owner} were deleted: nobody runs them any more',
  'pod.nodeGone': '{n} pods of {owner} were deleted: their nodes are gone',
  'pod.ready': 'Readiness probes passed: {n} pods of {owner} are Ready',
  'pod.readyUnprobed': '{n} pods of {owner} are Ready',
  'pod.notReady': '{n} pods of {owner} are no longer Ready',
  'pod.nodeLost': '{n} pods of {owner} are no longer Ready: their node is lost',
  'pod.restarted': '{n} pods of {owner} were restarted',
  'pod.word': '{n} pods of {owner}: {word}',
  'node.created': '{n} nodes were registered',
  'node.notReady': '{n} nodes became NotReady: no heartbeat for {grace}',
  'node.reportsNotReady': '{n} nodes became NotReady: their kubelets say so',
  'node.ready': '{n} nodes became Ready',
  'node.tainted': 'Taint {taint} was put on {n} nodes',
  'node.untainted': 'Taint {taint} was taken off {n} nodes',
  'node.deleted': '{n} nodes were deleted',
  'replicaSet.scaled': 'ReplicaSet {name} was scaled from {from} to {to} in {steps} steps',
  'deployment.scaled': 'Deployment {name} was scaled from {from} to {to} in {steps} steps',
};
