// `kubectl get` of configuration, policy and access: ConfigMaps, Secrets, budgets, quotas, classes, bindings, leases.
// Mirrors pkg/printers/internalversion/printers.go, printConfigMap and its neighbours (v1.36).

import { byCodeUnit } from '../../base/compare.ts';
import { formatRfc3339 } from '../../base/wall-clock.ts';
import type { KubeObject, ResourceList } from '../../model/objects.ts';
import type { Plain } from './cells.ts';
import { ageAt } from './human-duration.ts';
import { columns, type Printer } from './printer.ts';

function sizeOf(map: object | undefined): number {
  return Object.keys(map ?? {}).length;
}

export const configMapPrinter: Printer<Plain<{ readonly data?: object; readonly binaryData?: object }>> = {
  columns: columns(['NAME', 'DATA', 'AGE']),
  row: ({ metadata, data, binaryData }, now) => [
    metadata.name,
    String(sizeOf(data) + sizeOf(binaryData)),
    ageAt(metadata.creationTimestamp, now),
  ],
};

export const secretPrinter: Printer<Plain<{ readonly type?: string; readonly data?: object }>> = {
  columns: columns(['NAME', 'TYPE', 'DATA', 'AGE']),
  row: ({ metadata, type = '', data }, now) => [
    metadata.name,
    type,
    String(sizeOf(data)),
    ageAt(metadata.creationTimestamp, now),
  ],
};

type Budget = Plain<{
  readonly spec?: { readonly minAvailable?: number | string; readonly maxUnavailable?: number | string };
  readonly status?: { readonly disruptionsAllowed?: number };
}>;

export const podDisruptionBudgetPrinter: Printer<Budget> = {
  columns: columns(['NAME', 'MIN AVAILABLE', 'MAX UNAVAILABLE', 'ALLOWED DISRUPTIONS', 'AGE']),
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    String(spec?.minAvailable ?? 'N/A'),
    String(spec?.maxUnavailable ?? 'N/A'),
    String(status?.disruptionsAllowed ?? 0),
    ageAt(metadata.creationTimestamp, now),
  ],
};

type Quota = Plain<{ readonly status?: { readonly hard?: ResourceList; readonly used?: ResourceList } }>;

export const resourceQuotaPrinter: Printer<Quota> = {
  columns: columns(['NAME', 'REQUEST', 'LIMIT', 'AGE']),
  row({ metadata, status = {} }, now) {
    const resources = Object.keys(status.hard ?? {}).sort(byCodeUnit);
    const isLimit = (name: string): boolean => name.startsWith('limits.');
    const text = (name: string): string => `${name}: ${status.used?.[name] ?? '0'}/${status.hard?.[name] ?? '0'}`;
    return [
      metadata.name,
      resources
        .filter((name) => !isLimit(name))
        .map(text)
        .join(', '),
      resources.filter(isLimit).map(text).join(', '),
      ageAt(metadata.creationTimestamp, now),
    ];
  },
};

type PriorityClass = Plain<{
  readonly value?: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
}>;

export const priorityClassPrinter: Printer<PriorityClass> = {
  columns: columns(['NAME', 'VALUE', 'GLOBAL-DEFAULT', 'AGE', 'PREEMPTIONPOLICY']),
  row: ({ metadata, value = 0, globalDefault = false, preemptionPolicy = '' }, now) => [
    metadata.name,
    String(value),
    String(globalDefault),
    ageAt(metadata.creationTimestamp, now),
    preemptionPolicy,
  ],
};

export const runtimeClassPrinter: Printer<Plain<{ readonly handler?: string }>> = {
  columns: columns(['NAME', 'HANDLER', 'AGE']),
  row: ({ metadata, handler = '' }, now) => [metadata.name, handler, ageAt(metadata.creationTimestamp, now)],
};

export const leasePrinter: Printer<Plain<{ readonly spec?: { readonly holderIdentity?: string } }>> = {
  columns: columns(['NAME', 'HOLDER', 'AGE']),
  row: ({ metadata, spec }, now) => [metadata.name, spec?.holderIdentity ?? '', ageAt(metadata.creationTimestamp, now)],
};

type Binding = Plain<{
  readonly roleRef?: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}>;

/** RoleBindings and ClusterRoleBindings. */
export const roleBindingPrinter: Printer<Binding> = {
  columns: columns(['NAME', 'ROLE', 'AGE'], ['USERS', 'GROUPS', 'SERVICEACCOUNTS']),
  row({ metadata, roleRef, subjects = [] }, now) {
    const names = (kind: string): string =>
      subjects
        .filter((subject) => subject.kind === kind)
        .map(({ name, namespace = '' }) => (kind === 'ServiceAccount' ? `${namespace}/${name}` : name))
        .join(', ');
    return [
      metadata.name,
      `${roleRef?.kind ?? ''}/${roleRef?.name ?? ''}`,
      ageAt(metadata.creationTimestamp, now),
      names('User'),
      names('Group'),
      names('ServiceAccount'),
    ];
  },
};

type AdmissionPolicy = Plain<{
  readonly spec?: {
    readonly validations?: readonly unknown[];
    readonly paramKind?: { readonly apiVersion: string; readonly kind: string };
  };
}>;

export const validatingAdmissionPolicyPrinter: Printer<AdmissionPolicy> = {
  columns: columns(['NAME', 'VALIDATIONS', 'PARAMKIND', 'AGE']),
  row({ metadata, spec }, now) {
    const { paramKind, validations = [] } = spec ?? {};
    const kind = paramKind === undefined ? '<unset>' : `${paramKind.apiVersion}/${paramKind.kind}`;
    return [metadata.name, String(validations.length), kind, ageAt(metadata.creationTimestamp, now)];
  },
};

/** Kinds for which the API server has no printer: when they were made, not their age. */
export const createdAtPrinter: Printer = {
  columns: columns(['NAME', 'CREATED AT']),
  row: ({ metadata }: KubeObject, _now, startsAtEpochMicros = 0) => [
    metadata.name,
    formatRfc3339(startsAtEpochMicros + metadata.creationTimestamp),
  ],
};
