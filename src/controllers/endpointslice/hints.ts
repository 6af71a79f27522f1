// Hints of trafficDistribution: for which zone (and node) an endpoint is best. A close distribution hints every ready
// endpoint at its own; without one there are none.
// The annotation service.kubernetes.io/topology-mode, which it has replaced, is not modelled.
// Mirrors staging/src/k8s.io/endpointslice/trafficdist/trafficdist.go (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import type { Endpoint, EndpointHints, Service } from '../../model/objects.ts';

const CLOSE: readonly string[] = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];

/** The endpoint with the hints that the Service asks for; the same object where it has them already. */
export function withHints(endpoint: Endpoint, { spec }: Service): Endpoint {
  const { trafficDistribution = '' } = spec;
  if (!CLOSE.includes(trafficDistribution)) return hinted(endpoint, undefined);
  if (endpoint.conditions.ready !== true) return endpoint;
  const { zone, nodeName } = endpoint;
  const forNodes =
    nodeName === undefined || trafficDistribution !== 'PreferSameNode' ? undefined : [{ name: nodeName }];
  if (zone === undefined && forNodes === undefined) return hinted(endpoint, undefined);
  return hinted(endpoint, {
    ...(zone === undefined ? {} : { forZones: [{ name: zone }] }),
    ...(forNodes === undefined ? {} : { forNodes }),
  });
}

function hinted(endpoint: Endpoint, hints: EndpointHints | undefined): Endpoint {
  if (deepEqual(endpoint.hints, hints)) return endpoint;
  const { hints: _, ...rest } = endpoint;
  return hints === undefined ? rest : { ...rest, hints };
}
