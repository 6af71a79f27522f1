// The controllers of kube-controller-manager, by hand: what is not listed here does not run. Each has a client of its
// own.

import type { ActorSpec, Heartbeats } from '../cluster/actor.ts';
import { hosted } from '../cluster/controller-host.ts';
import type { UsagePort } from '../cluster/usage.ts';
import { deploymentController } from './deployment/deployment.ts';
import { disruptionController } from './disruption/disruption.ts';
import { endpointSliceSpec } from './endpointslice/endpointslice.ts';
import { ephemeralVolumeController } from './ephemeral-volume.ts';
import { garbageCollector } from './garbage-collector.ts';
import { autoscalerSpec } from './hpa/hpa.ts';
import { namespaceController } from './namespace.ts';
import { rootCaPublisher, serviceAccountController } from './namespace-defaults.ts';
import { createNodeLifecycle } from './node-lifecycle/node-lifecycle.ts';
import { persistentVolumeController } from './persistent-volume/persistent-volume.ts';
import { createPodGc } from './pod-gc.ts';
import { replicaSetController } from './replicaset/replicaset.ts';
import type { ControllerManagerSettings } from './settings.ts';
import { claimProtection, volumeProtection } from './storage-protection.ts';
import { taintEvictionController } from './taint-eviction.ts';

/** What the controllers need from outside. */
export interface ControllerManagerPorts {
  readonly heartbeats: Heartbeats;
  /** How long a sync takes before it reads. */
  readonly syncMicros: number;
  /** Wall clock at the run's start, in microseconds since 1970. */
  readonly startsAtEpochMicros: number;
  /** Kinds of which objects are stored: discovery. */
  readonly storedKinds: () => readonly string[];
  readonly usage: UsagePort;
}

/** The actors of the component kube-controller-manager. */
export function controllerManagerActors(
  settings: ControllerManagerSettings,
  { heartbeats, syncMicros, startsAtEpochMicros, storedKinds, usage }: ControllerManagerPorts,
): readonly ActorSpec[] {
  const { kubeApiQps: qps, kubeApiBurst: burst } = settings;
  const host = { limits: { qps, burst }, syncMicros };
  return [
    hosted(createNodeLifecycle({ heartbeats, settings }), host),
    hosted(taintEvictionController, host),
    hosted(createPodGc(settings), host),
    // A deletion takes two requests, so upstream lets this one ask twice as often.
    hosted(garbageCollector, { ...host, limits: { qps: 2 * qps, burst } }),
    namespaceController({ qps: 20 * qps, burst: 100 * burst }, storedKinds),
    hosted(serviceAccountController, host),
    hosted(rootCaPublisher, host),
    endpointSliceSpec(startsAtEpochMicros, host),
    hosted(deploymentController, host),
    hosted(replicaSetController, host),
    hosted(disruptionController, host),
    hosted(persistentVolumeController, host),
    hosted(ephemeralVolumeController, host),
    hosted(claimProtection, host),
    hosted(volumeProtection, host),
    autoscalerSpec({ usage, settings: settings.autoscaler }, host),
  ];
}
