// Writes pod statuses to the API server: one request per pod at a time, always the newest status, so that changes that
// come quickly one after another become one write. Once a deleted pod has been cleaned up it also takes the object
// away. Mirrors pkg/kubelet/status/status_manager.go, syncPod (v1.36).

import { deepEqual } from '../base/deep-equal.ts';
import type { Client } from '../cluster/actor.ts';
import type { Verdict } from '../cluster/request.ts';
import type { Cause } from '../log/row.ts';
import type { Pod, PodStatus } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { statusPatch, writableStatus } from './pod-status.ts';
import type { PodWorker } from './pod-worker.ts';

/** Prefixes of the tags of its requests. */
const STATUS = 'status ';
const REMOVAL = 'removal ';

export class StatusWriter {
  readonly #client: Client;
  readonly #dirty = new Set<PodWorker>();

  constructor(client: Client) {
    this.#client = client;
  }

  /** Sets what the status of a worker's pod should be. Returns false if that is what it is already. */
  set(worker: PodWorker, status: PodStatus, cause: Cause): boolean {
    if (worker.status !== undefined && deepEqual(worker.status, status)) return false;
    worker.status = status;
    worker.statusCause = cause;
    this.touch(worker);
    return true;
  }

  /** The worker's pod needs a look at the end of the present call. */
  touch(worker: PodWorker): void {
    worker.isDirty = true;
    this.#dirty.add(worker);
  }

  /** Sends what has changed. Called at the end of each call into the kubelet. */
  flush(): void {
    if (this.#dirty.size === 0) return;
    for (const worker of this.#dirty) this.#write(worker);
    this.#dirty.clear();
  }

  /** A version of the pod has come. True if it lacks something that the kubelet has reported. */
  isBehind(worker: PodWorker, pod: Pod): boolean {
    if (pod.metadata.resourceVersion <= worker.latest.metadata.resourceVersion) return false;
    worker.latest = pod;
    return !worker.isWriting && !worker.isRemoved && patchFor(worker) !== undefined;
  }

  /** Takes the answer to one of its requests, and says whose it was. */
  answered(tag: string, verdict: Verdict, workerOf: (uid: string) => PodWorker | undefined): PodWorker | undefined {
    const worker = workerOf(tag.slice(tag.indexOf(' ') + 1));
    if (worker === undefined) return undefined;
    worker.isWriting = false;
    if (verdict.ok && tag.startsWith(STATUS)) {
      const pod = verdict.object as Pod;
      if (pod.metadata.resourceVersion > worker.latest.metadata.resourceVersion) worker.latest = pod;
      if (worker.isDirty || worker.life === 'finished') this.touch(worker);
    }
    return worker;
  }

  #write(worker: PodWorker): void {
    if (worker.isWriting || worker.isRemoved) return;
    worker.isDirty = false;
    const patch = patchFor(worker);
    const { uid, key, statusCause } = worker;
    if (patch !== undefined) {
      worker.isWriting = true;
      this.#client.request(
        STATUS + uid,
        {
          verb: 'patch',
          kind: 'Pod',
          key,
          uid,
          subresource: 'status',
          patchType: 'strategic',
          patch: { status: patch },
        },
        statusCause,
      );
    } else if (canBeRemoved(worker)) {
      worker.isWriting = true;
      this.#client.request(
        REMOVAL + uid,
        { verb: 'delete', kind: 'Pod', key, uid, gracePeriodSeconds: 0 },
        statusCause,
      );
    }
  }
}

function patchFor(worker: PodWorker): { readonly [field: string]: unknown } | undefined {
  if (worker.status === undefined) return undefined;
  const isStopped = worker.life === 'terminated' || worker.life === 'finished';
  const { status } = worker.latest;
  return statusPatch(status, writableStatus(status, worker.status, isStopped));
}

/** The object goes when its phase in the API is final and nothing is left of the pod. */
function canBeRemoved(worker: PodWorker): boolean {
  const { metadata, status } = worker.latest;
  return worker.life === 'finished' && metadata.deletionTimestamp !== undefined && isTerminalPhase(status.phase);
}
