// Defaulting of HorizontalPodAutoscalers: a CPU target where there is no metric, the rules of both directions where
// there is one, quantities in canonical form. Mirrors pkg/apis/autoscaling/v2/defaults.go (v1.36).

import type { MetricSpec, ScalingBehavior, ScalingRules } from './autoscaling.ts';
import type { Fields } from './default-fields.ts';
import { withAbsentFields, withDefault } from './default-fields.ts';
import { formatQuantity, parseQuantity } from './quantity.ts';

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
    metrics:
      metrics === undefined || metrics.length === 0
        ? [cpuMetric(DEFAULT_CPU_UTILIZATION)]
        : metrics.map((metric) => withEachInner(metric, (source) => withDefault(source, 'target', quantitiesOf))),
    ...rules,
  };
}

/** A metric with its source (the one inner object of whatever type) filled in. */
function withEachInner(metric: unknown, fill: (inner: Fields) => Fields): unknown {
  if (typeof metric !== 'object' || metric === null) return metric;
  return Object.keys(metric).reduce((filled, field) => withDefault(filled, field, fill), metric as Fields);
}

/** A target whose quantities are in canonical form, also where they were written as numbers. */
function quantitiesOf(target: Fields): Fields {
  const canonical = ['value', 'averageValue'].flatMap((field) => {
    const parsed = target[field] === undefined ? undefined : parseQuantity(String(target[field]));
    return parsed?.ok ? [[field, formatQuantity(parsed.value)] as const] : [];
  });
  return { ...target, ...Object.fromEntries(canonical) };
}

function cpuMetric(averageUtilization: number): MetricSpec {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}
