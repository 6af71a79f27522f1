// How many replicas a metric calls for, given what the pods use. Whoever has no metric counts against the change: as
// using everything before a shrinking, and nothing before a growth. All values are thousandths of the metric's unit.
// Mirrors pkg/controller/podautoscaler/replica_calculator.go and metrics/utilization.go (v1.36).

import { err, ok, type Result } from '../../base/result.ts';
import type { PodSums } from './pod-sums.ts';

/** How far the ratio of usage and target may be from 1 without a change. */
export interface Tolerances {
  readonly scaleDown: number;
  readonly scaleUp: number;
}

/** A number of replicas, with the metric as the status shows it. */
export interface Proposal {
  readonly replicas: number;
  /** Percent of the requests. */
  readonly utilization?: number;
  /** The average over the pods, or the whole value. Absent where upstream divides by no replicas. */
  readonly milliValue: number | bigint | undefined;
}

type Calculated = Result<Proposal, string>;

const NO_PODS = 'no pods returned by selector while calculating replica count';
const NO_METRICS = 'did not receive metrics for targeted pods (pods might be unready)';
const INT32_MAX = 2_147_483_647;
const INT64_MAX: bigint = (1n << 63n) - 1n;

/** For a target in percent of the requests. */
export function utilizationReplicas(
  sums: PodSums,
  currentReplicas: number,
  targetPercent: number,
  tolerances: Tolerances,
): Calculated {
  const { ready, strangers, requestError } = sums;
  if (sums.pods === 0) return err(NO_PODS);
  if (ready + strangers === 0) return err(NO_METRICS);
  if (requestError !== undefined) return err(requestError);
  if (sums.readyRequestMilli === 0) return err('no metrics returned matched known pods');
  const utilization = percentOf(sums.readyMilli, sums.readyRequestMilli);
  const milliValue = Math.trunc(sums.readyMilli / ready);
  const refilled = (usedMilli: number, ratio: number): number => {
    const missing = ratio === 1 ? 0 : sums.missingRequestMilli;
    const unready = ratio > 1 ? sums.unreadyRequestMilli : 0;
    return percentOf(sums.readyMilli + usedMilli, sums.readyRequestMilli + missing + unready) / targetPercent;
  };
  const ratio = utilization / targetPercent;
  const replicas = replicasFor(sums, currentReplicas, tolerances, ratio, () =>
    refilled(ratio < 1 ? sums.missingFallbackMilli : 0, ratio),
  );
  return ok({ replicas, utilization, milliValue });
}

/** For a target that is an average over the pods. */
export function averageReplicas(
  sums: PodSums,
  currentReplicas: number,
  targetMilli: number,
  tolerances: Tolerances,
): Calculated {
  if (sums.pods === 0) return err(NO_PODS);
  const metered = sums.ready + sums.strangers;
  if (metered === 0) return err(NO_METRICS);
  const usedMilli = sums.readyMilli + sums.strangerMilli;
  const average = Math.trunc(usedMilli / metered);
  const ratio = average / targetMilli;
  const replicas = replicasFor(sums, currentReplicas, tolerances, ratio, (counted) => {
    const assumed = ratio < 1 ? sums.missing * targetMilli : 0;
    return Math.trunc((usedMilli + assumed) / counted) / targetMilli;
  });
  return ok({ replicas, milliValue: average });
}

/** For a target that one value as a whole should have. `readyPods` is asked only where it matters. */
export function valueReplicas(
  usageMilli: bigint,
  currentReplicas: number,
  targetMilli: number,
  tolerances: Tolerances,
  readyPods: () => Result<number, string>,
): Calculated {
  const ratio = Number(usageMilli) / targetMilli;
  if (currentReplicas === 0) return ok({ replicas: Math.ceil(ratio), milliValue: usageMilli });
  if (isWithin(tolerances, ratio)) return ok({ replicas: currentReplicas, milliValue: usageMilli });
  const ready = readyPods();
  if (!ready.ok) return err(`unable to calculate ready pods: ${ready.error}`);
  return ok({ replicas: Math.min(Math.ceil(ratio * ready.value), INT32_MAX), milliValue: usageMilli });
}

/** For a target that is one value divided by the replicas that there are. */
export function averageValueReplicas(
  usageMilli: bigint,
  statusReplicas: number,
  targetMilli: number,
  tolerances: Tolerances,
): Proposal {
  const usage = Number(usageMilli);
  const ratio = usage / (targetMilli * statusReplicas);
  const replicas = isWithin(tolerances, ratio) ? statusReplicas : Math.min(Math.ceil(usage / targetMilli), INT32_MAX);
  if (usage >= Number(INT64_MAX)) return { replicas, milliValue: INT64_MAX };
  return { replicas, milliValue: statusReplicas === 0 ? undefined : BigInt(Math.ceil(usage / statusReplicas)) };
}

/** The sum of an external metric's values; what does not fit counts as the greatest int64. */
export function sumOfValues(milliValues: readonly bigint[]): bigint {
  let sum = 0n;
  for (const value of milliValues) {
    sum += value;
    if (sum > INT64_MAX) return INT64_MAX;
  }
  return sum;
}

/** Why there is no number of ready pods, or that number. */
export function readyPodCount(pods: number, ready: number): Result<number, string> {
  return pods === 0 ? err(NO_PODS) : ok(ready);
}

/** The common part: `refilledRatio` is the ratio once the pods without a metric are counted, of so many pods. */
function replicasFor(
  sums: PodSums,
  currentReplicas: number,
  tolerances: Tolerances,
  ratio: number,
  refilledRatio: (counted: number) => number,
): number {
  const growsWithUnready = sums.unready > 0 && ratio > 1;
  if (!growsWithUnready && sums.missing === 0) {
    return isWithin(tolerances, ratio) ? currentReplicas : Math.ceil(ratio * sums.ready);
  }
  const missing = ratio === 1 ? 0 : sums.missing;
  const counted = sums.ready + sums.strangers + missing + (growsWithUnready ? sums.unready : 0);
  const refilled = refilledRatio(counted);
  const turnsAround = (ratio < 1 && refilled > 1) || (ratio > 1 && refilled < 1);
  if (isWithin(tolerances, refilled) || turnsAround) return currentReplicas;
  const replicas = Math.ceil(refilled * counted);
  const contradicts = (refilled < 1 && replicas > currentReplicas) || (refilled > 1 && replicas < currentReplicas);
  return contradicts ? currentReplicas : replicas;
}

function isWithin({ scaleDown, scaleUp }: Tolerances, ratio: number): boolean {
  return 1 - scaleDown <= ratio && ratio <= 1 + scaleUp;
}

/** Whole percent, cut; exact also where the product needs more than 53 bits. */
function percentOf(part: number, whole: number): number {
  const product = part * 100;
  if (product <= Number.MAX_SAFE_INTEGER) return Math.trunc(product / whole);
  return Number((BigInt(part) * 100n) / BigInt(whole));
}
