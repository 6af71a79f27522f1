// Every replayer, by hand: a set that is not named here counts as left out.

import { apiCreateReplayer } from './replay-api-create.ts';
import { apiRequestReplayers } from './replay-api-requests.ts';
import { clusterReplayer } from './replay-cluster.ts';
import { endpointSliceReplayer } from './replay-endpointslice.ts';
import { hpaReplicasReplayer } from './replay-hpa-replicas.ts';
import { hpaRunReplayer } from './replay-hpa-run.ts';
import { kubectlReplayer } from './replay-kubectl.ts';
import { kubectlRequestsReplayer } from './replay-kubectl-requests.ts';
import { kubeletReplayer } from './replay-kubelet.ts';
import { nodeLifecycleReplayer } from './replay-node-lifecycle.ts';
import { rolloutReplayer } from './replay-rollout.ts';
import { preemptionReplayer } from './replay-scheduler-preemption.ts';
import { profilesReplayer } from './replay-scheduler-profiles.ts';
import { queueReplayer } from './replay-scheduler-queue.ts';
import { sequenceReplayer } from './replay-scheduler-sequence.ts';
import { singleReplayer } from './replay-scheduler-single.ts';
import { tableReplayer } from './replay-table.ts';
import { valuesReplayer } from './replay-values.ts';
import type { Replayer } from './replayer.ts';

export const REPLAYERS: readonly Replayer[] = [
  valuesReplayer,
  rolloutReplayer,
  nodeLifecycleReplayer,
  hpaReplicasReplayer,
  hpaRunReplayer,
  endpointSliceReplayer,
  singleReplayer,
  profilesReplayer,
  sequenceReplayer,
  queueReplayer,
  preemptionReplayer,
  kubeletReplayer,
  tableReplayer,
  kubectlReplayer,
  kubectlRequestsReplayer,
  clusterReplayer,
  apiCreateReplayer,
  ...apiRequestReplayers,
];
