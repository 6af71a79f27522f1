// By which profile each pod of a scenario is scheduled: for whoever makes a decision again, and for whoever asks which
// schedulers there are.

import { profilesOf } from '../scheduler/configuration/configuration.ts';
import type { Profiles } from '../scheduler/framework.ts';
import { defaultProfiles } from '../scheduler/registry.ts';
import { policiesOf } from './policy-file.ts';
import type { Scenario } from './scenario.ts';

/** The profiles of all schedulers by schedulerName. */
export function profilesOfScenario({ cluster: { schedulers } }: Scenario): Profiles {
  if (schedulers.length === 0) return defaultProfiles;
  const profiles = schedulers.flatMap(({ configuration, plugins }) => profilesOf(configuration, policiesOf(plugins)));
  return new Map(profiles.map((profile) => [profile.schedulerName, profile]));
}
