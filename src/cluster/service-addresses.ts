// What the API server gives a Service beside defaults: a cluster IP and node ports, unless it asks for its own. They
// follow from the run's seed and the Service's name; what is taken is passed over.
// Mirrors pkg/registry/core/service/storage/alloc.go, ipallocator and portallocator (v1.36): the lower part of each
// range is left to those who ask for one of it.

import type { Random } from '../base/random.ts';
import type { NewObject, Service, ServiceSpec } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import { SERVICE_PREFIX } from '../model/validation/services.ts';
import { invalid } from './refusal.ts';
import type { Refused } from './request.ts';
import type { Store } from './store.ts';

/** 10.96.0.0/16: the first 256 addresses are for those who ask. */
const FIRST_DYNAMIC_IP = 256;
const IP_COUNT = 65_536;

/** 30000-32767: the first 86 ports are for those who ask. */
const FIRST_PORT = 30_000;
const LAST_PORT = 32_767;
const FIRST_DYNAMIC_PORT: number = FIRST_PORT + 86;

export type Addressed =
  | { readonly ok: true; readonly object: NewObject<Service> }
  | { readonly ok: false; readonly refusal: Refused };

/** Completes Services. */
export interface ServiceAddresses {
  /** The Service with its addresses; `before` is its version so far, which keeps what it has. */
  complete(service: NewObject<Service>, before: Service | undefined): Addressed;
}

/** A Service that is to replace another, with the addresses that it does not speak of as they are. */
export function withKeptAddresses(service: Service, before: Service): Service {
  const { spec } = service;
  if (spec.type === 'ExternalName' || before.spec.type === 'ExternalName') return service;
  const clusterIP = spec.clusterIP ?? before.spec.clusterIP;
  const isNew = clusterIP !== before.spec.clusterIP;
  const clusterIPs = isNew || spec.clusterIPs === undefined ? [clusterIP ?? ''] : spec.clusterIPs;
  return { ...service, spec: { ...spec, ...(clusterIP === undefined ? {} : { clusterIP, clusterIPs }) } };
}

export function createServiceAddresses(store: Store, random: Random): ServiceAddresses {
  return {
    complete(service, before) {
      const { spec } = service;
      if (spec.type === 'ExternalName') return { ok: true, object: service };
      const taken = takenBy(store, keyOf(service));
      const given = spec.clusterIP ?? before?.spec.clusterIP ?? '';
      if (given !== '' && given !== 'None' && given !== before?.spec.clusterIP) {
        const ipTaken = ipRefusal(service, given, taken.ips);
        if (ipTaken !== undefined) return { ok: false, refusal: ipTaken };
      }
      const refusal = portRefusal(service, before, taken.ports);
      if (refusal !== undefined) return { ok: false, refusal };
      const draw = (what: string, n: number) => (k: number) => random.atBelow(`${what}/${keyOf(service)}`, k, n);
      const clusterIP = given === '' ? freeIp(draw('cluster-ip', IP_COUNT - 1 - FIRST_DYNAMIC_IP), taken.ips) : given;
      const withIp = { ...spec, clusterIP, clusterIPs: [clusterIP], ipFamilies: ['IPv4'] };
      const placed = { ipFamilyPolicy: 'SingleStack', ...withIp };
      const drawPort = draw('node-port', LAST_PORT + 1 - FIRST_DYNAMIC_PORT);
      return { ok: true, object: { ...service, spec: withNodePorts(placed, before?.spec, drawPort, taken.ports) } };
    },
  };
}

function takenBy(store: Store, key: string): { readonly ips: Set<string>; readonly ports: Set<number> } {
  const ips = new Set<string>();
  const ports = new Set<number>();
  for (const entry of store.entries('Service')) {
    if (entry.isGone || entry.key === key) continue;
    const { spec } = entry.object as Service;
    if (spec.clusterIP !== undefined) ips.add(spec.clusterIP);
    for (const { nodePort } of spec.ports ?? []) if (nodePort !== undefined) ports.add(nodePort);
    if (spec.healthCheckNodePort !== undefined) ports.add(spec.healthCheckNodePort);
  }
  return { ips, ports };
}

function ipRefusal({ metadata }: NewObject<Service>, ip: string, taken: ReadonlySet<string>): Refused | undefined {
  if (!taken.has(ip)) return undefined;
  const value = `spec.clusterIPs: Invalid value: ["${ip}"]: failed to allocate IP ${ip}: `;
  return invalid('Service', metadata.name ?? '', `${value}provided IP is already allocated`);
}

/** A port that a Service asks for, of those it does not have already. */
function portRefusal(
  { metadata, spec }: NewObject<Service>,
  before: Service | undefined,
  taken: ReadonlySet<number>,
): Refused | undefined {
  const own = new Set(before?.spec.ports?.map(({ nodePort }) => nodePort));
  for (const [index, { nodePort = 0 }] of (spec.ports ?? []).entries()) {
    if (nodePort === 0 || own.has(nodePort)) continue;
    const isInRange = nodePort >= FIRST_PORT && nodePort <= LAST_PORT;
    if (isInRange && !taken.has(nodePort)) continue;
    const range = `The range of valid ports is ${FIRST_PORT}-${LAST_PORT}`;
    const why = isInRange ? 'is already allocated' : `is not in the valid range. ${range}`;
    const text = `spec.ports[${index}].nodePort: Invalid value: ${nodePort}: provided port ${why}`;
    return invalid('Service', metadata.name ?? '', text);
  }
  return undefined;
}

function freeIp(draw: (k: number) => number, taken: Set<string>): string {
  for (let k = 0; ; k += 1) {
    const number = FIRST_DYNAMIC_IP + draw(k);
    const ip = `${SERVICE_PREFIX}${Math.floor(number / 256)}.${number % 256}`;
    if (!taken.has(ip)) return ip;
  }
}

function withNodePorts(
  spec: ServiceSpec,
  before: ServiceSpec | undefined,
  draw: (k: number) => number,
  taken: Set<number>,
): ServiceSpec {
  const isBalanced = spec.type === 'LoadBalancer';
  if (spec.type !== 'NodePort' && !isBalanced) return spec;
  let k = 0;
  const next = (): number => {
    for (;;) {
      const port = FIRST_DYNAMIC_PORT + draw(k);
      k += 1;
      if (taken.has(port)) continue;
      taken.add(port);
      return port;
    }
  };
  const needsPorts = !isBalanced || spec.allocateLoadBalancerNodePorts !== false;
  const ports = spec.ports?.map((port) => {
    const nodePort = port.nodePort ?? before?.ports?.find((old) => old.port === port.port)?.nodePort;
    if (nodePort !== undefined && nodePort !== 0) return { ...port, nodePort };
    return needsPorts ? { ...port, nodePort: next() } : port;
  });
  const isLocal = isBalanced && spec.externalTrafficPolicy === 'Local';
  const healthCheckNodePort = spec.healthCheckNodePort ?? before?.healthCheckNodePort;
  return {
    ...spec,
    ...(ports === undefined ? {} : { ports }),
    ...(isLocal ? { healthCheckNodePort: healthCheckNodePort ?? next() } : {}),
  };
}
