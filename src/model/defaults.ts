// Defaulting of the kinds that the model reads: what the API server writes into an object before it stores it.
//
// Registered by hand, kind by kind; other kinds are stored as they come. The status that a new object starts with and
// what admission adds belong to the API server (src/cluster).
// Mirrors pkg/apis/core/v1/defaults.go, pkg/apis/apps/v1/defaults.go (v1.36).

import { defaultAutoscalerSpec } from './autoscaling-defaults.ts';
import * as configuration from './configuration-defaults.ts';
import type { Fields } from './default-fields.ts';
import { withAbsentFields, withDefault, withDefaultFields, withEach } from './default-fields.ts';
import type { NewObject, PodSpec, ResourceList } from './objects.ts';
import { canonicalResourceList, defaultPodSpec } from './pod-defaults.ts';
import * as workload from './workload-defaults.ts';

type Defaulter = (object: NewObject & Fields) => Fields;

const BY_KIND: ReadonlyMap<string, Defaulter> = new Map<string, Defaulter>([
  ['Pod', (pod) => withDefault(pod, 'spec', (spec) => defaultPodSpec(spec as unknown as PodSpec) as unknown as Fields)],
  ['Deployment', defaultDeployment],
  [
    'ReplicaSet',
    (set) => withDefault(set, 'spec', (spec) => withAbsentFields(workload.withTemplate(spec), { replicas: 1 })),
  ],
  ['Service', (service) => withDefault(service, 'spec', defaultServiceSpec)],
  ['Namespace', defaultNamespace],
  ['Node', defaultNode],
  ['StatefulSet', (set) => withDefault(set, 'spec', workload.defaultStatefulSetSpec)],
  ['DaemonSet', workload.defaultDaemonSet],
  ['Job', (job) => withDefault(job, 'spec', workload.defaultJobSpec)],
  ['CronJob', (job) => withDefault(job, 'spec', workload.defaultCronJobSpec)],
  ['ReplicationController', workload.defaultReplicationController],
  ['Secret', configuration.defaultSecret],
  ['PersistentVolumeClaim', (claim) => withDefault(claim, 'spec', configuration.defaultClaimSpec)],
  ['PersistentVolume', (volume) => withDefault(volume, 'spec', configuration.defaultVolumeSpec)],
  ['StorageClass', configuration.defaultStorageClass],
  ['CSIDriver', (driver) => withDefault(driver, 'spec', configuration.defaultDriverSpec)],
  ['NetworkPolicy', (policy) => withDefault(policy, 'spec', configuration.defaultNetworkPolicySpec)],
  ['PriorityClass', configuration.defaultPriorityClass],
  ['EndpointSlice', configuration.defaultEndpointSlice],
  ['Endpoints', configuration.defaultEndpoints],
  ['RoleBinding', configuration.defaultRoleBinding],
  ['ClusterRoleBinding', configuration.defaultRoleBinding],
  ['CustomResourceDefinition', configuration.defaultDefinition],
  ['Lease', (lease) => withDefault(lease, 'spec', configuration.withoutLeaseStrategy)],
  ['ResourceQuota', (quota) => withDefault(quota, 'spec', configuration.defaultQuotaSpec)],
  ['LimitRange', (range) => withDefault(range, 'spec', configuration.defaultLimitRangeSpec)],
  ['HorizontalPodAutoscaler', (autoscaler) => withDefault(autoscaler, 'spec', defaultAutoscalerSpec)],
]);

/** The object with the defaults of its kind. Objects of kinds without defaults come back unchanged. */
export function withKindDefaults<T extends NewObject>(object: T): T {
  const defaulter = BY_KIND.get(object.kind);
  return defaulter === undefined ? object : (defaulter(object as unknown as NewObject & Fields) as unknown as T);
}

function defaultDeployment(deployment: NewObject & Fields): Fields {
  return withDefault(deployment, 'spec', (spec) => {
    const strategy = withDefaultFields((spec.strategy ?? {}) as Fields, { type: 'RollingUpdate' });
    const rolling = (strategy.rollingUpdate ?? {}) as Fields;
    const filled =
      strategy.type === 'RollingUpdate'
        ? { ...strategy, rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%', ...rolling } }
        : strategy;
    const numbers = { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 };
    return { ...withAbsentFields(workload.withTemplate(spec), numbers), strategy: filled };
  });
}

function defaultServiceSpec(spec: Fields): Fields {
  const filled = withDefaultFields(spec, { type: 'ClusterIP', sessionAffinity: 'None' }) as Fields;
  const isExposed = filled.type === 'NodePort' || filled.type === 'LoadBalancer';
  const hasExternalIps = filled.type === 'ClusterIP' && Array.isArray(spec.externalIPs) && spec.externalIPs.length > 0;
  const isLoadBalancer = filled.type === 'LoadBalancer';
  const isClientIp = filled.sessionAffinity === 'ClientIP';
  const clientIp = { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } } };
  return withEach(
    {
      ...(isLoadBalancer ? { allocateLoadBalancerNodePorts: true } : {}),
      ...(isClientIp ? clientIp : {}),
      ...(isExposed || hasExternalIps ? { externalTrafficPolicy: 'Cluster' } : {}),
      ...(filled.type === 'ExternalName' ? {} : { internalTrafficPolicy: 'Cluster' }),
      ...filled,
    },
    'ports',
    (port) => withDefaultFields(port, { protocol: 'TCP', targetPort: port.port }),
  );
}

function defaultNamespace(namespace: NewObject & Fields): Fields {
  const { metadata } = namespace;
  const labels = { ...metadata.labels, ...(metadata.name ? { 'kubernetes.io/metadata.name': metadata.name } : {}) };
  return {
    ...namespace,
    metadata: { ...metadata, labels },
    spec: { finalizers: ['kubernetes'], ...(namespace.spec as Fields | undefined) },
    status: { phase: 'Active', ...(namespace.status as Fields | undefined) },
  };
}

function defaultNode(node: NewObject & Fields): Fields {
  return withDefault({ spec: {}, ...node }, 'status', (status) => {
    const lists: Record<string, ResourceList> = {};
    for (const field of ['capacity', 'allocatable']) {
      const list = status[field] as ResourceList | undefined;
      if (list !== undefined) lists[field] = canonicalResourceList(list);
    }
    return withAbsentFields(
      { ...status, ...lists },
      lists.capacity === undefined ? {} : { allocatable: lists.capacity },
    );
  });
}
