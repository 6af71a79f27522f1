// `kubectl describe` of network policies. Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go,
// describeNetworkPolicy (v1.36).

import { formatRfc3339 } from '../../base/wall-clock.ts';
import type { KubeObject, LabelSelector } from '../../model/objects.ts';
import { selectorText } from '../printers/cells.ts';
import { type DescribeSource, describeAnnotations, describeLabels } from './shared-parts.ts';
import { TabbedText } from './tabbed-text.ts';

interface Port {
  readonly port?: number | string;
  readonly endPort?: number;
  readonly protocol?: string;
}

interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface Rule {
  readonly ports?: readonly Port[];
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
}

interface NetworkPolicy extends KubeObject {
  readonly spec?: {
    readonly podSelector?: LabelSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}

/** kubectl's description of a NetworkPolicy at a moment. */
export function describeNetworkPolicy({ metadata, spec = {} }: NetworkPolicy, source: DescribeSource): string {
  const text = new TabbedText();
  const created = formatRfc3339(source.startsAtEpochMicros + metadata.creationTimestamp);
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  text.line(0, `Created on:\t${created.replace('T', ' ').replace('Z', ' +0000 UTC')}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  text.line(0, 'Spec:');
  const selector = selectorText(spec.podSelector ?? {});
  const all = '<none> (Allowing the specific traffic to all pods in this namespace)';
  text.line(1, `PodSelector:     ${selector === '<none>' ? all : selector}`);
  const { policyTypes = [] } = spec;
  const direction = (word: string, type: string, rules: readonly Rule[]): void => {
    if (!policyTypes.includes(type)) text.line(1, `Not affecting ${word} traffic`);
    else {
      text.line(1, `Allowing ${word} traffic:`);
      describeRules(text, word, rules);
    }
  };
  direction('ingress', 'Ingress', spec.ingress ?? []);
  direction('egress', 'Egress', spec.egress ?? []);
  text.line(1, `Policy Types: ${policyTypes.join(', ') || '<none>'}`);
  return text.toText();
}

function describeRules(text: TabbedText, word: string, rules: readonly Rule[]): void {
  if (rules.length === 0) text.line(2, `<none> (Selected pods are isolated for ${word} connectivity)`);
  for (const [index, { ports = [], from, to }] of rules.entries()) {
    if (index > 0) text.line(2, '----------');
    if (ports.length === 0) text.line(2, 'To Port: <any> (traffic allowed to all ports)');
    for (const { port, endPort, protocol = 'TCP' } of ports) {
      const range = endPort === undefined ? `To Port: ${port}` : `To Port Range: ${port}-${endPort}`;
      text.line(2, `${range}/${protocol}`);
    }
    const side = word === 'ingress' ? 'From' : 'To';
    const peers = (word === 'ingress' ? from : to) ?? [];
    const end = word === 'ingress' ? 'source' : 'destination';
    if (peers.length === 0) text.line(2, `${side}: <any> (traffic not restricted by ${end})`);
    for (const peer of peers) describePeer(text, side, peer);
  }
}

function describePeer(text: TabbedText, side: string, { podSelector, namespaceSelector, ipBlock }: Peer): void {
  text.line(2, `${side}:`);
  if (namespaceSelector !== undefined) text.line(3, `NamespaceSelector: ${selectorText(namespaceSelector)}`);
  if (podSelector !== undefined) text.line(3, `PodSelector: ${selectorText(podSelector)}`);
  if (podSelector !== undefined || namespaceSelector !== undefined || ipBlock === undefined) return;
  text.line(3, 'IPBlock:');
  text.line(4, `CIDR: ${ipBlock.cidr}`);
  text.line(4, `Except: ${(ipBlock.except ?? []).join(', ')}`);
}
