// Starts a sync's containers, one after another: back-off, image, create, start. A container that fails does not keep
// the next one from starting. Mirrors pkg/kubelet/kuberuntime (doBackOff, startContainer) and images/image_manager.go
// (v1.36).

import { assertNever } from '../base/assert.ts';
import { plus } from '../base/time.ts';
import type { Seq } from '../log/row.ts';
import type { Container } from '../model/objects.ts';
import { goDuration } from './go-duration.ts';
import { ensureImage, imagePulled } from './image-pull.ts';
import { podEvent, podText } from './kube-events.ts';
import { type KubeletParts, setStep } from './kubelet-parts.ts';
import { type PodWorker, restartKey, type Step, type Sync, type SyncFailure } from './pod-worker.ts';
import { newestOf } from './restart-rules.ts';
import { type Progress, WAITS } from './work-progress.ts';

type StartStep = Extract<Step, { readonly type: 'pulled' | 'created' | 'started' }>;

/** Goes on with the next container that is to be started; ends the sync when there is none. */
export function startContainers(parts: KubeletParts, worker: PodWorker, sync: Sync): Progress {
  for (;;) {
    const container = sync.actions.containersToStart[sync.started];
    if (container === undefined) {
      const hasActed = sync.started > 0 || sync.killed > 0 || sync.actions.killsPod;
      return { type: 'done', hasActed, failure: sync.failure };
    }
    if (!isInBackoff(parts, worker, sync, container)) {
      const image = ensureImage(parts, worker, container);
      if (image.type === 'pulling') return WAITS;
      if (image.type === 'present') return createContainer(parts, worker, container);
      failed(worker, sync, container, image.reason, image.message, image.via);
    }
    sync.started += 1;
  }
}

/** Goes on after a step of a container's start. */
export function startStepDone(parts: KubeletParts, worker: PodWorker, step: StartStep): Progress {
  const { sync } = worker;
  if (sync === undefined) return { type: 'done', hasActed: false };
  switch (step.type) {
    case 'pulled': {
      const failure = imagePulled(parts, worker, step.container, step.pull, step.askedAt);
      if (failure === undefined) return createContainer(parts, worker, step.container);
      failed(worker, sync, step.container, failure.reason, failure.message, failure.via);
      break;
    }
    case 'created':
      if (step.call.error === undefined) return startCreated(parts, worker, step.container, step.attempt);
      failedCall(parts, worker, sync, step.container, 'CreateContainerError', step.call.error);
      break;
    case 'started':
      if (step.call.error === undefined) started(parts, worker, step.container, step.id);
      else notStarted(parts, worker, sync, step.container, step.id, step.call.error);
      break;
    default:
      return assertNever(step);
  }
  sync.started += 1;
  return startContainers(parts, worker, sync);
}

/** True if the container has to wait; else its back-off goes one step on. Mirrors doBackOff. */
function isInBackoff(parts: KubeletParts, worker: PodWorker, sync: Sync, container: Container): boolean {
  const { client, restarts } = parts;
  const { pod, cause } = worker;
  const ended = worker.observed?.containers.find(({ name, state }) => name === container.name && state === 'exited');
  if (ended?.finishedAt === undefined) return false;
  const key = restartKey(worker, container);
  restarts.sweep(key, parts.housekeeping.atOrBefore(client.now));
  const endsAt = restarts.endsAt(key, ended.finishedAt, client.now);
  if (endsAt === undefined) {
    restarts.next(key, ended.finishedAt, client.now);
    return false;
  }
  const text = `Back-off restarting failed container ${container.name} in pod ${podText(pod)}`;
  client.record(podEvent(worker, 'Warning', 'BackOff', text, container.name), cause);
  const wait = goDuration(restarts.currentMicros(key));
  const message = `back-off ${wait} restarting failed container=${container.name} pod=${podText(pod)}`;
  worker.waitingReasons.set(container.name, { reason: 'CrashLoopBackOff', message });
  addFailure(sync, { endsAt, via: { timer: 'CrashLoopBackOff', setBy: ended.seq } });
  return true;
}

function createContainer(parts: KubeletParts, worker: PodWorker, container: Container): Progress {
  const newest = newestOf(worker.observed, container.name);
  const attempt = newest === undefined ? 0 : newest.attempt + 1;
  const call = parts.runtime.createContainer(worker.pod, container.name, container.image ?? '', attempt);
  setStep(parts, worker, { type: 'created', container, call, attempt }, plus(parts.client.now, call.takesMicros));
  return WAITS;
}

function startCreated(parts: KubeletParts, worker: PodWorker, container: Container, attempt: number): Progress {
  const { client, runtime } = parts;
  const { id } = runtime.containerCreated(worker.pod, container.name, container.image ?? '', attempt);
  client.record(podEvent(worker, 'Normal', 'Created', 'Container created', container.name), worker.cause);
  const call = runtime.startContainer(worker.pod, id);
  setStep(parts, worker, { type: 'started', container, call, id }, plus(client.now, call.takesMicros));
  return WAITS;
}

function started(parts: KubeletParts, worker: PodWorker, container: Container, id: string): void {
  parts.runtime.containerStarted(worker.pod, id, worker.cause);
  parts.client.record(podEvent(worker, 'Normal', 'Started', 'Container started', container.name), worker.cause);
  worker.waitingReasons.delete(container.name);
}

function notStarted(
  parts: KubeletParts,
  worker: PodWorker,
  sync: Sync,
  container: Container,
  id: string,
  error: string,
): void {
  parts.runtime.containerNotStarted(worker.pod, id, worker.cause);
  failedCall(parts, worker, sync, container, 'RunContainerError', error);
}

function failedCall(
  parts: KubeletParts,
  worker: PodWorker,
  sync: Sync,
  container: Container,
  reason: string,
  error: string,
): void {
  const message = withoutCode(error);
  parts.client.record(podEvent(worker, 'Warning', 'Failed', `Error: ${message}`, container.name), worker.cause);
  failed(worker, sync, container, reason, message, { timer: 'backOffPeriod', setBy: worker.cause.seq });
}

function failed(
  worker: PodWorker,
  sync: Sync,
  container: Container,
  reason: string,
  message: string,
  via: { readonly timer: string; readonly setBy: Seq },
): void {
  worker.waitingReasons.set(container.name, { reason, message });
  addFailure(sync, { endsAt: undefined, via });
}

/** Of several failures the shortest back-off decides when the sync is tried again. */
function addFailure(sync: Sync, failure: SyncFailure): void {
  const { failure: earlier } = sync;
  if (earlier?.endsAt === undefined || (failure.endsAt !== undefined && failure.endsAt < earlier.endsAt)) {
    if (earlier === undefined || failure.endsAt !== undefined) sync.failure = failure;
  }
}

function withoutCode(error: string): string {
  return error.replace(/^[A-Z]\w+: /, '');
}
