// Replays scheduler/single: one pod on one cluster with the default profile.

import type { Pod } from '../../src/model/objects.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { compareAttempt, type ExpectedAttempt } from './replay-scheduler-attempt.ts';
import type { RecordedCluster } from './replay-scheduler-cluster.ts';
import { stored } from './replay-scheduler-cluster.ts';
import type { Replayer } from './replayer.ts';

/** scheduler/single. */
export const singleReplayer: Replayer = {
  folder: 'scheduler',
  set: 'single',
  scope: () => undefined,
  replay({ data }) {
    const { expect, cluster, pod } = data;
    return compareAttempt(expect as ExpectedAttempt, defaultProfile, cluster as RecordedCluster, stored<Pod>(pod));
  },
};
