// Manifests in an older version of their kind, turned into the version that the model stores, as the API server does.
// Of the kinds that v1.36 still serves in two versions, only the autoscaler has another shape in each.

interface Fields {
  readonly [field: string]: unknown;
}

/** The object in the version in which it is stored. */
export function inStoredVersion(value: unknown): unknown {
  const object = value as Fields;
  const isOld = object.kind === 'HorizontalPodAutoscaler' && object.apiVersion === 'autoscaling/v1';
  if (!isOld) return value;
  const { targetCPUUtilizationPercentage: percent, ...spec } = (object.spec ?? {}) as Fields;
  const target = { type: 'Utilization', averageUtilization: percent };
  const metrics = percent === undefined ? {} : { metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }] };
  return { ...object, apiVersion: 'autoscaling/v2', spec: { ...spec, ...metrics } };
}
