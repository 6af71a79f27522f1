// One pod as an endpoint of a Service: whether it is one at all, its addresses, ports and conditions.
// Mirrors staging/src/k8s.io/endpointslice/utils.go and util/controller_utils.go (v1.36).

import { byCodeUnit } from '../../base/compare.ts';
import { deepEqual } from '../../base/deep-equal.ts';
import { fnv1a128 } from '../../base/hash.ts';
import type { Container, Endpoint, EndpointPort, Pod, Service, ServicePort } from '../../model/objects.ts';
import { isPodReady, isTerminalPhase } from '../../model/pod-status.ts';

/** True if the pod has an address and may still answer. Pods being deleted count. */
export function isEndpoint({ status }: Pod): boolean {
  return !isTerminalPhase(status.phase) && addressesOf(status).length > 0;
}

/** The pod's IPv4 addresses. */
function addressesOf({ podIP, podIPs }: Pod['status']): readonly string[] {
  const all = podIPs?.map(({ ip }) => ip) ?? (podIP === undefined || podIP === '' ? [] : [podIP]);
  return all.filter((ip) => !ip.includes(':'));
}

/** The endpoint that a pod is; `zone` is that of its node, empty where there is none. */
export function endpointOf(pod: Pod, zone: string, service: Service): Endpoint {
  const { namespace = '', name, uid, deletionTimestamp } = pod.metadata;
  const { nodeName, hostname, subdomain } = pod.spec;
  const serving = isPodReady(pod);
  const terminating = deletionTimestamp !== undefined;
  const hasHostname = hostname !== undefined && hostname !== '' && subdomain === service.metadata.name;
  return {
    addresses: addressesOf(pod.status),
    conditions: {
      ready: service.spec.publishNotReadyAddresses === true || (serving && !terminating),
      serving,
      terminating,
    },
    ...(hasHostname ? { hostname } : {}),
    targetRef: { kind: 'Pod', namespace, name, uid },
    ...(nodeName === undefined || nodeName === '' ? {} : { nodeName }),
    ...(zone === '' ? {} : { zone }),
  };
}

/** What tells endpoints apart; everything else about one changes in place. */
export function endpointKey({ addresses, hostname = '', targetRef }: Endpoint): string {
  const sorted = addresses.toSorted(byCodeUnit);
  return [...sorted, hostname, targetRef?.namespace ?? '', targetRef?.name ?? ''].join('|');
}

/** True if two endpoints of one key say the same; hints are not looked at. */
export function isSameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return (
    a.nodeName === b.nodeName &&
    a.zone === b.zone &&
    deepEqual(a.conditions, b.conditions) &&
    deepEqual(a.targetRef, b.targetRef)
  );
}

/**
 * The Service's ports on a pod, where named ones may differ from pod to pod; a port that the pod does not have is left
 * out. In the order of the hashes of their dumps, as upstream sorts them.
 */
export function endpointPorts({ spec }: Service, pod: Pod): readonly EndpointPort[] {
  const ports = (spec.ports ?? []).flatMap((servicePort): EndpointPort[] => {
    const port = portOnPod(pod, servicePort);
    if (port === undefined) return [];
    const { name = '', protocol, appProtocol } = servicePort;
    return [{ name, protocol, port, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
  if (ports.length < 2) return ports;
  return ports
    .map((port) => ({ port, hash: fnv1a128(dumpOf(port)) }))
    .sort((a, b) => byCodeUnit(a.hash, b.hash))
    .map(({ port }) => port);
}

/** Ports as a text: slices of one Service are grouped by it. */
export function portsKey(ports: readonly EndpointPort[]): string {
  return ports.map(dumpOf).toSorted(byCodeUnit).join();
}

function dumpOf({ name, protocol, port, appProtocol = '<nil>' }: EndpointPort): string {
  const numbers = `Protocol:(*v1.Protocol)${protocol} Port:(*int32)${port}`;
  return `(v1.EndpointPort){Name:(*string)${name} ${numbers} AppProtocol:(*string)${appProtocol}}`;
}

function portOnPod({ spec }: Pod, { targetPort, protocol }: ServicePort): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  for (const container of [...spec.containers, ...sidecars]) {
    const found = namedPort(container, targetPort, protocol);
    if (found !== undefined) return found;
  }
  return undefined;
}

function namedPort({ ports = [] }: Container, name: string, protocol: string): number | undefined {
  return ports.find((port) => port.name === name && (port.protocol ?? 'TCP') === protocol)?.containerPort;
}
