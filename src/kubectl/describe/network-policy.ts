// `kubectl describe networkpolicy`: mostly sentences, which are not aligned.
// Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go, describeNetworkPolicy (v1.36).

import { formatClock, formatDate } from '../../base/wall-clock.ts';
import type { KubeObject, LabelSelector } from '../../model/objects.ts';
import { compiledSelector, formatSelector } from '../../model/selector.ts';
import { type DescribeSource, describeAnnotations, describeLabels } from './shared-parts.ts';
import { TabbedText } from './tabbed-text.ts';

interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface Rule {
  readonly ports?: readonly {
    readonly port?: number | string;
    readonly endPort?: number;
    readonly protocol?: string;
  }[];
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
}

interface NetworkPolicy extends KubeObject {
  readonly spec: {
    readonly podSelector?: LabelSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}

/** kubectl's description of a NetworkPolicy. */
export function describeNetworkPolicy(object: KubeObject, source: DescribeSource): string {
  const { metadata, spec } = object as NetworkPolicy;
  const text = new TabbedText();
  const created = source.startsAtEpochMicros + metadata.creationTimestamp;
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  text.line(0, `Created on:\t${formatDate(created)} ${formatClock(created)} +0000 UTC`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  text.line(0, 'Spec:');
  const types = spec.policyTypes ?? [];
  const selected = selectorText(spec.podSelector);
  const all = '<none> (Allowing the specific traffic to all pods in this namespace)';
  text.line(1, `PodSelector:     ${selected === '<none>' ? all : selected}`);
  describeDirection(text, 'ingress', types.includes('Ingress'), spec.ingress ?? []);
  describeDirection(text, 'egress', types.includes('Egress'), spec.egress ?? []);
  text.line(1, `Policy Types: ${types.join(', ')}`);
  return text.toText();
}

function selectorText(selector: LabelSelector | undefined): string {
  return selector === undefined ? '<none>' : formatSelector(compiledSelector(selector)) || '<none>';
}

function describeDirection(
  text: TabbedText,
  direction: 'ingress' | 'egress',
  isAffected: boolean,
  rules: readonly Rule[],
): void {
  if (!isAffected) {
    text.line(1, `Not affecting ${direction} traffic`);
    return;
  }
  text.line(1, `Allowing ${direction} traffic:`);
  if (rules.length === 0) {
    text.line(2, `<none> (Selected pods are isolated for ${direction} connectivity)`);
    return;
  }
  const [word, nobody] =
    direction === 'ingress'
      ? ['From', '<any> (traffic not restricted by source)']
      : ['To', '<any> (traffic not restricted by destination)'];
  rules.forEach(({ ports = [], from, to }, index) => {
    if (ports.length === 0) text.line(2, 'To Port: <any> (traffic allowed to all ports)');
    for (const { port, endPort, protocol = 'TCP' } of ports) {
      text.line(
        2,
        endPort === undefined ? `To Port: ${port}/${protocol}` : `To Port Range: ${port}-${endPort}/${protocol}`,
      );
    }
    const peers = (direction === 'ingress' ? from : to) ?? [];
    if (peers.length === 0) text.line(2, `${word}: ${nobody}`);
    for (const peer of peers) describePeer(text, word ?? '', peer);
    if (index < rules.length - 1) text.line(2, '----------');
  });
}

function describePeer(text: TabbedText, word: string, { podSelector, namespaceSelector, ipBlock }: Peer): void {
  text.line(2, `${word}:`);
  if (namespaceSelector !== undefined) text.line(3, `NamespaceSelector: ${selectorText(namespaceSelector)}`);
  if (podSelector !== undefined) text.line(3, `PodSelector: ${selectorText(podSelector)}`);
  if (podSelector !== undefined || namespaceSelector !== undefined || ipBlock === undefined) return;
  text.line(3, 'IPBlock:');
  text.line(4, `CIDR: ${ipBlock.cidr}`);
  text.line(4, `Except: ${(ipBlock.except ?? []).join(', ')}`);
}
