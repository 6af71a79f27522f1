// The names of what is there at the cursor, for completing
// what is typed: nodes, pods, Deployments.

import { computed, type ReadonlySignal } from '@preact/signals';
import type { PodBar } from '../../src/report/timeline-model.ts';
import type { KnownNames } from './command-words.ts';
import { timeline } from './run.ts';
import { cursor } from './view.ts';

const MOST_PODS = 500;

export const knownNames: ReadonlySignal<KnownNames> = computed(() => {
  const shown = timeline.value;
  if (shown === undefined) return { nodes: [], pods: [], deployments: [] };
  const at = cursor.value;
  const isThere = ({ from, to }: PodBar): boolean => from <= at && at < to;
  const pods = [shown.noNode, ...shown.nodes].flatMap(({ bars }) => bars.filter(isThere)).map(({ key }) => key);
  return {
    nodes: shown.nodes.map(({ name }) => name),
    pods: [...new Set(pods)].slice(0, MOST_PODS),
    deployments: shown.workloads
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ namespace, name }) => `${namespace}/${name}`),
  };
});
