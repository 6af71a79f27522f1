// Ingresses and network policies.
// Mirrors pkg/apis/networking/validation/validation.go (v1.36).

import { dnsSubdomainErrors } from '../label-syntax.ts';
import { has, listAt, numberAt, type Part, partAt, textAt, textsAt } from './parts.ts';
import type { Report } from './report.ts';
import { checkDnsLabel, checkDnsSubdomain, checkPort, checkPortNumber, checkText, portNameErrors } from './rules.ts';
import { checkSelector } from './selectors.ts';

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const WILDCARD_PATTERN = '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*';
const WILDCARD_RULE =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of " +
  "lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";

export function checkIngress(report: Report, ingress: Part): void {
  const spec = partAt(ingress, 'spec');
  const rules = listAt(spec, 'rules');
  if (rules.length === 0 && !has(spec, 'defaultBackend')) {
    report.invalid('spec', rules, 'either `defaultBackend` or `rules` must be specified');
  }
  if (has(spec, 'defaultBackend')) checkBackend(report, partAt(spec, 'defaultBackend'), 'spec.defaultBackend');
  rules.forEach((rule, index) => {
    checkRule(report, rule, `spec.rules[${index}]`);
  });
  const className = textAt(spec, 'ingressClassName');
  if (className !== '') checkDnsSubdomain(report, className, 'spec.ingressClassName');
}

function checkRule(report: Report, rule: Part, at: string): void {
  const host = textAt(rule, 'host');
  if (host.includes('*')) {
    if (!new RegExp(`^${WILDCARD_PATTERN}$`).test(host)) {
      const example = `(e.g. '*.example.com', regex used for validation is '${WILDCARD_PATTERN}')`;
      report.invalid(`${at}.host`, host, `${WILDCARD_RULE} ${example}`);
    }
  } else if (/^\d+(\.\d+){3}$/.test(host)) {
    report.invalid(`${at}.host`, host, 'must be a DNS name, not an IP address');
  } else if (host !== '') {
    for (const error of dnsSubdomainErrors(host)) report.invalid(`${at}.host`, host, error);
  }
  if (!has(rule, 'http')) return;
  const paths = listAt(partAt(rule, 'http'), 'paths');
  if (paths.length === 0) report.required(`${at}.http.paths`);
  paths.forEach((path, index) => {
    checkPath(report, path, `${at}.http.paths[${index}]`);
  });
}

function checkPath(report: Report, path: Part, at: string): void {
  const type = textAt(path, 'pathType');
  if (type === '') {
    report.required(`${at}.pathType`, 'pathType must be specified');
    return;
  }
  const text = textAt(path, 'path');
  if (!PATH_TYPES.includes(type)) report.unsupported(`${at}.pathType`, type, PATH_TYPES);
  else if (!text.startsWith('/') && (type !== 'ImplementationSpecific' || text !== '')) {
    report.invalid(`${at}.path`, text, 'must be an absolute path');
  }
  checkBackend(report, partAt(path, 'backend'), `${at}.backend`);
}

function checkBackend(report: Report, backend: Part, at: string): void {
  if (has(backend, 'resource') && has(backend, 'service')) {
    report.invalid(at, '', 'cannot set both resource and service backends');
  } else if (has(backend, 'service')) {
    const service = partAt(backend, 'service');
    if (checkText(report, service, 'name', `${at}.service`)) {
      checkDnsLabel(report, textAt(service, 'name'), `${at}.service.name`);
    }
    const port = partAt(service, 'port');
    const [name, number] = [textAt(port, 'name'), numberAt(port, 'number') ?? 0];
    if (name !== '' && number !== 0) report.invalid(at, '', 'cannot set both port name & port number');
    else if (name !== '') {
      for (const error of portNameErrors(name)) report.invalid(`${at}.service.port.name`, name, error);
    } else if (number !== 0) checkPortNumber(report, number, `${at}.service.port.number`);
    else report.required(at, 'port name or number is required');
  } else if (!has(backend, 'resource')) report.invalid(at, '', 'resource or service backend is required');
}

export function checkIngressClass(report: Report, ingressClass: Part): void {
  checkText(report, partAt(ingressClass, 'spec'), 'controller', 'spec');
}

export function checkNetworkPolicy(report: Report, policy: Part): void {
  const spec = partAt(policy, 'spec');
  checkSelector(report, partAt(spec, 'podSelector'), 'spec.podSelector');
  for (const [way, peers] of [['ingress', 'from'] as const, ['egress', 'to'] as const]) {
    listAt(spec, way).forEach((rule, index) => {
      const at = `spec.${way}[${index}]`;
      listAt(rule, 'ports').forEach((port, number) => {
        checkPolicyPort(report, port, `${at}.ports[${number}]`);
      });
      listAt(rule, peers).forEach((peer, number) => {
        checkPeer(report, peer, `${at}.${peers}[${number}]`);
      });
    });
  }
  textsAt(spec, 'policyTypes').forEach((type, index) => {
    const types = ['Ingress', 'Egress'];
    if (!types.includes(type)) report.unsupported(`spec.policyTypes[${index}]`, type, types);
  });
}

function checkPolicyPort(report: Report, port: Part, at: string): void {
  if (has(port, 'port')) checkPort(report, port.port, `${at}.port`);
  const end = numberAt(port, 'endPort');
  if (end === undefined) return;
  if (!has(port, 'port')) report.invalid(`${at}.endPort`, end, 'may not be specified when `port` is not specified');
  else if (typeof port.port === 'number' && end < port.port) {
    report.invalid(`${at}.endPort`, port.port, 'must be greater than or equal to `port`');
  }
}

function checkPeer(report: Report, peer: Part, at: string): void {
  for (const field of ['podSelector', 'namespaceSelector']) {
    checkSelector(report, partAt(peer, field), `${at}.${field}`);
  }
  const cidr = textAt(partAt(peer, 'ipBlock'), 'cidr');
  if (has(peer, 'ipBlock') && !isCidr(cidr)) {
    report.invalid(`${at}.ipBlock.cidr`, cidr, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)');
  }
}

/** `10.0.0.0/8`, or something with colons before the slash. */
export function isCidr(text: string): boolean {
  return /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/.test(text) || /^[0-9a-fA-F:]+:[0-9a-fA-F:]*\/\d{1,3}$/.test(text);
}
