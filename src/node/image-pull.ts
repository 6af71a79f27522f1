// Sees to it that a container's image is on the node: pull policy, pull, back-off of failed pulls.
// Mirrors pkg/kubelet/images/image_manager.go (v1.36).

import { MICROS_PER_MILLI, type Micros } from '../base/time.ts';
import type { Via } from '../log/row.ts';
import { isImageReference } from '../model/image-name.ts';
import type { Container } from '../model/objects.ts';
import { goDuration } from './go-duration.ts';
import { podEvent } from './kube-events.ts';
import { type KubeletParts, setStep } from './kubelet-parts.ts';
import { type PodWorker, pullKey } from './pod-worker.ts';
import type { Pull } from './runtime.ts';
import { NO_ANSWER } from './runtime-service.ts';

/** Why a container has no image. */
export interface ImageFailure {
  readonly type: 'failed';
  /** The waiting reason, e.g. ErrImagePull. */
  readonly reason: string;
  readonly message: string;
  readonly via: Via;
}

export type ImageState = { readonly type: 'present' } | { readonly type: 'pulling' } | ImageFailure;

/** Looks for the image and begins a pull where one is needed; the worker then waits for the step `pulled`. */
export function ensureImage(parts: KubeletParts, worker: PodWorker, container: Container): ImageState {
  const { client, runtime } = parts;
  const { pod, cause } = worker;
  const { image = '', imagePullPolicy = 'IfNotPresent' } = container;
  const say = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    client.record(podEvent(worker, type, reason, message, container.name), cause);
  const fail = (reason: string, message: string, via: Via): ImageFailure => {
    say('Warning', 'Failed', `Error: ${reason}`);
    return { type: 'failed', reason, message, via };
  };
  const retry: Via = { timer: 'backOffPeriod', setBy: cause.seq };
  if (!isImageReference(image)) {
    const problem = `couldn't parse image name "${image}": invalid reference format`;
    const message = `Failed to apply default image tag "${image}": ${problem}`;
    say('Warning', 'InspectFailed', message);
    return fail('InvalidImageName', message, retry);
  }
  if (imagePullPolicy !== 'Always' && runtime.service.areImagesDown(client.now)) {
    const message = `Failed to inspect image "": ${withCode(NO_ANSWER)}`;
    say('Warning', 'InspectFailed', message);
    return fail('ImageInspectError', message, retry);
  }
  if (imagePullPolicy !== 'Always' && runtime.hasImage(pod, image)) {
    const message = `Container image "${image}" already present on machine and can be accessed by the pod`;
    say('Normal', 'Pulled', message);
    return { type: 'present' };
  }
  if (imagePullPolicy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    say('Warning', 'ErrImageNeverPull', message);
    return fail('ErrImageNeverPull', message, retry);
  }
  const key = pullKey(worker, container);
  if (parts.pulls.isWaiting(key, client.now)) {
    const message = `Back-off pulling image "${image}"`;
    say('Normal', 'BackOff', message);
    const last = parts.pullFailures.get(key);
    const via: Via = { timer: 'ImagePullBackOff', setBy: last?.seq ?? cause.seq };
    return fail('ImagePullBackOff', last === undefined ? message : `${message}: ${last.text}`, via);
  }
  parts.pullFailures.delete(key);
  say('Normal', 'Pulling', `Pulling image "${image}"`);
  const pull = runtime.pullImage(pod, image);
  setStep(parts, worker, { type: 'pulled', container, pull, askedAt: client.now }, pull.finishesAt);
  return { type: 'pulling' };
}

/** The end of a pull; undefined if the image is there. */
export function imagePulled(
  parts: KubeletParts,
  worker: PodWorker,
  container: Container,
  pull: Pull,
  askedAt: Micros,
): ImageFailure | undefined {
  const { client, runtime } = parts;
  const { pod } = worker;
  const { image = '' } = container;
  const seq = runtime.imagePulled(pod, image, pull, worker.cause);
  worker.cause = { seq };
  const say = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    client.record(podEvent(worker, type, reason, message, container.name), worker.cause);
  if (pull.error === undefined) {
    const took = goDuration(wholeMillis(pull.takesMicros));
    const waited = goDuration(wholeMillis(client.now - askedAt));
    const size = `Image size: ${pull.sizeBytes} bytes.`;
    say('Normal', 'Pulled', `Successfully pulled image "${image}" in ${took} (${waited} including waiting). ${size}`);
    return undefined;
  }
  const text = withCode(pull.error);
  say('Warning', 'Failed', `Failed to pull image "${image}": ${text}`);
  const key = pullKey(worker, container);
  parts.pulls.next(key, client.now, client.now);
  parts.pullFailures.set(key, { text: `ErrImagePull: ${text}`, seq });
  say('Warning', 'Failed', 'Error: ErrImagePull');
  return { type: 'failed', reason: 'ErrImagePull', message: text, via: { timer: 'ImagePullBackOff', setBy: seq } };
}

function wholeMillis(micros: number): number {
  return Math.floor(micros / MICROS_PER_MILLI) * MICROS_PER_MILLI;
}

/** `NotFound: text` as a gRPC client shows it; an error without a code is shown as it is. */
export function withCode(error: string): string {
  const match = /^([A-Z]\w+): (.*)$/s.exec(error);
  return match === null ? error : `rpc error: code = ${match[1]} desc = ${match[2]}`;
}
