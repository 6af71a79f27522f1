// Roughly what a run would come to, from what its files ask for: told before anything is built, so that a slip such as
// a zero too many does not fill the memory of a browser's tab.

import type { Scenario } from '../../src/scenario/scenario.ts';
import type { RunSize } from '../protocol.ts';

/** Of a pod: its creation, binding, statuses, events, and its part of its owner's. */
const ROWS_PER_POD = 20;
const ROWS_PER_NODE = 4;
/** About a minute's work of an engine in a browser, and half a gigabyte. */
const MANY_ROWS = 1_000_000;
const MANY_NODES = 10_000;

export function runSize({ cluster, manifests }: Scenario): RunSize {
  const nodes = cluster.pools.reduce((sum, pool) => sum + pool.count, 0);
  const pods = manifests
    .flatMap(({ objects }) => objects)
    .reduce((sum, { object }) => sum + podsOf(object as { readonly kind: string; readonly spec?: unknown }), 0);
  return { nodes, pods, rows: nodes * ROWS_PER_NODE + pods * ROWS_PER_POD };
}

export function isTooLarge({ nodes, rows }: RunSize): boolean {
  return rows > MANY_ROWS || nodes > MANY_NODES;
}

function podsOf({ kind, spec }: { readonly kind: string; readonly spec?: unknown }): number {
  if (kind === 'Pod') return 1;
  const { replicas, parallelism } = (spec ?? {}) as { readonly replicas?: unknown; readonly parallelism?: unknown };
  if (typeof replicas === 'number') return replicas;
  if (typeof parallelism === 'number') return parallelism;
  return typeof spec === 'object' && spec !== null && 'template' in spec ? 1 : 0;
}
