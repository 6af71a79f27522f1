// From the number of replicas that the metrics call for to the number that is asked for: held back by recent
// recommendations, by the rate of change, and by the bounds of the spec. Each step says why, for the status.
// Mirrors pkg/controller/podautoscaler/horizontal.go, normalizeDesiredReplicas and its WithBehaviors (v1.36).

import { MICROS_PER_SECOND, type Micros } from '../../base/time.ts';
import type { ScalingBehavior } from '../../model/autoscaling.ts';
import type { Condition } from '../../model/objects.ts';
import { growthLimit, highestRecent, type ScalingHistory, shrinkLimit, stabilized } from './scaling-history.ts';

/** What comes of a wanted number. */
export interface Normalized {
  readonly replicas: number;
  /** AbleToScale and ScalingLimited. */
  readonly able: Condition;
  readonly limited: Condition;
}

/** Bounds and rules of one autoscaler. */
export interface Bounds {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly behavior: ScalingBehavior | undefined;
  /** The controller's `horizontal-pod-autoscaler-downscale-stabilization`. */
  readonly downscaleStabilizationMicros: number;
}

const READY: Condition = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'ReadyForNewScale',
  message: 'recommended size matches current size',
};
const HELD_UP: Condition = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};
const HELD_DOWN: Condition = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};
const WITHIN: Condition = {
  type: 'ScalingLimited',
  status: 'False',
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
};
const TOO_FAST_UP: Condition = {
  type: 'ScalingLimited',
  status: 'True',
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
};
const TOO_FAST_DOWN: Condition = {
  type: 'ScalingLimited',
  status: 'True',
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
};
const TOO_MANY: Condition = {
  type: 'ScalingLimited',
  status: 'True',
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
};
const TOO_FEW: Condition = {
  type: 'ScalingLimited',
  status: 'True',
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
    return { able: replicas === wanted ? READY : HELD_UP, ...plainLimit(current, replicas, bounds) };
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
  return {
    able: replicas === wanted ? READY : held,
    ...ruledLimit(history, current, replicas, bounds, behavior, now),
  };
}

type Limit = Omit<Normalized, 'able'>;

function plainLimit(current: number, wanted: number, { minReplicas, maxReplicas }: Bounds): Limit {
  const fastest = Math.max(SCALE_UP_FACTOR * current, SCALE_UP_MINIMUM);
  if (wanted < minReplicas) return { replicas: minReplicas, limited: TOO_FEW };
  if (wanted > Math.min(fastest, maxReplicas)) return highest(fastest, maxReplicas);
  return { replicas: wanted, limited: WITHIN };
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
      return minReplicas < fastest
        ? { replicas: fastest, limited: TOO_FAST_DOWN }
        : { replicas: minReplicas, limited: TOO_FEW };
    }
  }
  return { replicas: wanted, limited: WITHIN };
}

function highest(fastest: number, maxReplicas: number): Limit {
  return maxReplicas > fastest
    ? { replicas: fastest, limited: TOO_FAST_UP }
    : { replicas: maxReplicas, limited: TOO_MANY };
}
