// Workloads over time, as steps: available pods (as the API server says; a Deployment's per ReplicaSet), pods that are
// not terminating, the wanted number, and the band that the strategy allows.

import type { Micros } from '../base/time.ts';
import { type KubeObject, keyOf, type Pod, type ReplicaSet } from '../model/objects.ts';
import { isPodActive } from '../model/pod-status.ts';
import { revisionOf } from '../model/revision.ts';
import { controllerId, idOf } from './owner.ts';
import type { WorkloadStep, WorkloadTrack } from './timeline-model.ts';
import { type WorkloadCounts, workloadCounts } from './workload-counts.ts';

interface OpenWorkload {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly replicaSets: string[];
  /** By index in `replicaSets`; of other kinds one number. */
  readonly available: number[];
  /** Highest revision so far, and which ReplicaSet has it. */
  newest: { readonly revision: number; readonly index: number };
  readonly steps: WorkloadStep[];
  pods: number;
  band: Omit<WorkloadCounts, 'available'>;
}

/** Whose pods are counted where. */
interface Part {
  readonly workload: OpenWorkload;
  readonly index: number;
}

const FIRST: OpenWorkload['newest'] = { revision: 0, index: 0 };
const NOTHING: WorkloadCounts = { desired: 0, min: 0, max: 0, available: 0 };

export class WorkloadFold {
  readonly #workloads = new Map<string, OpenWorkload>();
  /** By id of a pod's owner. */
  readonly #parts = new Map<string, Part>();
  /** By key of a pod the id of the owner that it counts for. */
  readonly #counted = new Map<string, string>();

  /** Takes a write of a Deployment, ReplicaSet, StatefulSet, DaemonSet or Job. */
  written(object: KubeObject, isGone: boolean, at: Micros): void {
    const { available, ...band } = isGone ? NOTHING : workloadCounts(object);
    if (object.kind === 'Deployment') {
      const workload = this.#workload(idOf('Deployment', keyOf(object)));
      workload.band = band;
      return addStep(workload, at);
    }
    const { workload, index } = this.#part(object);
    if (workload.kind !== 'Deployment') workload.band = band;
    else noteRevision(workload, object as ReplicaSet, index);
    workload.available[index] = available;
    addStep(workload, at);
  }

  /** Takes a write of a Pod. */
  pod(pod: Pod, isGone: boolean, at: Micros): void {
    const key = keyOf(pod);
    const before = this.#counted.get(key);
    const now = isGone || !isPodActive(pod) ? undefined : controllerId(pod);
    if (before === now) return;
    if (now === undefined) this.#counted.delete(key);
    else this.#counted.set(key, now);
    this.#count(before, -1, at);
    this.#count(now, 1, at);
  }

  /** All of them in order of their first row. */
  finish(): readonly WorkloadTrack[] {
    return [...this.#workloads.values()].map(({ kind, namespace, name, replicaSets, newest, available, steps }) => ({
      kind,
      namespace,
      name,
      replicaSets: [...replicaSets],
      newest: newest.index,
      steps: steps.map((step) => ({ ...step, available: available.map((_, index) => step.available[index] ?? 0) })),
    }));
  }

  #count(owner: string | undefined, change: 1 | -1, at: Micros): void {
    const workload = owner === undefined ? undefined : this.#parts.get(owner)?.workload;
    if (workload === undefined) return;
    workload.pods += change;
    addStep(workload, at);
  }

  /** A Deployment's ReplicaSet is a part of it, all else is whole. */
  #part(object: KubeObject): Part {
    const id = idOf(object.kind, keyOf(object));
    const known = this.#parts.get(id);
    if (known !== undefined) return known;
    const owner = object.kind === 'ReplicaSet' ? controllerId(object) : undefined;
    const isPart = owner?.startsWith('Deployment/') === true;
    const workload = this.#workload(isPart ? owner : id);
    if (isPart) workload.replicaSets.push(object.metadata.name);
    const fresh: Part = { workload, index: workload.available.push(0) - 1 };
    this.#parts.set(id, fresh);
    return fresh;
  }

  #workload(id: string): OpenWorkload {
    let workload = this.#workloads.get(id);
    if (workload === undefined) {
      const [kind = '', namespace = '', name = ''] = id.split('/');
      workload = {
        kind,
        namespace,
        name,
        replicaSets: [],
        available: [],
        steps: [],
        pods: 0,
        band: NOTHING,
        newest: FIRST,
      };
      this.#workloads.set(id, workload);
    }
    return workload;
  }
}

function noteRevision(workload: OpenWorkload, replicaSet: ReplicaSet, index: number): void {
  const revision = revisionOf(replicaSet) ?? 0;
  if (revision > workload.newest.revision) workload.newest = { revision, index };
}

/** One step an instant, and none where nothing changes. */
function addStep({ steps, available, pods, band }: OpenWorkload, at: Micros): void {
  const { desired, min, max } = band;
  const step: WorkloadStep = { at, available: [...available], pods, desired, min, max };
  const last = steps.at(-1);
  if (last === undefined || last.at < at) {
    if (last === undefined || !isSameStep(last, step)) steps.push(step);
  } else {
    steps[steps.length - 1] = step;
  }
}

function isSameStep(a: WorkloadStep, b: WorkloadStep): boolean {
  const isSameBand = a.desired === b.desired && a.min === b.min && a.max === b.max;
  return isSameBand && a.pods === b.pods && b.available.every((count, index) => count === (a.available[index] ?? 0));
}
