// `kubectl describe` of Services, their endpoints and Ingresses. Mirrors
// staging/src/k8s.io/kubectl/pkg/describe/describe.go, describeService, describeEndpointSliceV1, describeIngressV1
// (v1.36).

import type {
  Endpoint,
  EndpointSlice,
  KubeObject,
  LoadBalancerIngress,
  Service,
  ServicePort,
} from '../../model/objects.ts';
import { labelsText } from '../printers/cells.ts';
import { balancerAddresses } from '../printers/service.ts';
import { describeEvents } from './events.ts';
import { type DescribeSource, describeAnnotations, describeLabels } from './shared-parts.ts';
import { TabbedText } from './tabbed-text.ts';

const SHOWN_ENDPOINTS = 3;
const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';

/** kubectl's description of a Service at a moment. */
export function describeService(service: Service, source: DescribeSource): string {
  const { metadata, spec, status } = service;
  const text = new TabbedText();
  const field = (title: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') text.line(0, `${title}:\t${value}`);
  };
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  text.line(0, `Selector:\t${labelsText(spec.selector)}`);
  text.line(0, `Type:\t${spec.type ?? ''}`);
  field('IP Family Policy', spec.ipFamilyPolicy);
  text.line(0, `IP Families:\t${(spec.ipFamilies ?? []).join(',') || '<none>'}`);
  text.line(0, `IP:\t${spec.clusterIP ?? ''}`);
  text.line(0, `IPs:\t${(spec.clusterIPs ?? []).join(',') || '<none>'}`);
  field('External IPs', spec.externalIPs?.join(','));
  field('Desired LoadBalancer IP', spec.loadBalancerIP);
  field('External Name', spec.externalName);
  field('LoadBalancer Ingress', (status?.loadBalancer?.ingress ?? []).map(ingressText).join(', '));
  const slices = slicesOf(source, metadata.namespace, metadata.name);
  for (const port of spec.ports ?? []) describePort(text, port, slices);
  text.line(0, `Session Affinity:\t${spec.sessionAffinity ?? ''}`);
  field('External Traffic Policy', spec.externalTrafficPolicy);
  field('Internal Traffic Policy', spec.internalTrafficPolicy);
  field('HealthCheck NodePort', spec.healthCheckNodePort === undefined ? '' : String(spec.healthCheckNodePort));
  field('LoadBalancer Source Ranges', spec.loadBalancerSourceRanges?.join(','));
  field('Traffic Distribution', spec.trafficDistribution);
  describeEvents(text, source, service);
  return text.toText();
}

function describePort(text: TabbedText, port: ServicePort, slices: readonly EndpointSlice[]): void {
  const { name = '', protocol, targetPort, nodePort = 0, appProtocol } = port;
  const shown = name === '' ? '<unset>' : name;
  text.line(0, `Port:\t${shown}\t${port.port}/${protocol}`);
  text.line(0, `TargetPort:\t${targetPort}/${protocol}`);
  if (appProtocol !== undefined) text.line(0, `AppProtocol:\t${appProtocol}`);
  if (nodePort !== 0) text.line(0, `NodePort:\t${shown}\t${nodePort}/${protocol}`);
  text.line(0, `Endpoints:\t${endpointsText(slices, name)}`);
}

function ingressText({ ip = '', hostname = '', ipMode }: LoadBalancerIngress): string {
  if (ip === '') return hostname;
  return ipMode === undefined ? ip : `${ip} (${ipMode})`;
}

function slicesOf(source: DescribeSource, namespace: string | undefined, service: string): readonly EndpointSlice[] {
  return source
    .list('EndpointSlice')
    .filter(({ metadata }) => metadata.namespace === namespace && metadata.labels?.[SERVICE_NAME_LABEL] === service);
}

/** The ready endpoints of a port, by its name: three of them, and how many more there are. */
function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const all = slices.flatMap(({ ports, endpoints }) => {
    const ready = endpoints.filter(isReady).map(({ addresses }) => addresses[0] ?? '');
    if (ports.length === 0) return ready;
    return ports
      .filter(({ name = '' }) => name === portName)
      .flatMap(({ port }) => ready.map((address) => `${address}:${port}`));
  });
  const shown = all.slice(0, SHOWN_ENDPOINTS).join(',');
  return all.length > SHOWN_ENDPOINTS ? `${shown} + ${all.length - SHOWN_ENDPOINTS} more...` : shown;
}

/** An endpoint of which nothing is known counts as ready. */
function isReady({ conditions }: Endpoint): boolean {
  return conditions.ready !== false;
}

