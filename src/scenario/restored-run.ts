// A run that was saved, as if it had just been run: the log as it was, and the functions of time beside it made anew
// from the scenario and the seed.

import { createRandom } from '../base/random.ts';
import { controllerManagerSettings } from '../controllers/settings.ts';
import type { Log } from '../log/log.ts';
import type { SavedHeader } from '../log/saved-run.ts';
import { createHeartbeats, type SavedLease } from '../node/heartbeats.ts';
import { usageOf } from './build.ts';
import { judge } from './expect.ts';
import { momentsOf } from './readings.ts';
import type { FinishedRun } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';

/** The run of a scenario, from its saved header and its log. */
export function restoredRun(scenario: Scenario, header: SavedHeader, log: Log): FinishedRun {
  const random = createRandom(header.seed);
  const usage = usageOf(scenario, log, random);
  const settings = controllerManagerSettings(scenario.cluster.settings['kube-controller-manager']);
  const heartbeats = createHeartbeats(random.at, header.leases as readonly SavedLease[]);
  const { digest, isComplete, reached } = header;
  return {
    simulation: { scenario, log, heartbeats, usage, moments: momentsOf(log, usage, settings.autoscaler) },
    digest,
    judgements: judge(log, scenario.expect, isComplete ? undefined : reached),
    isComplete,
    reached,
  };
}
