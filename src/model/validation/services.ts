// Services: ports with names and numbers, and fields that fit the type.
// Mirrors validateService of pkg/apis/core/validation/validation.go (v1.36).

import { goValue } from '../go-value.ts';
import { labelKeyErrors } from '../label-syntax.ts';
import { checkLabels } from './metadata.ts';
import { has, listAt, numberAt, type Part, partAt, textAt, textsAt } from './parts.ts';
import type { Report } from './report.ts';
import { checkDnsLabel, checkDnsSubdomain, checkPort, checkPortNumber, checkWord } from './rules.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const ONLY_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'";
const DAY_SECONDS = 86_400;
/** Of the range 10.96.0.0/16, from which Services have their addresses. */
export const SERVICE_PREFIX = '10.96.';

export function checkService(report: Report, service: Part): void {
  const spec = partAt(service, 'spec');
  const type = textAt(spec, 'type') || 'ClusterIP';
  const ports = listAt(spec, 'ports');
  const isHeadless = textAt(spec, 'clusterIP') === 'None';
  if (ports.length === 0 && !isHeadless && type !== 'ExternalName') report.required('spec.ports');
  if (isHeadless && (type === 'LoadBalancer' || type === 'NodePort')) {
    report.invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`);
  }
  if (type === 'ExternalName') checkExternalName(report, spec);
  const names = new Set<string>();
  ports.forEach((port, index) => {
    checkServicePort(report, port, `spec.ports[${index}]`, names, ports.length > 1);
  });
  checkLabels(report, partAt(spec, 'selector'), 'spec.selector');
  checkAffinity(report, spec);
  checkWord(report, spec, 'type', 'spec', ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']);
  checkNodePorts(report, ports, type);
  if (type !== 'LoadBalancer') {
    for (const field of ['allocateLoadBalancerNodePorts', 'loadBalancerClass']) {
      if (has(spec, field)) report.forbidden(`spec.${field}`, ONLY_LOAD_BALANCER);
    }
    if (listAt(spec, 'loadBalancerSourceRanges').length > 0) {
      report.forbidden('spec.LoadBalancerSourceRanges', ONLY_LOAD_BALANCER);
    }
  }
  checkTraffic(report, spec, type);
  if (report.errors.length === 0 && type !== 'ExternalName') checkAllocation(report, spec);
}

/** What of a Service stays once it is given: its address and family, the class and port of its load balancer. */
export function checkServiceUpdate(report: Report, oldService: Part, nextService: Part): void {
  const [old, next] = [partAt(oldService, 'spec'), partAt(nextService, 'spec')];
  const [was, is] = [textAt(old, 'type'), textAt(next, 'type')];
  if (was !== 'ExternalName' && is !== 'ExternalName') {
    const [wasHeadless, isHeadless] = [textAt(old, 'clusterIP') === 'None', textAt(next, 'clusterIP') === 'None'];
    if (!wasHeadless || !isHeadless) checkKept(report, old, next, 'clusterIPs', 'primary clusterIP can not be unset');
    if (!wasHeadless && !isHeadless) checkKept(report, old, next, 'ipFamilies', 'primary ipFamily can not be unset');
  }
  if (was !== 'LoadBalancer' || is !== 'LoadBalancer') return;
  if (old.loadBalancerClass !== next.loadBalancerClass) {
    report.invalid('spec.loadBalancerClass', next.loadBalancerClass, 'may not change once set');
  }
  const needsHealthCheck = [old, next].every((spec) => textAt(spec, 'externalTrafficPolicy') === 'Local');
  if (needsHealthCheck && old.healthCheckNodePort !== next.healthCheckNodePort) {
    report.forbidden('spec.healthCheckNodePort', 'field is immutable');
  }
}

/** The first of a list stays. */
function checkKept(report: Report, old: Part, next: Part, field: string, unset: string): void {
  const [was, is] = [textsAt(old, field), textsAt(next, field)];
  if (was.length > 0 && is.length === 0) report.invalid(`spec.${field}[0]`, next[field], unset);
  else if (was[0] !== is[0] && was.length > 0) report.invalid(`spec.${field}[0]`, is, 'may not change once set');
}

/** What the cluster can give: addresses of one family, from one range. Asked for only where all else is right. */
function checkAllocation(report: Report, spec: Part): void {
  textsAt(spec, 'ipFamilies').forEach((family, index) => {
    if (family === 'IPv6') report.invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster');
  });
  if (textAt(spec, 'ipFamilyPolicy') === 'RequireDualStack') {
    const rule = 'this cluster is not configured for dual-stack services';
    report.invalid('spec.ipFamilyPolicy', 'RequireDualStack', rule);
  }
  const ip = textAt(spec, 'clusterIP') || (textsAt(spec, 'clusterIPs')[0] ?? '');
  if (ip === '' || ip === 'None' || ip.startsWith(SERVICE_PREFIX)) return;
  const failed = `failed to allocate IP ${ip}: the provided IP (${ip}) is not in the valid range`;
  report.invalid('spec.clusterIPs', [ip], `${failed}. The range of valid IPs is ${SERVICE_PREFIX}0.0/16`);
}

function checkExternalName(report: Report, spec: Part): void {
  if (has(spec, 'clusterIP') && textAt(spec, 'clusterIP') !== '') {
    report.forbidden('spec.clusterIPs', 'may not be set for ExternalName services');
  }
  const name = textAt(spec, 'externalName').replace(/\.$/, '');
  if (name === '') report.required('spec.externalName');
  else checkDnsSubdomain(report, name, 'spec.externalName');
}

function checkServicePort(report: Report, port: Part, at: string, names: Set<string>, needsName: boolean): void {
  const name = textAt(port, 'name');
  if (name !== '') {
    checkDnsLabel(report, name, `${at}.name`);
    if (names.has(name)) report.duplicate(`${at}.name`, name);
    names.add(name);
  } else if (needsName) report.required(`${at}.name`);
  checkPortNumber(report, port.port, `${at}.port`);
  checkWord(report, port, 'protocol', at, PROTOCOLS);
  checkPort(report, port.targetPort ?? port.port, `${at}.targetPort`);
  const protocol = textAt(port, 'appProtocol');
  for (const error of protocol === '' ? [] : labelKeyErrors(protocol)) {
    report.invalid(`${at}.appProtocol`, protocol, error);
  }
}

function checkAffinity(report: Report, spec: Part): void {
  checkWord(report, spec, 'sessionAffinity', 'spec', ['ClientIP', 'None']);
  const seconds = numberAt(partAt(partAt(spec, 'sessionAffinityConfig'), 'clientIP'), 'timeoutSeconds');
  if (textAt(spec, 'sessionAffinity') === 'ClientIP') {
    if (seconds === undefined || (seconds > 0 && seconds <= DAY_SECONDS)) return;
    const at = 'spec.sessionAffinityConfig.clientIP.timeoutSeconds';
    report.invalid(at, seconds, `must be greater than 0 and less than ${DAY_SECONDS}`);
  } else if (has(spec, 'sessionAffinityConfig')) {
    report.forbidden('spec.sessionAffinityConfig', 'must not be set when session affinity is None');
  }
}

function checkNodePorts(report: Report, ports: readonly Part[], type: string): void {
  const nodePorts = new Set<string>();
  const taken = new Set<string>();
  ports.forEach((port, index) => {
    const at = `spec.ports[${index}]`;
    const protocol = textAt(port, 'protocol') || 'TCP';
    const nodePort = numberAt(port, 'nodePort') ?? 0;
    if (nodePort !== 0) {
      if (type === 'ClusterIP') report.forbidden(`${at}.nodePort`, "may not be used when `type` is 'ClusterIP'");
      if (nodePorts.has(`${protocol}/${nodePort}`)) report.duplicate(`${at}.nodePort`, nodePort);
      nodePorts.add(`${protocol}/${nodePort}`);
    }
    const number = numberAt(port, 'port') ?? 0;
    if (taken.has(`${protocol}/${number}`)) {
      report.duplicate(at, goValue('ServicePort', { protocol, port: number }));
    }
    taken.add(`${protocol}/${number}`);
  });
}

function checkTraffic(report: Report, spec: Part, type: string): void {
  const isExternal = type === 'LoadBalancer' || type === 'NodePort' || listAt(spec, 'externalIPs').length > 0;
  const policy = textAt(spec, 'externalTrafficPolicy');
  if (isExternal) checkWord(report, spec, 'externalTrafficPolicy', 'spec', ['Cluster', 'Local']);
  else if (policy !== '') {
    report.invalid('spec.externalTrafficPolicy', policy, 'may only be set for externally-accessible services');
  }
  const healthPort = numberAt(spec, 'healthCheckNodePort') ?? 0;
  if (healthPort !== 0 && (type !== 'LoadBalancer' || policy !== 'Local')) {
    const rule = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    report.invalid('spec.healthCheckNodePort', healthPort, rule);
  }
  checkWord(report, spec, 'internalTrafficPolicy', 'spec', ['Cluster', 'Local']);
}
