// Nodes, namespaces, priority classes, endpoint slices, events: the rest of what the recordings speak of.
// Mirrors ValidateNode, ValidateNamespace of core/validation, pkg/apis/scheduling, pkg/apis/discovery (v1.36).

import { goValue } from '../go-value.ts';
import { labelValueErrors } from '../label-syntax.ts';
import { isCidr } from './network.ts';
import { listAt, type Part, partAt, textAt, textsAt } from './parts.ts';
import type { Report } from './report.ts';
import { checkWord } from './rules.ts';
import { TAINT_EFFECTS } from './scheduling.ts';
import { checkLabelKey } from './selectors.ts';

const HIGHEST_USER_PRIORITY = 1_000_000_000;
const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
]);

export function checkNode(report: Report, node: Part): void {
  const spec = partAt(node, 'spec');
  const seen = new Set<string>();
  // The API server names the taints as if they were metadata.
  listAt(spec, 'taints').forEach((taint, index) => {
    const at = `metadata.taints[${index}]`;
    const [key, effect] = ['key', 'effect'].map((field) => textAt(taint, field));
    checkLabelKey(report, key ?? '', `${at}.key`);
    checkWord(report, taint, 'effect', at, TAINT_EFFECTS, true);
    const pair = `${key}:${effect}`;
    if (seen.has(pair)) {
      report.duplicate(at, goValue('Taint', taint), 'taints must be unique by key and effect pair');
    }
    seen.add(pair);
  });
  const cidrs = textsAt(spec, 'podCIDRs');
  const all = cidrs.length === 0 && textAt(spec, 'podCIDR') !== '' ? [textAt(spec, 'podCIDR')] : cidrs;
  all.forEach((cidr, index) => {
    if (isCidr(cidr)) return;
    const rule = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
    report.invalid(`spec.podCIDRs[${index}]`, cidr, rule);
  });
}

export function checkNamespace(report: Report, namespace: Part): void {
  const name = textAt(partAt(namespace, 'metadata'), 'name');
  // Its name becomes the value of a label.
  for (const error of labelValueErrors(name)) report.invalid('metadata.labels', name, error);
  for (const finalizer of textsAt(partAt(namespace, 'spec'), 'finalizers')) {
    checkLabelKey(report, finalizer, 'spec.finalizers');
    if (finalizer === 'kubernetes' || finalizer.includes('/')) continue;
    const rule = 'name is neither a standard finalizer name nor is it fully qualified';
    report.invalid('spec.finalizers', finalizer, rule);
  }
}

/** The two classes with a name of the system's are as they are; every other one stays below them. */
export function checkPriorityClass(report: Report, priorityClass: Part): void {
  const name = textAt(partAt(priorityClass, 'metadata'), 'name');
  const { value } = priorityClass;
  if (name.startsWith('system-')) {
    const known = SYSTEM_CLASSES.get(name);
    let why: string | undefined;
    if (known === undefined) why = `${name} is not a known system priority class`;
    else if (value !== known) why = `value of ${name} PriorityClass must be ${known}`;
    else if (priorityClass.globalDefault === true) why = `globalDefault of ${name} PriorityClass must be false`;
    const rule = "priority class names with 'system-' prefix are reserved for system use only. error:";
    if (why !== undefined) report.forbidden('metadata.name', `${rule} ${why}`);
  } else if (typeof value === 'number' && value > HIGHEST_USER_PRIORITY) {
    report.forbidden('value', `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`);
  }
  const policy = textAt(priorityClass, 'preemptionPolicy');
  const policies = ['PreemptLowerPriority', 'Never'];
  if (policy !== '' && !policies.includes(policy)) report.unsupported('preemptionPolicy', policy, policies);
}

export function checkEndpointSlice(report: Report, slice: Part): void {
  const type = textAt(slice, 'addressType');
  const types = ['FQDN', 'IPv4', 'IPv6'];
  if (type === '') report.required('addressType');
  else if (!types.includes(type)) report.unsupported('addressType', type, types);
  if (type !== 'FQDN' && types.includes(type)) {
    listAt(slice, 'endpoints').forEach((endpoint, index) => {
      textsAt(endpoint, 'addresses').forEach((address, number) => {
        if (/^(\d{1,3}\.){3}\d{1,3}$/.test(address) || address.includes(':')) return;
        const rule = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
        report.invalid(`endpoints[${index}].addresses[${number}]`, address, rule);
      });
    });
  }
  const names = new Set<string>();
  listAt(slice, 'ports').forEach((port, index) => {
    const name = textAt(port, 'name');
    if (names.has(name)) report.duplicate(`ports[${index}].name`, name);
    names.add(name);
  });
}

export function checkEvent(report: Report, event: Part): void {
  const own = textAt(partAt(event, 'metadata'), 'namespace');
  const of = textAt(partAt(event, 'involvedObject'), 'namespace');
  if (own !== '' && of !== '' && own !== of) {
    report.invalid('involvedObject.namespace', of, 'does not match event.namespace');
  }
}
