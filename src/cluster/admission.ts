// What the API server puts into new objects beside the defaults of the API: the default tolerations of pods, their
// priority and QoS class, the class of claims, and the first status of each kind. A pod's admitted spec is remembered
// per spec handed in, so that the pods of one template share one frozen spec.
// Mirrors plugin/pkg/admission/{defaulttolerationseconds,priority,nodetaint,storage} and
// pkg/registry/core/pod/strategy.go (v1.36).

import type { Micros } from '../base/time.ts';
import { withCondition } from '../model/condition.ts';
import { withKindDefaults } from '../model/defaults.ts';
import type {
  Condition,
  KubeObject,
  NewObject,
  Node,
  Pod,
  PodSpec,
  PodStatus,
  PriorityClass,
  Toleration,
} from '../model/objects.ts';
import { qosClassOf } from '../model/pod-resources.ts';
import { withLabelKeys } from './label-keys.ts';
import type { Priorities } from './priorities.ts';
import { admittedStorage } from './storage-admission.ts';
import type { Store } from './store.ts';

const EVICTION_TOLERATION_SECONDS = 300;
const EVICTION_TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'] as const;

/** Completes new objects. One per cluster: it remembers specs. */
export interface Admission {
  /**
   * The object with defaults, admission's additions and its first status; metadata as it came. `now`: whole seconds.
   */
  admit(object: NewObject, now: Micros): NewObject & { readonly status?: unknown };
}

interface AdmittedSpec {
  readonly spec: PodSpec;
  /** The class that its priority comes from. */
  readonly priorityClass: PriorityClass | undefined;
}

export function createAdmission({ classFor }: Pick<Priorities, 'classFor'>, store: Store): Admission {
  const admittedSpecs = new WeakMap<PodSpec, AdmittedSpec>();
  const podSpec = (pod: NewObject<Pod>): PodSpec => {
    const known = admittedSpecs.get(pod.spec);
    const priorityClass = classFor(pod.spec);
    if (known !== undefined && known.priorityClass === priorityClass) return known.spec;
    const { spec } = withKindDefaults(pod) as NewObject<Pod>;
    const { serviceAccountName = 'default' } = spec;
    const admitted = Object.freeze({
      ...spec,
      ...(priorityClass === undefined ? {} : { priorityClassName: priorityClass.metadata.name }),
      priority: priorityClass?.value ?? spec.priority ?? 0,
      preemptionPolicy: priorityClass?.preemptionPolicy ?? spec.preemptionPolicy ?? 'PreemptLowerPriority',
      serviceAccountName,
      serviceAccount: serviceAccountName,
      tolerations: withEvictionTolerations(spec.tolerations ?? []),
    });
    admittedSpecs.set(pod.spec, { spec: admitted, priorityClass });
    return admitted;
  };
  return {
    admit(object, now) {
      if (object.kind === 'Event') return eventByHand(object);
      if (object.kind === 'Node') return newNode(withKindDefaults(object) as NewObject<Node>);
      if (object.kind !== 'Pod') return withFirstStatus(admittedStorage(withKindDefaults(object), store), now);
      const pod = object as NewObject<Pod>;
      const spec = withLabelKeys(podSpec(pod), pod.metadata.labels);
      const status = firstPodStatus(spec, now);
      // One literal: engines keep fields that are added to an object in an array beside it.
      const { apiVersion, kind, metadata } = pod;
      return { apiVersion, kind, metadata, spec, status } as NewObject;
    },
  };
}

/** The pod with the default tolerations, which every write of it sets again. */
export function withPodTolerations(pod: NewObject<Pod>): NewObject<Pod> {
  const given = pod.spec.tolerations ?? [];
  const tolerations = withEvictionTolerations(given);
  return tolerations === given ? pod : { ...pod, spec: { ...pod.spec, tolerations } };
}

function firstPodStatus(spec: PodSpec, now: Micros): PodStatus {
  const status = { phase: 'Pending' as const, qosClass: qosClassOf(spec) };
  if ((spec.schedulingGates ?? []).length === 0) return status;
  return { ...status, conditions: withCondition([], GATED, now) };
}

const GATED: Condition = {
  type: 'PodScheduled',
  status: 'False',
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
};

