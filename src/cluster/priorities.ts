// What a pod's priority is: that of the class it names, else of the cluster's default class, else 0. The pod may not
// say otherwise. Also: of the classes only one may be the default.
// Mirrors plugin/pkg/admission/priority/admission.go (v1.36).

import type { NewObject, PodSpec, PriorityClass } from '../model/objects.ts';
import { forbidden } from './refusal.ts';
import type { Refused } from './request.ts';
import type { Store } from './store.ts';

/** The priority classes of a cluster. */
export interface Priorities {
  /** The class that holds for a pod: the named one or the default one, where there is one. */
  classFor(spec: PodSpec): PriorityClass | undefined;
  /** Why a new pod of this name is not taken, or a PriorityClass as it is to be stored. Other kinds are. */
  refusal(object: NewObject, name: string): Refused | undefined;
}

/** The priority classes of a store. */
export function createPriorities(store: Store): Priorities {
  const defaultClass = (): PriorityClass | undefined => {
    let found: PriorityClass | undefined;
    for (const { object, isGone } of store.entries('PriorityClass')) {
      const candidate = object as PriorityClass;
      if (isGone || candidate.globalDefault !== true) continue;
      if (found === undefined || candidate.value < found.value) found = candidate;
    }
    return found;
  };
  const classFor = ({ priorityClassName = '' }: PodSpec): PriorityClass | undefined =>
    priorityClassName === ''
      ? defaultClass()
      : (store.current('PriorityClass', priorityClassName) as PriorityClass | undefined);
  return {
    classFor,
    refusal({ kind, ...fields }, name) {
      if (kind !== 'Pod' && kind !== 'PriorityClass') return undefined;
      const why =
        kind === 'Pod'
          ? podProblem((fields as unknown as { readonly spec: PodSpec }).spec, classFor)
          : secondDefault(fields as Partial<PriorityClass>, name, defaultClass());
      return why === undefined ? undefined : forbidden(kind, name, why);
    },
  };
}

function podProblem(spec: PodSpec, classFor: Priorities['classFor']): string | undefined {
  const { priorityClassName = '', priority, preemptionPolicy } = spec;
  const found = classFor(spec);
  if (priorityClassName !== '' && found === undefined)
    return `no PriorityClass with name ${priorityClassName} was found`;
  const [value, policy] = [found?.value ?? 0, found?.preemptionPolicy ?? 'PreemptLowerPriority'];
  const given = 'must not be provided in pod spec; priority admission controller computed';
  const from = 'from the given PriorityClass name';
  if (priority !== undefined && priority !== value) {
    return `the integer value of priority (${priority}) ${given} ${value} ${from}`;
  }
  if (preemptionPolicy !== undefined && preemptionPolicy !== policy) {
    return `the string value of PreemptionPolicy (${preemptionPolicy}) ${given} ${policy} ${from}`;
  }
  return undefined;
}

function secondDefault(
  { globalDefault }: Partial<PriorityClass>,
  name: string,
  current: PriorityClass | undefined,
): string | undefined {
  if (globalDefault !== true || current === undefined || current.metadata.name === name) return undefined;
  return `PriorityClass ${current.metadata.name} is already marked as default. Only one default can exist`;
}
