// Defaulting of HorizontalPodAutoscalers, and the older autoscaling/v1 form, which knows a CPU target alone, as v2.
// Mirrors pkg/apis/autoscaling/v2/defaults.go and pkg/apis/autoscaling/v1/conversion.go (v1.36).

import type { MetricSpec, ScalingBehavior, ScalingRules } from './autoscaling.ts';
import type { Fields } from './default-fields.ts';
import { withAbsentFields } from './default-fields.ts';

const DEFAULT_CPU_UTILIZATION = 80;

const SCALE_UP: ScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};

/** The window for scaling down is the controller's flag, so it stays absent. */
const SCALE_DOWN: ScalingRules = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

/** The spec of an autoscaling/v2 object with its defaults. */
export function defaultAutoscalerSpec(spec: Fields): Fields {
  const { metrics, behavior } = spec as { readonly metrics?: readonly unknown[]; readonly behavior?: ScalingBehavior };
  const rules =
    behavior === undefined
      ? {}
      : {
          behavior: {
            ...behavior,
            scaleUp: withAbsentFields(behavior.scaleUp ?? {}, SCALE_UP),
            scaleDown: withAbsentFields(behavior.scaleDown ?? {}, SCALE_DOWN),
          },
        };
  return {
    ...withAbsentFields(spec, { minReplicas: 1 }),
    metrics: metrics === undefined || metrics.length === 0 ? [cpuMetric(DEFAULT_CPU_UTILIZATION)] : metrics,
    ...rules,
  };
}

/** An autoscaling/v1 object as autoscaling/v2; objects of other versions come back as they are. */
export function autoscalerFromV1(object: Fields): Fields {
  if (object.kind !== 'HorizontalPodAutoscaler' || object.apiVersion !== 'autoscaling/v1') return object;
  const { targetCPUUtilizationPercentage, ...spec } = (object.spec ?? {}) as Fields;
  const isTargeted = typeof targetCPUUtilizationPercentage === 'number';
  const metrics = isTargeted ? { metrics: [cpuMetric(targetCPUUtilizationPercentage)] } : {};
  return { ...object, apiVersion: 'autoscaling/v2', spec: { ...spec, ...metrics } };
}

function cpuMetric(averageUtilization: number): MetricSpec {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}
