// Starts a sync's containers, one after another: back-off, image, configuration, create, start, hook. A container
// that fails does not keep the next one from starting, but an init container does. Mirrors pkg/kubelet/kuberuntime
// (doBackOff, startContainer) and images/image_manager.go (v1.36).

import { assertNever } from '../base/assert.ts';
import { plus } from '../base/time.ts';
import type { Seq } from '../log/row.ts';
import type { Container } from '../model/objects.ts';
import { isSidecar } from '../model/pod-containers.ts';
import { environmentError, environmentSources, type FindSource } from './config-sources.ts';
import { stopContainers } from './container-stop.ts';
import { goDuration } from './go-duration.ts';
import { beginHook } from './hooks.ts';
import { ensureImage, imagePulled } from './image-pull.ts';
import { podEvent, podText } from './kube-events.ts';
import { type KubeletParts, setStep } from './kubelet-parts.ts';
import { beginReading } from './object-reads.ts';
import { type PodWorker, restartKey, type Step, type Sync, type SyncFailure } from './pod-worker.ts';
import { newestOf } from './restart-rules.ts';
import { type Progress, WAITS } from './work-progress.ts';

type StartStep = Extract<Step, { readonly type: 'pulled' | 'created' | 'started' | 'hooked' }>;

/** Goes on with the next container that is to be started; ends the sync when there is none. */
export function startContainers(parts: KubeletParts, worker: PodWorker, sync: Sync): Progress {
  for (;;) {
    const next = sync.actions.containersToStart[sync.started];
    if (next === undefined) {
      const hasActed = sync.started > 0 || sync.killed > 0 || sync.reset > 0 || sync.actions.killsPod;
      return { type: 'done', hasActed, failure: sync.failure };
    }
    const { container } = next;
    if (!isInBackoff(parts, worker, sync, container)) {
      const image = ensureImage(parts, worker, container);
      if (image.type === 'pulling') return WAITS;
      if (image.type === 'present') return configure(parts, worker, container);
      failed(worker, sync, container, image.reason, image.message, image.via);
    }
    nextStart(sync, true);
  }
}

/** Turns to the next container; an init container that could not be started, unless a sidecar, ends the sync. */
function nextStart(sync: Sync, hasFailed: boolean): void {
  const { containersToStart } = sync.actions;
  const current = containersToStart[sync.started];
  const isAborted = hasFailed && current?.isInit === true && !isSidecar(current.container);
  sync.started = isAborted ? containersToStart.length : sync.started + 1;
}

/** Goes on after a step of a container's start. */
export function startStepDone(parts: KubeletParts, worker: PodWorker, step: StartStep): Progress {
  const { sync } = worker;
  if (sync === undefined) return { type: 'done', hasActed: false };
  switch (step.type) {
    case 'pulled': {
      const failure = imagePulled(parts, worker, step.container, step.pull, step.askedAt);
      if (failure === undefined) return configure(parts, worker, step.container);
      failed(worker, sync, step.container, failure.reason, failure.message, failure.via);
      break;
    }
    case 'created':
      if (step.call.error === undefined) return startCreated(parts, worker, step.container, step.attempt);
      failedCall(parts, worker, sync, step.container, 'CreateContainerError', step.call.error);
      break;
    case 'started':
      if (step.call.error === undefined) return afterStart(parts, worker, sync, step.container, step.id);
      notStarted(parts, worker, sync, step.container, step.id, step.call.error);
      break;
    case 'hooked':
      return hookEnded(parts, worker, sync, step);
    default:
      return assertNever(step);
  }
  nextStart(sync, true);
  return startContainers(parts, worker, sync);
}

/** Looks up what the container's environment refers to; it is created when all of it is there. */
function configure(parts: KubeletParts, worker: PodWorker, container: Container): Progress {
  const sources = environmentSources(container);
  if (sources.length === 0) return createContainer(parts, worker, container);
  worker.step = { type: 'configured', container };
  beginReading(parts, worker, sources);
  return WAITS;
}

/** What the environment refers to has been read. */
export function containerConfigured(
  parts: KubeletParts,
  worker: PodWorker,
  container: Container,
  find: FindSource,
): Progress {
  const { sync, pod, cause } = worker;
  if (sync === undefined) return { type: 'done', hasActed: false };
  const error = environmentError(container, pod.metadata.namespace ?? '', find);
  if (error === undefined) return createContainer(parts, worker, container);
  parts.client.record(podEvent(worker, 'Warning', 'Failed', `Error: ${error}`, container.name), cause);
  failed(worker, sync, container, 'CreateContainerConfigError', error, { timer: 'backOffPeriod', setBy: cause.seq });
  nextStart(sync, true);
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
  const last =
    newestOf(worker.observed, container.name)?.attempt ?? parts.runtime.lastAttempt(worker.uid, container.name);
  const attempt = last === undefined ? 0 : last + 1;
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

/** The container runs; its hook, where it has one, is waited for. */
function afterStart(parts: KubeletParts, worker: PodWorker, sync: Sync, container: Container, id: string): Progress {
  const { client, runtime } = parts;
  runtime.containerStarted(worker.pod, id, worker.cause);
  client.record(podEvent(worker, 'Normal', 'Started', 'Container started', container.name), worker.cause);
  if (container.lifecycle?.postStart === undefined) {
    worker.waitingReasons.delete(container.name);
    nextStart(sync, false);
    return startContainers(parts, worker, sync);
  }
  const running = runtime.pod(worker.uid)?.containers.find((other) => other.id === id);
  const hook = beginHook(parts, worker, container, running, 'postStart');
  worker.step = { type: 'hooked', container, id, hook };
  if (hook.endsAt !== undefined) client.setTimer(hook.endsAt, worker.uid, 'step');
  return WAITS;
}

/** A container has ended while its hook ran: that ends too, unless it only sleeps. */
export function cutHook(parts: KubeletParts, worker: PodWorker, id: string): void {
  const { step } = worker;
  if (step?.type !== 'hooked' || step.id !== id || step.hook.cutFailure === undefined) return;
  const endsAt = parts.client.now;
  setStep(parts, worker, { ...step, hook: { ...step.hook, endsAt, failure: step.hook.cutFailure } }, endsAt);
}

/** A hook after the start that fails takes its container with it. */
function hookEnded(
  parts: KubeletParts,
  worker: PodWorker,
  sync: Sync,
  { container, id, hook }: Extract<Step, { readonly type: 'hooked' }>,
): Progress {
  const { name } = container;
  if (hook.failure === undefined) {
    worker.waitingReasons.delete(name);
    nextStart(sync, false);
    return startContainers(parts, worker, sync);
  }
  const { cause } = worker;
  parts.client.record(podEvent(worker, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', name), cause);
  const via = { timer: 'backOffPeriod', setBy: cause.seq };
  failed(worker, sync, container, 'PostStartHookError', hook.failure, via);
  sync.isHookFailed = true;
  stopContainers(parts, worker, [{ id, name, message: 'FailedPostStartHook' }]);
  return WAITS;
}

/** The container whose hook had failed has been stopped. */
export function failedHookStopped(parts: KubeletParts, worker: PodWorker, sync: Sync): Progress {
  sync.isHookFailed = false;
  nextStart(sync, true);
  return startContainers(parts, worker, sync);
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
