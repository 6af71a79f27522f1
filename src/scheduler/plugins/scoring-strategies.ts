// The strategies of NodeResourcesFit: how full a node should be.
// Mirrors pkg/scheduler/framework/plugins/noderesources/least_allocated.go, most_allocated.go and
// requested_to_capacity_ratio.go, and plugins/helper/shape_score.go (v1.36).

import { assertNever } from '../../base/assert.ts';
import { MAX_NODE_SCORE } from '../framework.ts';
import type { ScoringStrategy, ShapePoint } from '../plugin-args.ts';
import type { ScoredResource } from './scored-resources.ts';

/** The highest score that a shape may name. */
const MAX_SHAPE_SCORE = 10;

/** A node's score, from its resources. */
export function strategyScore({ type, shape }: ScoringStrategy, resources: readonly ScoredResource[]): number {
  switch (type) {
    case 'LeastAllocated':
      return Math.floor(weighted(resources, leastAllocated));
    case 'MostAllocated':
      return Math.floor(weighted(resources, mostAllocated));
    case 'RequestedToCapacityRatio':
      return ratioScore(resources, shape);
    default:
      return assertNever(type);
  }
}

/** The free share of a resource, 0 to 100, rounded down. */
export function leastAllocated(requested: number, allocatable: number): number {
  if (allocatable === 0 || requested > allocatable) return 0;
  return Math.floor(((allocatable - requested) * MAX_NODE_SCORE) / allocatable);
}

function mostAllocated(requested: number, allocatable: number): number {
  return Math.floor((Math.min(requested, allocatable) * MAX_NODE_SCORE) / allocatable);
}

function weighted(
  resources: readonly ScoredResource[],
  scoreOf: (requested: number, allocatable: number) => number,
): number {
  let sum = 0;
  let weights = 0;
  for (const { weight, requested, allocatable } of resources) {
    sum += weight * scoreOf(requested, allocatable);
    weights += weight;
  }
  return weights === 0 ? 0 : sum / weights;
}

/** Resources whose score is 0 leave their weight out, too; the mean is rounded to the nearest integer. */
function ratioScore(resources: readonly ScoredResource[], shape: readonly ShapePoint[]): number {
  const scoreOf = (requested: number, allocatable: number): number =>
    shapeScore(shape, requested > allocatable ? 100 : Math.floor((requested * 100) / allocatable));
  const mean = weighted(
    resources.filter(({ requested, allocatable }) => scoreOf(requested, allocatable) > 0),
    scoreOf,
  );
  return Math.round(mean);
}

/** Linear between the points, flat before the first and after the last, cut to integers. */
function shapeScore(shape: readonly ShapePoint[], utilization: number): number {
  const scale = MAX_NODE_SCORE / MAX_SHAPE_SCORE;
  let before: ShapePoint | undefined;
  for (const point of shape) {
    if (utilization <= point.utilization) {
      if (before === undefined) return point.score * scale;
      const rise = (point.score - before.score) * scale;
      const part = (rise * (utilization - before.utilization)) / (point.utilization - before.utilization);
      return before.score * scale + Math.trunc(part);
    }
    before = point;
  }
  return (before?.score ?? 0) * scale;
}
