// `kubectl get hpa`: targets beside current values, bounds, replicas.
// Mirrors pkg/printers/internalversion/printers.go, printHorizontalPodAutoscaler (v1.36).

import type { HorizontalPodAutoscaler } from '../../model/autoscaling.ts';
import { targetsText } from '../../model/metric-targets.ts';
import { ageAt } from './human-duration.ts';
import { columns, type Printer } from './printer.ts';

export const hpaPrinter: Printer<HorizontalPodAutoscaler> = {
  columns: columns(['NAME', 'REFERENCE', 'TARGETS', 'MINPODS', 'MAXPODS', 'REPLICAS', 'AGE']),
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`,
    targetsText(spec.metrics ?? [], status?.currentMetrics ?? []),
    String(spec.minReplicas ?? '<unset>'),
    String(spec.maxReplicas),
    String(status?.currentReplicas ?? 0),
    ageAt(metadata.creationTimestamp, now),
  ],
};
