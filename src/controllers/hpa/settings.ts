// What can be set about the autoscaler, under its own flag names, with the defaults of v1.36.
// Mirrors pkg/controller/podautoscaler/config/v1alpha1/defaults.go (v1.36).

import { parseDurationMicros } from '../../base/duration.ts';
import { MICROS_PER_MINUTE, MICROS_PER_SECOND } from '../../base/time.ts';
import type { StringMap } from '../../model/objects.ts';

export interface HpaSettings {
  /** `horizontal-pod-autoscaler-sync-period`: between two syncs of an autoscaler. */
  readonly syncPeriodMicros: number;
  /** `horizontal-pod-autoscaler-downscale-stabilization`: how long a higher recommendation holds. */
  readonly downscaleStabilizationMicros: number;
  /** `horizontal-pod-autoscaler-tolerance`: how far usage may be from its target without a change. */
  readonly tolerance: number;
  /** `horizontal-pod-autoscaler-cpu-initialization-period`: how long CPU samples of a starting pod may be skipped. */
  readonly cpuInitializationPeriodMicros: number;
  /** `horizontal-pod-autoscaler-initial-readiness-delay`: a pod unready since then has never been ready. */
  readonly initialReadinessDelayMicros: number;
}

const DEFAULTS: HpaSettings = {
  syncPeriodMicros: 15 * MICROS_PER_SECOND,
  downscaleStabilizationMicros: 5 * MICROS_PER_MINUTE,
  tolerance: 0.1,
  cpuInitializationPeriodMicros: 5 * MICROS_PER_MINUTE,
  initialReadinessDelayMicros: 30 * MICROS_PER_SECOND,
};

const PREFIX = 'horizontal-pod-autoscaler-';

/** The settings that these flags make; what is absent or unreadable is default. */
export function hpaSettings(flags: StringMap = {}): HpaSettings {
  const duration = (flag: string, byDefault: number): number =>
    parseDurationMicros(flags[`${PREFIX}${flag}`] ?? '') ?? byDefault;
  const tolerance = Number(flags[`${PREFIX}tolerance`] ?? Number.NaN);
  return {
    syncPeriodMicros: duration('sync-period', DEFAULTS.syncPeriodMicros),
    downscaleStabilizationMicros: duration('downscale-stabilization', DEFAULTS.downscaleStabilizationMicros),
    tolerance: Number.isFinite(tolerance) ? tolerance : DEFAULTS.tolerance,
    cpuInitializationPeriodMicros: duration('cpu-initialization-period', DEFAULTS.cpuInitializationPeriodMicros),
    initialReadinessDelayMicros: duration('initial-readiness-delay', DEFAULTS.initialReadinessDelayMicros),
  };
}
