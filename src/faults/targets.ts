// What a fault hits: a seeded draw among the nodes or pods that match and can be hit at that moment.
// Candidates are in the order of their creation, so that one seed always hits the same ones.

import type { RootClient, World } from '../cluster/actor.ts';
import { keyOf, type Node, type ObjectReference, type Pod } from '../model/objects.ts';
import { matchesSelector } from '../model/selector.ts';
import type { Draw, Fault, NodeTarget, PodTarget } from './fault.ts';

/** What one occurrence of a fault has hit. */
export interface Hit {
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
}

/** Draws what a fault hits now. */
export function hitBy(fault: Fault, client: RootClient, world: World): Hit {
  if ('node' in fault) return { nodes: drawn(nodesOf(fault.node, client), fault.node.draw, client), pods: [] };
  if ('pod' in fault) return { nodes: [], pods: drawn(podsOf(fault.pod, client), fault.pod.draw, client) };
  if (!('container' in fault)) return { nodes: [], pods: [] };
  const { container } = fault;
  const running = podsOf(container, client).filter((pod) => world.isRunning(keyOf(pod), container.container));
  return { nodes: [], pods: drawn(running, container.draw, client) };
}

function nodesOf({ name, selector }: NodeTarget, { view }: RootClient): readonly Node[] {
  return view
    .list('Node')
    .filter(({ metadata }) => (name ?? metadata.name) === metadata.name && matchesSelector(selector, metadata.labels));
}

function podsOf({ namespace, name, selector }: PodTarget, { view }: RootClient): readonly Pod[] {
  return view.inNamespace('Pod', namespace).filter(({ metadata, status }) => {
    if (status.phase !== 'Running' || metadata.deletionTimestamp !== undefined) return false;
    return (name ?? metadata.name) === metadata.name && matchesSelector(selector, metadata.labels);
  });
}

/** As many as the draw says; nothing is drawn where all are hit. */
function drawn<T>(candidates: readonly T[], draw: Draw, { random }: RootClient): readonly T[] {
  const share = 'pick' in draw ? draw.pick : Math.ceil((candidates.length * draw.sharePercent) / 100);
  if ('sharePercent' in draw && share >= candidates.length) return candidates;
  const left = [...candidates];
  const hit: T[] = [];
  while (hit.length < share && left.length > 0) hit.push(...left.splice(random.below(left.length), 1));
  return hit;
}

/**
 * What a fault breaks until it is over, by names; faults with a name in common go on as long as the longest of them.
 */
export function heldBy(fault: Fault, { nodes, pods }: Hit): readonly string[] {
  if ('node' in fault) return nodes.map(({ metadata: { name } }) => `${fault.how} ${name}`);
  if ('image' in fault) return [`image ${fault.image}`];
  if ('registry' in fault) return [`registry ${fault.registry}`];
  if ('component' in fault) return [`component ${fault.component}`];
  if (fault.how !== 'unready') return [];
  return pods.map((pod) => `unready ${keyOf(pod)} ${fault.container.container ?? ''}`);
}

/** The objects hit, as rows refer to them. */
export function referencesOf({ nodes, pods }: Hit): readonly ObjectReference[] {
  return [
    ...nodes.map(({ metadata: { name } }) => ({ apiVersion: 'v1', kind: 'Node', name })),
    ...pods.map(({ metadata: { namespace, name, uid } }) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      ...(namespace === undefined ? {} : { namespace }),
      name,
      uid,
    })),
  ];
}
