// A pod's volumes: they are there after a moment, unless a ConfigMap or a Secret is missing. Then the mount is
// tried again with a back-off of its own, whether or not a sync waits for it. Syncs look every 300 ms, and give up
// after two minutes, or at once where a claim is not bound. Mirrors pkg/kubelet/volumemanager/volume_manager.go and
// pkg/util/goroutinemap/exponentialbackoff (v1.36).

import { MICROS_PER_MILLI, MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import type { PodSpec } from '../model/objects.ts';
import { claimSources, claimsError } from './claim-volumes.ts';
import { type ConfigSource, type FindSource, volumeErrors, volumeSources } from './config-sources.ts';
import { podEvent } from './kube-events.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import { setStep } from './kubelet-parts.ts';
import { beginReading } from './object-reads.ts';
import type { PodWorker } from './pod-worker.ts';

/** From the pod's first sync to the first try. */
const FIRST_TRY_MICROS: number = 200 * MICROS_PER_MILLI;
const RETRY_MICROS: number = 500 * MICROS_PER_MILLI;
const RETRY_MAX_MICROS: number = 122 * MICROS_PER_SECOND;
/** A sync waits so long for its volumes. */
const PATIENCE_MICROS: number = 123 * MICROS_PER_SECOND;

/** The mounting of a pod's volumes, until it has worked. */
export interface Mounting {
  /** Tries that have failed. */
  failures: number;
}

/** True if the pod has to wait for volumes. The token of its service account is one, and nearly every pod has it. */
export function hasVolumes({ automountServiceAccountToken, volumes = [] }: PodSpec): boolean {
  return automountServiceAccountToken !== false || volumes.length > 0;
}

/** A sync begins to wait for the volumes. */
export function awaitVolumes(parts: KubeletParts, worker: PodWorker): void {
  const { client, latency } = parts;
  if (sourcesOf(worker).length === 0) {
    worker.isMounted = true;
    setStep(parts, worker, { type: 'mount', since: client.now }, plus(client.now, latency.mountMicros));
    return;
  }
  setStep(parts, worker, { type: 'mount', since: client.now }, plus(client.now, PATIENCE_MICROS));
  if (worker.mounting !== undefined) return;
  worker.mounting = { failures: 0 };
  client.setTimer(plus(client.now, Math.min(FIRST_TRY_MICROS, latency.mountMicros)), worker.uid, 'mount');
}

/** Its turn has come again: the objects are read. */
export function tryMount(parts: KubeletParts, worker: PodWorker): void {
  if (worker.life === 'syncing') beginReading(parts, worker, sourcesOf(worker));
}

/** The objects have been read: the mount works or fails. */
export function mountTried(parts: KubeletParts, worker: PodWorker, find: FindSource): void {
  const { client, latency } = parts;
  const { mounting, step } = worker;
  if (mounting === undefined) return;
  const unbound = claimsError(worker.pod, find);
  const errors = unbound === undefined ? volumeErrors(worker.pod.spec, find) : [];
  if (unbound !== undefined) client.record(podEvent(worker, 'Warning', 'FailedMount', unbound), worker.cause);
  for (const { volume, message } of errors) {
    const text = `MountVolume.SetUp failed for volume "${volume}" : ${message}`;
    client.record(podEvent(worker, 'Warning', 'FailedMount', text), worker.cause);
  }
  if (errors.length > 0) {
    const waits = Math.min(RETRY_MICROS * (1 << Math.min(mounting.failures, 20)), RETRY_MAX_MICROS);
    mounting.failures += 1;
    client.setTimer(plus(client.now, waits), worker.uid, 'mount');
    return;
  }
  worker.mounting = undefined;
  worker.isMounted = unbound === undefined;
  if (step?.type !== 'mount') return;
  const looks = Math.ceil((client.now - step.since) / latency.mountMicros);
  client.setTimer(plus(step.since, looks * latency.mountMicros) as Micros, worker.uid, 'step');
}

function sourcesOf({ pod }: PodWorker): readonly ConfigSource[] {
  return [...claimSources(pod), ...volumeSources(pod.spec)];
}

/** The pod goes: nothing is mounted any more. */
export function stopMounting({ client }: KubeletParts, worker: PodWorker): void {
  worker.mounting = undefined;
  client.cancelTimer(worker.uid, 'mount');
}