/** A KubeEvent that no recorder has written says so. */
function eventByHand(event: NewObject): NewObject {
  if ('reportingComponent' in event) return event;
  return { source: {}, reportingComponent: '', reportingInstance: '', ...event } as NewObject;
}

/** A new node takes no pods before its controller has seen it ready. What its kubelet tells of itself is not known. */
function newNode(node: NewObject<Node>): NewObject {
  const { taints = [] } = node.spec;
  const status = { daemonEndpoints: { kubeletEndpoint: { Port: 0 } }, nodeInfo: NO_NODE_INFO, ...node.status };
  const [key, effect] = ['node.kubernetes.io/not-ready', 'NoSchedule' as const];
  const isTainted = taints.some((taint) => taint.key === key && taint.effect === effect);
  const spec = isTainted ? node.spec : { ...node.spec, taints: [...taints, { key, effect }] };
  return { ...node, spec, status } as NewObject;
}

const NO_NODE_INFO: object = {
  machineID: '',
  systemUUID: '',
  bootID: '',
  kernelVersion: '',
  osImage: '',
  containerRuntimeVersion: '',
  kubeletVersion: '',
  kubeProxyVersion: '',
  operatingSystem: '',
  architecture: '',
};

/** The status that a new object of a kind has, whatever its creator sent. Nodes bring their own. */
const FIRST_STATUS: { readonly [kind: string]: object } = {
  CronJob: {},
  DaemonSet: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  Deployment: {},
  HorizontalPodAutoscaler: { desiredReplicas: 0 },
  Ingress: { loadBalancer: {} },
  Job: {},
  PersistentVolume: { phase: 'Pending' },
  PersistentVolumeClaim: { phase: 'Pending' },
  PodDisruptionBudget: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  ReplicaSet: { replicas: 0 },
  ReplicationController: { replicas: 0 },
  ResourceQuota: {},
  Service: { loadBalancer: {} },
  StatefulSet: { replicas: 0, availableReplicas: 0 },
};

function withFirstStatus(object: NewObject, now: Micros): NewObject {
  const isDefinition = object.kind === 'CustomResourceDefinition';
  const status = isDefinition ? definitionStatus(object) : FIRST_STATUS[object.kind];
  if (status === undefined) return object;
  const since = object.kind === 'PersistentVolume' ? { lastPhaseTransitionTime: now } : {};
  return { ...object, status: { ...status, ...since } } as NewObject;
}

/** A definition knows in which version its objects are stored. */
function definitionStatus(definition: NewObject): object {
  const { versions = [] } = (definition as { readonly spec?: { readonly versions?: readonly Version[] } }).spec ?? {};
  const storedVersions = versions.flatMap(({ name, storage }) => (storage === true ? [name] : []));
  return { acceptedNames: { plural: '', kind: '' }, storedVersions };
}

interface Version {
  readonly name: string;
  readonly storage?: boolean;
}

/** Adds the two default tolerations unless the pod tolerates the taint in some other way. */
function withEvictionTolerations(tolerations: readonly Toleration[]): readonly Toleration[] {
  const missing = EVICTION_TAINTS.filter(
    (key) =>
      !tolerations.some(
        (toleration) =>
          (toleration.key === key || toleration.key === undefined || toleration.key === '') &&
          (toleration.effect === 'NoExecute' || toleration.effect === undefined || toleration.effect === ''),
      ),
  );
  if (missing.length === 0) return tolerations;
  const added = missing.map((key) => ({
    key,
    operator: 'Exists' as const,
    effect: 'NoExecute' as const,
    tolerationSeconds: EVICTION_TOLERATION_SECONDS,
  }));
  return [...tolerations, ...added];
}

/** Kinds whose objects do not count their spec's versions in metadata.generation. */
const WITHOUT_GENERATION: ReadonlySet<string> = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'ConfigMap',
  'ControllerRevision',
  'Endpoints',
  'Event',
  'HorizontalPodAutoscaler',
  'Lease',
  'LimitRange',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'ResourceQuota',
  'Role',
  'RoleBinding',
  'RuntimeClass',
  'Secret',
  'Service',
  'ServiceAccount',
  'StorageClass',
]);

/** True if objects of this kind count their spec's versions in metadata.generation. */
export function hasGeneration({ kind }: KubeObject | NewObject): boolean {
  return !WITHOUT_GENERATION.has(kind);
}
