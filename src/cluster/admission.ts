// What the API server puts into new objects beside the defaults of the API: the default tolerations of pods, their priority
// and QoS class, and the first status of each kind. A pod's admitted spec is remembered per spec handed in, so that the pods of
// one template share one frozen spec.
// Mirrors plugin/pkg/admission/{defaulttolerationseconds,priority} and pkg/registry/core/pod/strategy.go (v1.36).

import { withKindDefaults } from '../model/defaults.ts';
import type { KubeObject, NewObject, Pod, PodSpec, Toleration } from '../model/objects.ts';
import { qosClassOf } from '../model/pod-resources.ts';

const EVICTION_TOLERATION_SECONDS = 300;
const EVICTION_TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'] as const;

/** Completes new objects. One per cluster: it remembers specs. */
export interface Admission {
  /** The object with defaults, admission's additions and its first status; metadata as it came. */
  admit(object: NewObject): NewObject & { readonly status?: unknown };
}

export function createAdmission(): Admission {
  const admittedSpecs = new WeakMap<PodSpec, PodSpec>();
  const podSpec = (pod: NewObject<Pod>): PodSpec => {
    const known = admittedSpecs.get(pod.spec);
    if (known !== undefined) return known;
    const { spec } = withKindDefaults(pod) as NewObject<Pod>;
    const admitted = Object.freeze({
      ...spec,
      priority: spec.priority ?? 0,
      preemptionPolicy: spec.preemptionPolicy ?? 'PreemptLowerPriority',
      tolerations: withEvictionTolerations(spec.tolerations ?? []),
    });
    admittedSpecs.set(pod.spec, admitted);
    return admitted;
  };
  return {
    admit(object) {
      if (object.kind === 'Event') return object;
      if (object.kind !== 'Pod') return withFirstStatus(withKindDefaults(object));
      const pod = object as NewObject<Pod>;
      const spec = podSpec(pod);
      const status = { phase: 'Pending' as const, qosClass: qosClassOf(spec) };
      return { ...pod, spec, status } as NewObject;
    },
  };
}

function withFirstStatus(object: NewObject): NewObject {
  const sent = object as NewObject & { readonly status?: object };
  switch (object.kind) {
    case 'ReplicaSet':
      return { ...sent, status: { replicas: 0 } } as NewObject;
    case 'Deployment':
      return { ...sent, status: {} } as NewObject;
    default:
      return object;
  }
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

/** Kinds whose objects count their spec's versions in metadata.generation. */
export function hasGeneration(object: KubeObject | NewObject): boolean {
  switch (object.kind) {
    case 'Node':
    case 'Namespace':
    case 'Event':
    case 'ConfigMap':
    case 'Secret':
    case 'ServiceAccount':
    case 'Service':
      return false;
    default:
      return true;
  }
}
