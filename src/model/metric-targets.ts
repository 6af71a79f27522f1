// An autoscaler's metrics beside their targets, in kubectl's words: `cpu: 85%/60%`.
// Mirrors pkg/printers/internalversion/printers.go, formatHPAMetrics (v1.36).

import type { MetricSpec, MetricStatus } from './autoscaling.ts';

const SHOWN_METRICS = 2;

/** The first two metrics, and how many more there are. */
export function targetsText(specs: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (specs.length === 0) return '<none>';
  const texts = specs.map((spec, index) => targetText(spec, statuses[index]));
  const shown = texts.slice(0, SHOWN_METRICS).join(', ');
  return texts.length > SHOWN_METRICS ? `${shown} + ${texts.length - SHOWN_METRICS} more...` : shown;
}

/** `cpu: 85%/60%`, `700/1k`: what it is and what it should be. */
function targetText(spec: MetricSpec, status: MetricStatus | undefined): string {
  const resource = spec.resource ?? spec.containerResource;
  if (resource !== undefined) {
    const { averageValue, averageUtilization } = resource.target;
    const current = (status?.resource ?? status?.containerResource)?.current;
    if (averageValue !== undefined) return `${resource.name}: ${current?.averageValue ?? '<unknown>'}/${averageValue}`;
    const target = averageUtilization === undefined ? '<auto>' : `${averageUtilization}%`;
    const now = current?.averageUtilization === undefined ? '<unknown>' : `${current.averageUtilization}%`;
    return `${resource.name}: ${now}/${target}`;
  }
  if (spec.pods !== undefined) {
    return `${status?.pods?.current.averageValue ?? '<unknown>'}/${spec.pods.target.averageValue ?? ''}`;
  }
  const single = spec.object ?? spec.external;
  if (single === undefined) return '<unknown type>';
  const current = (status?.object ?? status?.external)?.current;
  const { averageValue, value } = single.target;
  if (averageValue !== undefined) return `${current?.averageValue ?? '<unknown>'}/${averageValue} (avg)`;
  return `${current?.value ?? '<unknown>'}/${value ?? ''}`;
}
