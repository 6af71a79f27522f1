// Small Services, slices and endpoints for the tests of the EndpointSlice controller.

import { seconds } from '../../../src/base/time.ts';
import type { Endpoint, EndpointPort, EndpointSlice, Pod, Service, ServiceSpec } from '../../../src/model/objects.ts';
import { type PodSketch, pod } from '../objects.ts';

const PORTS: readonly EndpointPort[] = [{ name: '', protocol: 'TCP', port: 80 }];

export function service(spec: Partial<ServiceSpec> = {}, metadata: Partial<Service['metadata']> = {}): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'web',
      namespace: 'shop',
      uid: 'uid-web',
      resourceVersion: 1,
      creationTimestamp: seconds(1),
      ...metadata,
    },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.1.1',
      selector: { app: 'web' },
      ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }],
      ...spec,
    },
    status: {},
  } as Service;
}

/** The endpoints `from` to `to - 1`. */
export function endpoints(from: number, to: number, more: Partial<Endpoint> = {}): readonly Endpoint[] {
  return Array.from({ length: to - from }, (_, index): Endpoint => {
    const name = `p${from + index}`;
    return {
      addresses: [`10.0.${Math.floor((from + index) / 250)}.${(from + index) % 250}`],
      conditions: { ready: true, serving: true, terminating: false },
      targetRef: { kind: 'Pod', namespace: 'shop', name, uid: `uid-${name}` },
      ...more,
    };
  });
}

/** A slice of the Service `web`. */
export function slice(name: string, list: readonly Endpoint[], more: Partial<EndpointSlice> = {}): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      resourceVersion: 1,
      creationTimestamp: seconds(1),
      labels: {
        'kubernetes.io/service-name': 'web',
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'web', uid: 'uid-web', controller: true }],
    },
    addressType: 'IPv4',
    ports: PORTS,
    endpoints: list,
    ...more,
  } as EndpointSlice;
}

/** The ready pods behind the endpoints `from` to `to - 1`. */
export function pods(from: number, to: number, node?: string): readonly Pod[] {
  return endpoints(from, to).map(({ targetRef, addresses }) =>
    addressed({ name: targetRef?.name ?? '', readySince: 2, ...(node === undefined ? {} : { node }) }, addresses[0]),
  );
}

/** A pod with an address. */
export function addressed(sketch: PodSketch, ip = '10.0.0.1', spec: Partial<Pod['spec']> = {}): Pod {
  const made = pod(sketch);
  return { ...made, spec: { ...made.spec, ...spec }, status: { ...made.status, podIP: ip, podIPs: [{ ip }] } };
}
