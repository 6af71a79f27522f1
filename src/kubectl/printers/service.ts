// `kubectl get` of what makes pods reachable: Services, their endpoints, Ingresses, network policies.
// Mirrors pkg/printers/internalversion/printers.go, printService and its neighbours (v1.36).

import { byCodeUnit } from '../../base/compare.ts';
import type {
  EndpointSlice,
  LabelSelector,
  LoadBalancerIngress,
  Service,
  ServicePort,
  StringMap,
} from '../../model/objects.ts';
import { firstThree, labelsText, orNone, type Plain, selectorText } from './cells.ts';
import { ageAt } from './human-duration.ts';
import { columns, type Printer } from './printer.ts';

export const servicePrinter: Printer<Service> = {
  columns: columns(['NAME', 'TYPE', 'CLUSTER-IP', 'EXTERNAL-IP', 'PORT(S)', 'AGE'], ['SELECTOR']),
  row({ metadata, spec, status }, now) {
    return [
      metadata.name,
      spec.type ?? '',
      spec.clusterIPs?.[0] ?? '<none>',
      externalIp(spec, status?.loadBalancer?.ingress),
      orNone((spec.ports ?? []).map(portText).join(',')),
      ageAt(metadata.creationTimestamp, now),
      labelsText(spec.selector),
    ];
  },
};

function portText({ port, nodePort = 0, protocol }: ServicePort): string {
  return nodePort > 0 ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`;
}

function externalIp(spec: Service['spec'], ingress: readonly LoadBalancerIngress[] | undefined): string {
  const { type, externalIPs = [], externalName = '' } = spec;
  if (type === 'ExternalName') return externalName;
  if (type !== 'LoadBalancer') return orNone(externalIPs.join(','));
  const all = [...balancerAddresses(ingress), ...externalIPs].join(',');
  return all === '' ? '<pending>' : all;
}

/** Where a load balancer is reached: addresses or names, sorted. */
export function balancerAddresses(ingress: readonly LoadBalancerIngress[] | undefined): readonly string[] {
  const found = (ingress ?? []).map(({ ip = '', hostname = '' }) => (ip === '' ? hostname : ip));
  return [...new Set(found.filter((text) => text !== ''))].sort(byCodeUnit);
}

export const endpointSlicePrinter: Printer<EndpointSlice> = {
  columns: columns(['NAME', 'ADDRESSTYPE', 'PORTS', 'ENDPOINTS', 'AGE']),
  row({ metadata, addressType, ports, endpoints }, now) {
    const numbers = (ports ?? []).map(({ port, name }) => (port === undefined ? (name ?? '*') : String(port)));
    return [
      metadata.name,
      addressType,
      firstThree(numbers) || '<unset>',
      firstThree((endpoints ?? []).flatMap(({ addresses }) => addresses)) || '<unset>',
      ageAt(metadata.creationTimestamp, now),
    ];
  },
};

type Endpoints = Plain<{
  readonly subsets?: readonly {
    readonly addresses?: readonly { readonly ip: string }[];
    readonly ports?: readonly { readonly port: number }[];
  }[];
}>;

export const endpointsPrinter: Printer<Endpoints> = {
  columns: columns(['NAME', 'ENDPOINTS', 'AGE']),
  row: ({ metadata, subsets = [] }, now) => [
    metadata.name,
    subsets.length === 0 ? '<none>' : firstThree(subsets.flatMap(subsetTexts)),
    ageAt(metadata.creationTimestamp, now),
  ],
};

function subsetTexts({ addresses = [], ports = [] }: NonNullable<Endpoints['subsets']>[number]): readonly string[] {
  if (ports.length === 0) return addresses.map(({ ip }) => ip);
  return ports.flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`));
}

type Ingress = Plain<{
  readonly spec?: {
    readonly ingressClassName?: string;
    readonly rules?: readonly { readonly host?: string }[];
    readonly tls?: readonly unknown[];
  };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly LoadBalancerIngress[] } };
}>;

export const ingressPrinter: Printer<Ingress> = {
  columns: columns(['NAME', 'CLASS', 'HOSTS', 'ADDRESS', 'PORTS', 'AGE']),
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    spec?.ingressClassName ?? '<none>',
    hostsText((spec?.rules ?? []).map(({ host = '' }) => host)),
    balancerAddresses(status?.loadBalancer?.ingress).join(','),
    (spec?.tls ?? []).length > 0 ? '80, 443' : '80',
    ageAt(metadata.creationTimestamp, now),
  ],
};

/** The first three hosts; rules without a host do not count among the three, but among those left out. */
function hostsText(hosts: readonly string[]): string {
  const shown: string[] = [];
  for (const [index, host] of hosts.entries()) {
    if (shown.length === 3) return `${shown.join(',')} + ${hosts.length - 3} more...`;
    if (host !== '') shown.push(host);
    if (index === hosts.length - 1) break;
  }
  return shown.join(',') || '*';
}

type IngressClass = Plain<{
  readonly spec?: {
    readonly controller?: string;
    readonly parameters?: { readonly kind: string; readonly apiGroup?: string; readonly name: string };
  };
}>;

export const ingressClassPrinter: Printer<IngressClass> = {
  columns: columns(['NAME', 'CONTROLLER', 'PARAMETERS', 'AGE']),
  row({ metadata, spec }, now) {
    const { parameters } = spec ?? {};
    const group = parameters?.apiGroup === undefined ? '' : `.${parameters.apiGroup}`;
    return [
      withDefaultMark(metadata.name, metadata.annotations, ['ingressclass.kubernetes.io/is-default-class']),
      spec?.controller ?? '',
      parameters === undefined ? '<none>' : `${parameters.kind}${group}/${parameters.name}`,
      ageAt(metadata.creationTimestamp, now),
    ];
  },
};

/** The name of a class, marked if one of these annotations makes it the default. */
export function withDefaultMark(name: string, annotations: StringMap | undefined, keys: readonly string[]): string {
  return keys.some((key) => annotations?.[key] === 'true') ? `${name} (default)` : name;
}

export const networkPolicyPrinter: Printer<Plain<{ readonly spec?: { readonly podSelector?: LabelSelector } }>> = {
  columns: columns(['NAME', 'POD-SELECTOR', 'AGE']),
  row: ({ metadata, spec }, now) => [
    metadata.name,
    selectorText(spec?.podSelector ?? {}),
    ageAt(metadata.creationTimestamp, now),
  ],
};