/** kubectl's description of an EndpointSlice at a moment. */
export function describeEndpointSlice(slice: EndpointSlice, source: DescribeSource): string {
  const { metadata, addressType, ports, endpoints } = slice;
  const text = new TabbedText();
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  text.line(0, `AddressType:\t${addressType}`);
  if (ports.length === 0) text.line(0, 'Ports: <unset>');
  else {
    text.line(0, 'Ports:');
    text.line(1, 'Name\tPort\tProtocol');
    text.line(1, '----\t----\t--------');
    for (const { name, port, protocol } of ports) text.line(1, `${name || '<unset>'}\t${port}\t${protocol}`);
  }
  text.line(0, endpoints.length === 0 ? 'Endpoints: <none>' : 'Endpoints:');
  for (const { addresses, conditions, hostname, targetRef, nodeName, zone } of endpoints) {
    text.line(1, `- Addresses:\t${addresses.join(', ') || '<none>'}`);
    text.line(2, 'Conditions:');
    text.line(3, `Ready:\t${conditions.ready ?? '<unset>'}`);
    text.line(2, `Hostname:\t${hostname ?? '<unset>'}`);
    if (targetRef !== undefined) text.line(2, `TargetRef:\t${targetRef.kind}/${targetRef.name}`);
    text.line(2, `NodeName:\t${nodeName ?? '<unset>'}`);
    text.line(2, `Zone:\t${zone ?? '<unset>'}`);
  }
  describeEvents(text, source, slice);
  return text.toText();
}

interface Backend {
  readonly service?: { readonly name: string; readonly port?: { readonly number?: number; readonly name?: string } };
  readonly resource?: { readonly apiGroup?: string; readonly kind: string; readonly name: string };
}

interface Ingress extends KubeObject {
  readonly spec?: {
    readonly ingressClassName?: string;
    readonly defaultBackend?: Backend;
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: { readonly paths?: readonly { readonly path?: string; readonly backend: Backend }[] };
    }[];
  };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly LoadBalancerIngress[] } };
}

/** kubectl's description of an Ingress at a moment. */
export function describeIngress(ingress: Ingress, source: DescribeSource): string {
  const { metadata, spec = {}, status } = ingress;
  const text = new TabbedText();
  const backendOf = (backend: Backend): string => backendText(backend, source, metadata.namespace);
  text.line(0, `Name:\t${metadata.name}`);
  describeLabels(text, 'Labels', metadata.labels);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  text.line(0, `Address:\t${balancerAddresses(status?.loadBalancer?.ingress).join(',')}`);
  text.line(0, `Ingress Class:\t${spec.ingressClassName ?? '<none>'}`);
  const byDefault = spec.defaultBackend === undefined ? '<default>' : backendOf(spec.defaultBackend);
  text.line(0, `Default backend:\t${byDefault}`);
  const { tls = [] } = spec;
  if (tls.length > 0) text.line(0, 'TLS:');
  for (const { hosts = [], secretName = '' } of tls) {
    text.line(1, `${secretName === '' ? 'SNI routes' : `${secretName} terminates`} ${hosts.join(',')}`);
  }
  text.line(0, 'Rules:');
  text.line(1, 'Host\tPath\tBackends');
  text.line(1, '----\t----\t--------');
  const rules = (spec.rules ?? []).filter(({ http }) => http !== undefined);
  for (const { host = '', http } of rules) {
    text.line(1, `${host === '' ? '*' : host}\t`);
    for (const { path = '', backend } of http?.paths ?? []) text.line(2, `\t${path} \t${backendOf(backend)}`);
  }
  if (rules.length === 0) text.line(1, `*\t*\t${byDefault}`);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  describeEvents(text, source, ingress);
  return text.toText();
}

function backendText({ service, resource }: Backend, source: DescribeSource, namespace: string | undefined): string {
  if (service !== undefined) {
    const { name, port = {} } = service;
    const label = `${name}:${port.number ?? port.name ?? ''}`;
    const found = source.get('Service', `${namespace ?? ''}/${name}`);
    if (found === undefined) return `${label} (<error: services "${name}" not found>)`;
    const ports = found.spec.ports ?? [];
    const target = ports.findLast((one) => one.port === port.number || (port.name ?? '') === (one.name ?? '\0'));
    return `${label} (${endpointsText(slicesOf(source, namespace, name), target?.name ?? '')})`;
  }
  if (resource === undefined) return '';
  return `APIGroup: ${resource.apiGroup ?? '<none>'}, Kind: ${resource.kind}, Name: ${resource.name}`;
}
