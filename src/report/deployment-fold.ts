// Deployments over time, as steps: available pods per ReplicaSet (as the API server says), pods that are not
// terminating, the wanted number, and the band that the strategy allows.

import type { Micros } from '../base/time.ts';
import { scaledIntOrPercent } from '../model/int-or-percent.ts';
import { type Deployment, keyOf, type Pod, type ReplicaSet } from '../model/objects.ts';
import { isPodActive } from '../model/pod-status.ts';
import { controllerOf, idOf } from './owner.ts';
import type { DeploymentStep, DeploymentTrack } from './timeline-model.ts';

interface OpenDeployment {
  readonly namespace: string;
  readonly name: string;
  readonly replicaSets: string[];
  /** By index in `replicaSets`. */
  readonly available: number[];
  readonly steps: DeploymentStep[];
  pods: number;
  band: Band;
}

interface OpenReplicaSet {
  readonly deployment: OpenDeployment;
  readonly index: number;
}

interface Band {
  readonly desired: number;
  readonly min: number;
  readonly max: number;
}

const NO_BAND: Band = { desired: 0, min: 0, max: 0 };

export class DeploymentFold {
  readonly #deployments = new Map<string, OpenDeployment>();
  readonly #replicaSets = new Map<string, OpenReplicaSet>();
  /** By key of a pod the id of the ReplicaSet that it counts for. */
  readonly #counted = new Map<string, string>();

  /** Takes a write of a Deployment. */
  deployment(deployment: Deployment, isGone: boolean, at: Micros): void {
    const track = this.#track(idOf('Deployment', keyOf(deployment)));
    track.band = isGone ? NO_BAND : bandOf(deployment);
    addStep(track, at);
  }

  /** Takes a write of a ReplicaSet. */
  replicaSet(replicaSet: ReplicaSet, isGone: boolean, at: Micros): void {
    const known = this.#known(replicaSet);
    if (known === undefined) return;
    const available = isGone ? 0 : (replicaSet.status.availableReplicas ?? 0);
    if (known.deployment.available[known.index] === available) return;
    known.deployment.available[known.index] = available;
    addStep(known.deployment, at);
  }

  /** Takes a write of a Pod. */
  pod(pod: Pod, isGone: boolean, at: Micros): void {
    const key = keyOf(pod);
    const before = this.#counted.get(key);
    const now = isGone || !isPodActive(pod) ? undefined : controllerOf(pod);
    if (before === now) return;
    if (now === undefined) this.#counted.delete(key);
    else this.#counted.set(key, now);
    this.#count(before, -1, at);
    this.#count(now, 1, at);
  }

  /** All Deployments in order of their first row. */
  finish(): readonly DeploymentTrack[] {
    return [...this.#deployments.values()].map(({ namespace, name, replicaSets, steps }) => ({
      namespace,
      name,
      replicaSets,
      steps: steps.map((step) => ({ ...step, available: replicaSets.map((_, index) => step.available[index] ?? 0) })),
    }));
  }

  #count(replicaSet: string | undefined, change: 1 | -1, at: Micros): void {
    const deployment = replicaSet === undefined ? undefined : this.#replicaSets.get(replicaSet)?.deployment;
    if (deployment === undefined) return;
    deployment.pods += change;
    addStep(deployment, at);
  }

  #known(replicaSet: ReplicaSet): OpenReplicaSet | undefined {
    const id = idOf('ReplicaSet', keyOf(replicaSet));
    const known = this.#replicaSets.get(id);
    const owner = controllerOf(replicaSet);
    if (known !== undefined || owner === undefined || !owner.startsWith('Deployment/')) return known;
    const deployment = this.#track(owner);
    const index = deployment.replicaSets.push(replicaSet.metadata.name) - 1;
    deployment.available.push(0);
    const fresh: OpenReplicaSet = { deployment, index };
    this.#replicaSets.set(id, fresh);
    return fresh;
  }

  #track(id: string): OpenDeployment {
    let track = this.#deployments.get(id);
    if (track === undefined) {
      const [, namespace = '', name = ''] = id.split('/');
      track = { namespace, name, replicaSets: [], available: [], steps: [], pods: 0, band: NO_BAND };
      this.#deployments.set(id, track);
    }
    return track;
  }
}

/** One step an instant, and none where nothing changes. */
function addStep({ steps, available, pods, band }: OpenDeployment, at: Micros): void {
  const step: DeploymentStep = { at, available: [...available], pods, ...band };
  const last = steps.at(-1);
  if (last === undefined || last.at < at) {
    if (last === undefined || !isSameStep(last, step)) steps.push(step);
  } else {
    steps[steps.length - 1] = step;
  }
}

function isSameStep(a: DeploymentStep, b: DeploymentStep): boolean {
  const isSameBand = a.desired === b.desired && a.min === b.min && a.max === b.max;
  return isSameBand && a.pods === b.pods && b.available.every((count, index) => count === (a.available[index] ?? 0));
}

/** Mirrors pkg/controller/deployment/util/deployment_util.go, ResolveFenceposts (v1.36). */
function bandOf({ spec }: Deployment): Band {
  const { replicas: desired, strategy } = spec;
  if (strategy.type === 'Recreate') return { desired, min: 0, max: desired };
  const { maxSurge = '25%', maxUnavailable = '25%' } = strategy.rollingUpdate ?? {};
  const surge = scaled(maxSurge, desired, true);
  const unavailable = scaled(maxUnavailable, desired, false);
  const isStuck = surge === 0 && unavailable === 0;
  return { desired, min: Math.max(0, desired - (isStuck ? 1 : unavailable)), max: desired + surge };
}

function scaled(value: number | string, total: number, roundUp: boolean): number {
  const result = scaledIntOrPercent(value, total, roundUp);
  return result.ok ? result.value : 0;
}
