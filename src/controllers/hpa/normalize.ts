// From the number of replicas that the metrics call for to the number that is asked for: held back by recent
// recommendations, by the rate of change, and by the bounds of the spec. Each step says why, for the status.
// Mirrors pkg/controller/podautoscaler/horizontal.go, normalizeDesiredReplicas and its WithBehaviors (v1.36).

import { MICROS_PER_SECOND, type Micros } from '../../base/time.ts';
import type { ScalingBehavior } from '../../model/autoscaling.ts';
import { growthLimit, highestRecent, type ScalingHistory, shrinkLimit, stabilized } from './scaling-history.ts';

/** A condition's word and sentence. */
export interface Reason {
  readonly reason: string;
  readonly message: string;
}

/** What comes of a wanted number. */
export interface Normalized {
  readonly replicas: number;
  /** For AbleToScale, which is True. */
  readonly able: Reason;
  /** For ScalingLimited. */
  readonly limited: Reason;
  readonly isLimited: boolean;
}

/** Bounds and rules of one autoscaler. */
export interface Bounds {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly behavior: ScalingBehavior | undefined;
  /** The controller's `horizontal-pod-autoscaler-downscale-stabilization`. */
  readonly downscaleStabilizationMicros: number;
}

const READY: Reason = { reason: 'ReadyForNewScale', message: 'recommended size matches current size' };
const HELD_UP: Reason = {
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};
const HELD_DOWN: Reason = {
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};
const WITHIN: Reason = {
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
};
const TOO_FAST_UP: Reason = {
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
};
const TOO_FAST_DOWN: Reason = {
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
};
const TOO_MANY: Reason = {
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
};
const TOO_FEW: Reason = {
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
};

const SCALE_UP_FACTOR = 2;
const SCALE_UP_MINIMUM = 4;

/** Holds a wanted number back. The history is changed. */
export function normalize(
  history: ScalingHistory,
  current: number,
  wanted: number,
  bounds: Bounds,
  now: Micros,
): Normalized {
  const { behavior } = bounds;
  if (behavior === undefined) {
    const replicas = highestRecent(history, wanted, bounds.downscaleStabilizationMicros, now);
    return limitedTo(replicas, replicas === wanted ? READY : HELD_UP, plainLimit(current, replicas, bounds));
  }
  const { scaleUp = {}, scaleDown = {} } = behavior;
  const windows = {
    upMicros: (scaleUp.stabilizationWindowSeconds ?? 0) * MICROS_PER_SECOND,
    downMicros:
      scaleDown.stabilizationWindowSeconds === undefined
        ? bounds.downscaleStabilizationMicros
        : scaleDown.stabilizationWindowSeconds * MICROS_PER_SECOND,
  };
  const replicas = stabilized(history, current, wanted, windows, now);
  const held = wanted >= current ? HELD_DOWN : HELD_UP;
  const limit = ruledLimit(history, current, replicas, bounds, behavior, now);
  return limitedTo(replicas, replicas === wanted ? READY : held, limit);
}

type Limit = Reason & { readonly replicas: number };

function limitedTo(stable: number, able: Reason, { replicas, reason, message }: Limit): Normalized {
  return { replicas, able, limited: { reason, message }, isLimited: replicas !== stable };
}

function plainLimit(current: number, wanted: number, { minReplicas, maxReplicas }: Bounds): Limit {
  const fastest = Math.max(SCALE_UP_FACTOR * current, SCALE_UP_MINIMUM);
  if (wanted < minReplicas) return { replicas: minReplicas, ...TOO_FEW };
  if (wanted > Math.min(fastest, maxReplicas)) return highest(fastest, maxReplicas);
  return { replicas: wanted, ...WITHIN };
}

function ruledLimit(
  history: ScalingHistory,
  current: number,
  wanted: number,
  { minReplicas, maxReplicas }: Bounds,
  { scaleUp = {}, scaleDown = {} }: ScalingBehavior,
  now: Micros,
): Limit {
  if (wanted > current) {
    const fastest = growthLimit(history, current, scaleUp, now);
    if (wanted > Math.min(fastest, maxReplicas)) return highest(fastest, maxReplicas);
  } else if (wanted < current) {
    const fastest = shrinkLimit(history, current, scaleDown, now);
    if (wanted < Math.max(fastest, minReplicas)) {
      return minReplicas < fastest ? { replicas: fastest, ...TOO_FAST_DOWN } : { replicas: minReplicas, ...TOO_FEW };
    }
  }
  return { replicas: wanted, ...WITHIN };
}

function highest(fastest: number, maxReplicas: number): Limit {
  return maxReplicas > fastest ? { replicas: fastest, ...TOO_FAST_UP } : { replicas: maxReplicas, ...TOO_MANY };
}
