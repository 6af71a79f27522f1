// `kubectl describe` of ConfigMaps, Secrets, ServiceAccounts and Namespaces. Mirrors
// staging/src/k8s.io/kubectl/pkg/describe/describe.go, ConfigMapDescriber and its neighbours (v1.36).

import { byCodeUnit } from '../../base/compare.ts';
import type { KubeObject, Namespace, ResourceList, StringMap } from '../../model/objects.ts';
import { describeEvents } from './events.ts';
import { type DescribeSource, describeAnnotations, describeLabels, sortedEntries, timeText } from './shared-parts.ts';
import { TabbedText } from './tabbed-text.ts';

/** Name, namespace, labels and annotations: how most descriptions begin. */
function describeHead(text: TabbedText, { metadata }: KubeObject): void {
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
}

type ConfigMap = KubeObject & { readonly data?: StringMap; readonly binaryData?: StringMap };

/** kubectl's description of a ConfigMap at a moment. */
export function describeConfigMap(configMap: ConfigMap, source: DescribeSource): string {
  const text = new TabbedText();
  describeHead(text, configMap);
  text.lines('\nData\n====');
  for (const [key, value] of sortedEntries(configMap.data)) text.lines(`${key}:\n----\n${value}\n`);
  text.lines('\nBinaryData\n====');
  for (const [key, value] of sortedEntries(configMap.binaryData)) text.line(0, `${key}: ${decodedLength(value)} bytes`);
  text.line(0, '');
  describeEvents(text, source, configMap);
  return text.toText();
}

type Secret = KubeObject & { readonly type?: string; readonly data?: StringMap };

/** kubectl's description of a Secret: how long each value is. */
export function describeSecret(secret: Secret): string {
  const text = new TabbedText();
  describeHead(text, secret);
  text.lines(`\nType:\t${secret.type ?? ''}`);
  text.lines('\nData\n====');
  for (const [key, value] of sortedEntries(secret.data)) text.line(0, `${key}:\t${decodedLength(value)} bytes`);
  return text.toText();
}

/** How many bytes a base64 text stands for. */
function decodedLength(base64: string): number {
  const digits = base64.replace(/[=\s]/g, '').length;
  return Math.floor((digits * 3) / 4);
}

type ServiceAccount = KubeObject & { readonly imagePullSecrets?: readonly { readonly name: string }[] };

/** kubectl's description of a ServiceAccount at a moment. */
export function describeServiceAccount(account: ServiceAccount, source: DescribeSource): string {
  const text = new TabbedText();
  describeHead(text, account);
  const names = (account.imagePullSecrets ?? []).map(({ name }) => name);
  const title = 'Image pull secrets:';
  text.line(0, `${title}\t${names[0] ?? '<none>'}`);
  for (const name of names.slice(1)) text.line(0, `${' '.repeat(title.length)}\t${name}`);
  describeEvents(text, source, account);
  return text.toText();
}

/** kubectl's description of a Namespace, with its quotas and limits. */
export function describeNamespace({ metadata, status }: Namespace, source: DescribeSource): string {
  const text = new TabbedText();
  text.line(0, `Name:\t${metadata.name}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  text.line(0, `Status:\t${status.phase ?? ''}`);
  const { conditions = [] } = status;
  if (conditions.length > 0) {
    text.line(0, 'Conditions:');
    text.line(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage');
    text.line(1, '----\t------\t------------------\t------\t-------');
  }
  for (const { type, status: value, lastTransitionTime, reason = '', message = '' } of conditions) {
    text.line(1, [type, value, timeText(source, lastTransitionTime), reason, message].join('\t'));
  }
  const isHere = (object: KubeObject): boolean => object.metadata.namespace === metadata.name;
  text.line(0, '');
  describeQuotas(text, source.list('ResourceQuota').filter(isHere));
  text.line(0, '');
  describeLimitRanges(text, source.list('LimitRange').filter(isHere));
  return text.toText();
}

type Quota = KubeObject & {
  readonly spec?: { readonly scopes?: readonly string[] };
  readonly status?: { readonly hard?: ResourceList; readonly used?: ResourceList };
};

const SCOPE_HELP: StringMap = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being ' +
    'actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose ' +
    'container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed ' +
    'quality of service.',
};

function describeQuotas(text: TabbedText, quotas: readonly Quota[]): void {
  text.line(0, quotas.length === 0 ? 'No resource quota.' : 'Resource Quotas');
  for (const { metadata, spec, status } of quotas.toSorted((a, b) => byCodeUnit(a.metadata.name, b.metadata.name))) {
    text.line(1, `Name:\t${metadata.name}`);
    const scopes = (spec?.scopes ?? []).toSorted(byCodeUnit);
    if (scopes.length > 0) text.line(1, `Scopes:\t${scopes.join(', ')}`);
    for (const scope of scopes) if (SCOPE_HELP[scope] !== undefined) text.line(1, `* ${SCOPE_HELP[scope]}`);
    text.line(1, 'Resource\tUsed\tHard');
    text.line(1, '--------\t---\t---');
    for (const [name, hard] of sortedEntries(status?.hard)) {
      text.line(1, `${name}\t${status?.used?.[name] ?? '0'}\t${hard}`);
    }
  }
}

const LIMITS = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'] as const;

type LimitItem = { readonly type: string } & { readonly [limit in (typeof LIMITS)[number]]?: ResourceList };
type LimitRange = KubeObject & { readonly spec?: { readonly limits?: readonly LimitItem[] } };

function describeLimitRanges(text: TabbedText, ranges: readonly LimitRange[]): void {
  if (ranges.length === 0) {
    text.line(0, 'No LimitRange resource.');
    return;
  }
  text.line(0, 'Resource Limits');
  text.line(0, ' Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio');
  text.line(0, ' ----\t--------\t---\t---\t---------------\t-------------\t-----------------------');
  for (const item of ranges.flatMap(({ spec }) => spec?.limits ?? [])) {
    const resources = new Set(LIMITS.flatMap((limit) => Object.keys(item[limit] ?? {})));
    // The order of maps is chance in kubectl.
    for (const name of [...resources].sort(byCodeUnit)) {
      text.line(0, [` ${item.type}`, name, ...LIMITS.map((limit) => item[limit]?.[name] ?? '-')].join('\t'));
    }
  }
}
