// A scheduler that does what a configuration says: its profiles, the back-off of its queue, the limits of its client.
// Mirrors cmd/kube-scheduler/app/server.go, Setup (v1.36).

import { MICROS_PER_SECOND } from '../../base/time.ts';
import type { ActorSpec } from '../../cluster/actor.ts';
import type { Plugin } from '../framework.ts';
import { createScheduler } from '../scheduler.ts';
import type { SchedulerConfiguration } from './configuration.ts';
import { profilesOf } from './configuration.ts';

/** The scheduler of a valid configuration, with a user's own plugins among the others, in a run that starts then. */
export function configuredScheduler(
  configuration: SchedulerConfiguration,
  own: readonly Plugin[],
  startsAtEpochMicros: number,
): ActorSpec {
  const { podInitialBackoffSeconds, podMaxBackoffSeconds, clientQps, clientBurst } = configuration;
  return createScheduler({
    profiles: profilesOf(configuration, own),
    backoff: {
      initialMicros: podInitialBackoffSeconds * MICROS_PER_SECOND,
      maxMicros: podMaxBackoffSeconds * MICROS_PER_SECOND,
    },
    limits: { qps: clientQps, burst: clientBurst },
    startsAtEpochMicros,
  });
}
