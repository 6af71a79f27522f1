// What a write may change of a pod's spec: images, a deadline, more tolerations; of a pod that waits at a gate also
// where it may go. Mirrors pkg/apis/core/validation/validation.go, ValidatePodUpdate (v1.36), without the difference in
// Go's notation that its text ends with.

import { deepEqual } from '../base/deep-equal.ts';
import type { Container, Pod, PodSpec } from '../model/objects.ts';
import { invalid } from './refusal.ts';
import type { Refused } from './request.ts';

const FORBIDDEN =
  'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,' +
  '`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing ' +
  'tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** The refusal of a change of a pod's spec. */
export function podUpdateRefusal(current: Pod, wanted: Pod): Refused | undefined {
  const isGated = (current.spec.schedulingGates ?? []).length > 0;
  if (deepEqual(fixedPart(current.spec, isGated), fixedPart(wanted.spec, isGated))) return undefined;
  return invalid('Pod', current.metadata.name, FORBIDDEN);
}

/** What stays as it was. */
function fixedPart(spec: PodSpec, isGated: boolean): object {
  const { activeDeadlineSeconds: _, tolerations, schedulingGates, nodeSelector, affinity, ...rest } = spec;
  const { terminationGracePeriodSeconds = 0, containers, initContainers = [], ...fixed } = rest;
  return {
    ...fixed,
    ...(terminationGracePeriodSeconds < 0 ? {} : { grace: terminationGracePeriodSeconds }),
    ...(isGated ? {} : { nodeSelector, affinity, schedulingGates }),
    containers: containers.map(withoutImage),
    initContainers: initContainers.map(withoutImage),
  };
}

function withoutImage({ image: _, ...container }: Container): object {
  return container;
}
