// Which changes may make a pod schedulable that InterPodAffinity rejected.
// Mirrors pkg/scheduler/framework/plugins/interpodaffinity/plugin.go (v1.36).

import type { Node, Pod } from '../../model/objects.ts';
import type { WakeUp } from '../cluster-event.ts';
import { isPlaced } from '../cluster-event.ts';
import type { AffinityTerm } from './affinity-terms.ts';
import { affinityTermsOf, matchesTerm } from './affinity-terms.ts';

export const affinityWakeUps: readonly WakeUp[] = [
  { resource: 'Pod', actions: ['Add', 'UpdatePodLabel', 'Delete'], hint: isPodChangeUseful },
  { resource: 'Node', actions: ['Add', 'UpdateNodeLabel'], hint: isNodeChangeUseful },
];

function isPodChangeUseful(pod: Pod, old: Pod | undefined, changed: Pod | undefined): boolean {
  if (old !== undefined && changed?.metadata.uid === pod.metadata.uid) return true;
  if (old !== undefined && !isPlaced(old)) return false;
  if (changed !== undefined && !isPlaced(changed)) return false;
  const { required, requiredAnti } = affinityTermsOf(pod);
  if (old !== undefined && changed !== undefined) {
    const comesToMatch = !isMeantByAll(required, old) && isMeantByAll(required, changed);
    return comesToMatch || (isMeantByAll(requiredAnti, old) && !isMeantByAll(requiredAnti, changed));
  }
  if (changed !== undefined) return isMeantByAll(required, changed);
  if (old === undefined) return false;
  return isMeantByAll(requiredAnti, old) || isMeantByAll(affinityTermsOf(old).requiredAnti, pod);
}

/** Hints do not look namespaces up: a selector of namespaces sees one without labels. */
function isMeantByAll(terms: readonly AffinityTerm[], pod: Pod): boolean {
  return terms.length > 0 && terms.every((term) => matchesTerm(term, pod, undefined));
}

/** A node that comes into a domain, or changes it; for anti-affinity also one that has none any more. */
function isNodeChangeUseful(pod: Pod, old: Node | undefined, changed: Node | undefined): boolean {
  if (changed === undefined) return false;
  const { required, requiredAnti } = affinityTermsOf(pod);
  if (old === undefined && requiredAnti.length > 0) return true;
  const [before, after] = [old?.metadata.labels ?? {}, changed.metadata.labels ?? {}];
  const differs = ({ topologyKey }: AffinityTerm): boolean => before[topologyKey] !== after[topologyKey];
  return (
    required.some((term) => after[term.topologyKey] !== undefined && differs(term)) ||
    requiredAnti.some((term) => before[term.topologyKey] !== undefined && differs(term))
  );
}
