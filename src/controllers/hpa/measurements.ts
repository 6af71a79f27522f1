// Where an autoscaler's numbers come from: the metrics APIs, asked about the pods of one target. Errors are the texts
// that those APIs answer. An interface of its own, so that replays of recordings can stand in for a cluster.

import type { Result } from '../../base/result.ts';
import type { CrossVersionObjectReference, MetricIdentifier } from '../../model/autoscaling.ts';
import type { PodSums } from './pod-sums.ts';

/** The metrics of one target's pods, and of what else its autoscaler may look at, at one moment. */
export interface Measurements {
  /**
   * Usage of a resource, of one container or of whole pods. `fallbackPercent` of its request is what a pod without a
   * metric is taken to use; without it requests do not matter.
   */
  resource(
    resource: string,
    container: string | undefined,
    fallbackPercent: number | undefined,
  ): Result<PodSums, string>;
  /** A metric that each pod has. */
  pods(metric: MetricIdentifier): Result<PodSums, string>;
  /** A metric of another object, in thousandths. */
  object(metric: MetricIdentifier, of: CrossVersionObjectReference): Result<bigint, string>;
  /** The values of a metric from outside the cluster, in thousandths. */
  external(metric: MetricIdentifier): Result<readonly bigint[], string>;
  /** Running pods that are Ready; an error where the selector finds no pod. */
  readyPods(): Result<number, string>;
}
