// What an autoscaler remembers of itself: its recommendations, for stabilisation, and the changes it has made, for
// the rates of its policies. Old entries are overwritten rather than dropped, as upstream does it: one that a longer
// window of an edited spec covers again counts again. Lost with the component.
// Mirrors pkg/controller/podautoscaler/horizontal.go (v1.36).

import { MICROS_PER_SECOND, type Micros } from '../../base/time.ts';
import type { ScalingPolicy, ScalingRules } from '../../model/autoscaling.ts';

interface Recommendation {
  readonly replicas: number;
  readonly at: Micros;
}

/** Replicas added or removed, as a positive number. */
interface ScaleEvent {
  readonly change: number;
  readonly at: Micros;
  /** Older than any policy looked back when last a change was stored: may be overwritten. */
  isOutdated: boolean;
}

/** Changed in place. */
export interface ScalingHistory {
  readonly recommendations: Recommendation[];
  readonly ups: ScaleEvent[];
  readonly downs: ScaleEvent[];
}

/** Nothing is remembered. */
export function createHistory(): ScalingHistory {
  return { recommendations: [], ups: [], downs: [] };
}

/**
 * The first sight of a target counts as a recommendation: a controller that has just started does not shrink at once.
 */
export function recordFirst({ recommendations }: ScalingHistory, replicas: number, at: Micros): void {
  if (recommendations.length === 0) recommendations.push({ replicas, at });
}

/** The greatest recommendation of the window, this one among them, which is stored. */
export function highestRecent(
  { recommendations }: ScalingHistory,
  replicas: number,
  windowMicros: number,
  now: Micros,
): number {
  let highest = replicas;
  let old = -1;
  recommendations.forEach((recommendation, index) => {
    if (recommendation.at < now - windowMicros) old = index;
    else if (recommendation.replicas > highest) highest = recommendation.replicas;
  });
  put(recommendations, old, { replicas, at: now });
  return highest;
}

/**
 * The number nearest to the current one between the lowest recommendation of the window for growing and the highest of
 * the window for shrinking. The wanted number is stored.
 */
export function stabilized(
  { recommendations }: ScalingHistory,
  currentReplicas: number,
  wanted: number,
  windows: { readonly upMicros: number; readonly downMicros: number },
  now: Micros,
): number {
  const upCutoff = now - windows.upMicros;
  const downCutoff = now - windows.downMicros;
  let lowest = wanted;
  let highest = wanted;
  let old = -1;
  recommendations.forEach(({ replicas, at }, index) => {
    if (at > upCutoff && replicas < lowest) lowest = replicas;
    if (at > downCutoff && replicas > highest) highest = replicas;
    if (at < upCutoff && at < downCutoff) old = index;
  });
  put(recommendations, old, { replicas: wanted, at: now });
  return Math.min(Math.max(currentReplicas, lowest), highest);
}

/** Remembers a change that was made. */
export function recordChange(
  { ups, downs }: ScalingHistory,
  rules: { readonly scaleUp?: ScalingRules; readonly scaleDown?: ScalingRules },
  from: number,
  to: number,
  now: Micros,
): void {
  const events = to > from ? ups : downs;
  const { policies = [] } = (to > from ? rules.scaleUp : rules.scaleDown) ?? {};
  const longestMicros = Math.max(0, ...policies.map(({ periodSeconds }) => periodSeconds)) * MICROS_PER_SECOND;
  let old = -1;
  events.forEach((event, index) => {
    if (event.at < now - longestMicros) event.isOutdated = true;
    if (event.isOutdated) old = index;
  });
  put(events, old, { change: Math.abs(to - from), at: now, isOutdated: false });
}

/** How many replicas there may be after a growth: not limited by the target's maximum. */
export function growthLimit(history: ScalingHistory, current: number, rules: ScalingRules, now: Micros): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const proposals = (rules.policies ?? []).map((policy) => {
    const start = startOfPeriod(history, current, policy, now);
    if (policy.type === 'Pods') return start + policy.value;
    return Math.ceil(start * (1 + policy.value / 100));
  });
  const limit = rules.selectPolicy === 'Min' ? Math.min(...proposals) : Math.max(...proposals);
  return Math.max(limit, current);
}

/** How few replicas there may be after a shrinking: not limited by the target's minimum. */
export function shrinkLimit(history: ScalingHistory, current: number, rules: ScalingRules, now: Micros): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const proposals = (rules.policies ?? []).map((policy) => {
    const start = startOfPeriod(history, current, policy, now);
    if (policy.type === 'Pods') return start - policy.value;
    return Math.trunc(start * (1 - policy.value / 100));
  });
  const limit = rules.selectPolicy === 'Min' ? Math.max(...proposals) : Math.min(...proposals);
  return Math.min(limit, current);
}

/** The replicas at the start of a policy's period, as far as the autoscaler itself has changed them since. */
function startOfPeriod({ ups, downs }: ScalingHistory, current: number, policy: ScalingPolicy, now: Micros): number {
  const cutoff = now - policy.periodSeconds * MICROS_PER_SECOND;
  const recent = (events: readonly ScaleEvent[]): number =>
    events.reduce((sum, { change, at }) => (at > cutoff ? sum + change : sum), 0);
  return current - recent(ups) + recent(downs);
}

function put<T>(list: T[], index: number, item: T): void {
  if (index < 0) list.push(item);
  else list[index] = item;
}
