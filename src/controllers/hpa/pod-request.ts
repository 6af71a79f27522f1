// What a pod requests of one resource, as autoscaling by utilization counts it: every container has to request it,
// unless the pod does so as a whole. Remembered per list of containers, which the pods of a template share.
// Mirrors pkg/controller/podautoscaler/replica_calculator.go, calculateRequests (v1.36).

import { err, ok, type Result } from '../../base/result.ts';
import type { Container, Pod } from '../../model/objects.ts';
import { hasPodLevelResources, podRequests } from '../../model/pod-resources.ts';
import { milliUnitsOf } from '../../model/resource-amount.ts';

/** Thousandths of the unit; or which container of this pod requests none. `container` restricts it to one. */
export function podRequestMilli(pod: Pod, resource: string, container: string | undefined): Result<number, string> {
  const { spec, metadata } = pod;
  if (container === undefined && hasPodLevelResources(spec)) {
    const text = podRequests(pod)[resource];
    if (text !== undefined) return ok(milliUnitsOf(text));
    return err(`missing pod-level request for ${resource} in Pod ${metadata.name}`);
  }
  const { requestMilli, lacking } = containersRequest(spec.containers, spec.initContainers, resource, container);
  if (requestMilli !== undefined) return ok(requestMilli);
  if (lacking === undefined) return err(`container ${container ?? ''} not found in Pod ${metadata.name}`);
  return err(`missing request for ${resource} in container ${lacking} of Pod ${metadata.name}`);
}

interface ContainersRequest {
  readonly requestMilli: number | undefined;
  /** The container that requests none. */
  readonly lacking: string | undefined;
}

type Remembered = { readonly init: readonly Container[] | undefined; readonly byName: Map<string, ContainersRequest> };

const remembered = new WeakMap<readonly Container[], Remembered>();

function containersRequest(
  containers: readonly Container[],
  init: readonly Container[] | undefined,
  resource: string,
  container: string | undefined,
): ContainersRequest {
  let known = remembered.get(containers);
  if (known === undefined || known.init !== init) {
    known = { init, byName: new Map() };
    remembered.set(containers, known);
  }
  const name = container === undefined ? resource : `${resource} ${container}`;
  let request = known.byName.get(name);
  if (request === undefined) {
    const sidecars = (init ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
    request = sumRequests([...containers, ...sidecars], resource, container);
    known.byName.set(name, request);
  }
  return request;
}

function sumRequests(
  containers: readonly Container[],
  resource: string,
  container: string | undefined,
): ContainersRequest {
  let requestMilli = 0;
  const asked = container === undefined ? containers : containers.filter(({ name }) => name === container).slice(0, 1);
  if (container !== undefined && asked.length === 0) return { requestMilli: undefined, lacking: undefined };
  for (const { name, resources } of asked) {
    const text = resources?.requests?.[resource];
    if (text === undefined) return { requestMilli: undefined, lacking: name };
    requestMilli += milliUnitsOf(text);
  }
  return { requestMilli, lacking: undefined };
}
