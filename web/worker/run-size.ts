// Roughly what a run would come to, from what its files ask for: told before anything is built, so that a slip such as
// a zero too many does not fill the memory of a browser's tab.

import type { KubectlCommand } from '../../src/kubectl/command.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import type { RunSize } from '../protocol.ts';

/** Of a pod: its creation, binding, statuses, events, and its part of its owner's. */
const ROWS_PER_POD = 20;
const ROWS_PER_NODE = 4;
/** About a minute's work of an engine in a browser, and half a gigabyte. */
const MANY_ROWS = 1_000_000;
const MANY_NODES = 10_000;

export function runSize({ cluster, manifests, timeline }: Scenario): RunSize {
  const nodes = cluster.pools.reduce((sum, pool) => sum + pool.count, 0);
  const commands = timeline.flatMap((entry) => (entry.type === 'do' ? [entry.command] : []));
  const scaled = commands.reduce((sum, command) => sum + replicasOf(command), 0);
  const objects = [...manifests.flatMap((file) => file.objects), ...commands.flatMap((each) => each.manifests ?? [])];
  const pods = objects.reduce((sum, { object }) => sum + podsOf(object), scaled);
  return { nodes, pods, rows: nodes * ROWS_PER_NODE + pods * ROWS_PER_POD };
}

export function isTooLarge({ nodes, rows }: RunSize): boolean {
  return rows > MANY_ROWS || nodes > MANY_NODES;
}

/** What `kubectl scale` and the like ask for. */
function replicasOf(command: KubectlCommand): number {
  const { replicas } = command as { readonly replicas?: unknown };
  return typeof replicas === 'number' ? replicas : 0;
}

function podsOf({ kind, spec }: { readonly kind: string; readonly spec?: unknown }): number {
  if (kind === 'Pod') return 1;
  const wanted = (spec ?? {}) as { readonly [field: string]: unknown };
  const count = [wanted.replicas, wanted.parallelism, wanted.maxReplicas].find((value) => typeof value === 'number');
  return typeof count === 'number' ? count : 'template' in wanted ? 1 : 0;
}
