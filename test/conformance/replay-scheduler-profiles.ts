// Replays scheduler/profiles: one pod on one cluster with another KubeSchedulerConfiguration. The plugins in force have
// to be the recorded ones, too.

import { parse } from 'yaml';
import type { Pod } from '../../src/model/objects.ts';
import type { Part } from '../../src/model/validation/parts.ts';
import { createReport, errorText } from '../../src/model/validation/report.ts';
import { profilesOf, readConfiguration } from '../../src/scheduler/configuration/configuration.ts';
import type { Profile } from '../../src/scheduler/framework.ts';
import { profileFor } from '../../src/scheduler/framework.ts';
import { compareAttempt, type ExpectedAttempt } from './replay-scheduler-attempt.ts';
import type { RecordedCluster } from './replay-scheduler-cluster.ts';
import { stored } from './replay-scheduler-cluster.ts';
import { firstDifference, type Replayer } from './replayer.ts';

type Expected = ExpectedAttempt & {
  readonly filterPlugins?: readonly string[];
  readonly scorePlugins?: { readonly [plugin: string]: number };
};

/** scheduler/profiles. */
export const profilesReplayer: Replayer = {
  folder: 'scheduler',
  set: 'profiles',
  scope: () => undefined,
  replay({ data }) {
    const expect = data.expect as Expected;
    const pod = stored<Pod>(data.pod);
    const profile = profileFor(profilesIn(String(data.config)), pod);
    if (profile === undefined) return { field: 'profile', expected: pod.spec.schedulerName, actual: undefined };
    const inForce = {
      filterPlugins: profile.filter.map(({ name }) => name),
      scorePlugins: Object.fromEntries(profile.score.map(({ plugin, weight }) => [plugin.name, weight])),
    };
    const { filterPlugins = [], scorePlugins = {} } = expect;
    return (
      firstDifference({ filterPlugins, scorePlugins }, inForce) ??
      compareAttempt(expect, profile, data.cluster as RecordedCluster, pod)
    );
  },
};

/** The profiles of a configuration, which has to be a valid one. */
export function profilesIn(config: string): ReadonlyMap<string, Profile> {
  const report = createReport();
  const configuration = readConfiguration(parse(config) as Part, [], report);
  if (report.errors.length > 0) throw new Error(report.errors.map(errorText).join('\n'));
  return new Map(profilesOf(configuration, []).map((profile) => [profile.schedulerName, profile]));
}
