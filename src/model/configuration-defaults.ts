// Defaulting of configuration, storage, policy and network kinds. Mirrors pkg/apis/{core,storage,networking,scheduling,
// discovery,rbac}/v1/defaults.go and the conversion of a Secret's stringData (v1.36).

import { encodeBase64 } from '../base/base64.ts';
import type { Fields } from './default-fields.ts';
import { withAbsentFields, withDefault, withDefaultFields, withEach } from './default-fields.ts';
import { withSourceDefaults } from './volume-defaults.ts';

const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** `stringData` goes into `data`, in base64, and wins over it. */
export function defaultSecret(secret: Fields): Fields {
  const { stringData, ...rest } = withDefaultFields(secret, { type: 'Opaque' }) as Fields;
  if (typeof stringData !== 'object' || stringData === null) return rest;
  const encoded = Object.entries(stringData).map(([key, value]) => [key, encodeBase64(String(value))]);
  return { ...rest, data: { ...(rest.data as Fields | undefined), ...Object.fromEntries(encoded) } };
}

export function defaultClaimSpec(spec: Fields): Fields {
  const { dataSource, dataSourceRef } = spec;
  const isSame = dataSourceRef === undefined || (dataSourceRef as Fields).namespace === undefined;
  const source = dataSource ?? (isSame ? dataSourceRef : undefined);
  const sources = source === undefined ? {} : { dataSource: source, dataSourceRef: dataSourceRef ?? dataSource };
  return withAbsentFields({ ...spec, ...sources }, { volumeMode: 'Filesystem' });
}

export function defaultVolumeSpec(spec: Fields): Fields {
  const filled = withDefaultFields(withSourceDefaults(spec), { persistentVolumeReclaimPolicy: 'Retain' });
  return withAbsentFields(filled, { volumeMode: 'Filesystem' });
}

export function defaultStorageClass(storageClass: Fields): Fields {
  return withAbsentFields(storageClass, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });
}

export function defaultDriverSpec(spec: Fields): Fields {
  return withDefaultFields(withAbsentFields(spec, ABSENT_IN_DRIVERS), { volumeLifecycleModes: ['Persistent'] });
}

const ABSENT_IN_DRIVERS = {
  attachRequired: true,
  podInfoOnMount: false,
  storageCapacity: false,
  fsGroupPolicy: 'ReadWriteOnceWithFSType',
  requiresRepublish: false,
  seLinuxMount: false,
};

export function defaultNetworkPolicySpec(spec: Fields): Fields {
  const { egress } = spec;
  const policyTypes = Array.isArray(egress) && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  const withPorts = (rule: Fields): Fields =>
    withEach(rule, 'ports', (port) => withAbsentFields(port, { protocol: 'TCP' }));
  const ruled = withEach(withEach(spec, 'ingress', withPorts), 'egress', withPorts);
  return withAbsentFields(ruled, { policyTypes });
}

export function defaultPriorityClass(priorityClass: Fields): Fields {
  return withAbsentFields(priorityClass, { value: 0, preemptionPolicy: 'PreemptLowerPriority' });
}

export function defaultEndpointSlice(slice: Fields): Fields {
  const filled = withEach(slice, 'ports', (port) => withAbsentFields(port, { name: '', protocol: 'TCP' }));
  return withEach(filled, 'endpoints', (endpoint) => withAbsentFields(endpoint, { conditions: {} }));
}

export function defaultEndpoints(endpoints: Fields): Fields {
  const withProtocol = (port: Fields): Fields => withDefaultFields(port, { protocol: 'TCP' });
  return withEach(endpoints, 'subsets', (subset) => withEach(subset, 'ports', withProtocol));
}

/** RoleBindings and ClusterRoleBindings: users and groups belong to RBAC's group, ServiceAccounts to none. */
export function defaultRoleBinding(binding: Fields): Fields {
  const subjects = withEach(binding, 'subjects', (subject) =>
    subject.kind === 'ServiceAccount' ? subject : withDefaultFields(subject, { apiGroup: RBAC_GROUP }),
  );
  return withDefault(subjects, 'roleRef', (role) => withDefaultFields(role, { apiGroup: RBAC_GROUP }));
}

export function defaultQuotaSpec(spec: Fields): Fields {
  return withDefault(spec, 'hard', texts);
}

/** A container's default limit is its maximum, its default request the default limit, and else the minimum. */
export function defaultLimitRangeSpec(spec: Fields): Fields {
  return withEach(spec, 'limits', (given) => {
    const item = LIMITS.reduce((filled, field) => withDefault(filled, field, texts), given);
    if (item.type !== 'Container') return item;
    const limits = { ...(item.max as Fields | undefined), ...(item.default as Fields | undefined) };
    const requests = { ...(item.min as Fields | undefined), ...limits, ...(item.defaultRequest as Fields | undefined) };
    return {
      ...item,
      ...(Object.keys(limits).length === 0 ? {} : { default: limits }),
      ...(Object.keys(requests).length === 0 ? {} : { defaultRequest: requests }),
    };
  });
}

const LIMITS: readonly string[] = ['min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio'];

/** Quantities may be sent as numbers. */
function texts(amounts: Fields): Fields {
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, String(amount)]));
}

/** A definition with its names. */
export function defaultDefinition(definition: Fields): Fields {
  return withDefault(definition, 'spec', (spec) => {
    const named = withDefault(spec, 'names', (names) => {
      const kind = String(names.kind ?? '');
      return withDefaultFields(names, { singular: kind.toLowerCase(), listKind: `${kind}List` });
    });
    return withAbsentFields(named, { conversion: { strategy: 'None' } });
  });
}

/** Fields of a gate that is off (CoordinatedLeaderElection) are dropped. */
export function withoutLeaseStrategy(spec: Fields): Fields {
  const { strategy: _, preferredHolder: __, ...rest } = spec;
  return rest;
}
