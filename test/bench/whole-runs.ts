// What a user waits for: a large rollout from the command to the last Ready pod beside the time that a real control
// plane was recorded to need for it, and the command line's answer to --help and its run of the tour, as processes of
// their own.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Bench, Figure } from './bench.ts';
import { nanosPer } from './bench.ts';
import { runLargeCluster } from './large-cluster.ts';

/** Recorded: all Ready after 305 s on 2 cores, with default client limits. */
const REAL_CONTROL_PLANE_NANOS = 305e9;
const CLI = 'dist/cli/orrery.js';

/** 1,000 nodes, 5,000 pods of one Deployment, in nanoseconds of a whole run. */
export const largeRollout: Bench = {
  name: 'large rollout (1,000 nodes, 5,000 pods, end to end)',
  run: () => [
    { label: 'a real control plane, recorded', ns: REAL_CONTROL_PLANE_NANOS },
    { label: 'simulated', ns: nanosPer(1, () => runLargeCluster({ nodes: 1000, pods: 5000, untilSeconds: 260 })) },
  ],
};

/** The built command line; nothing where it is not built. */
export const commandLine: Bench = {
  name: 'command line (processes; npm run build first)',
  run: () => (existsSync(CLI) ? [processOf('--help'), processOf('run', 'scenarios/tour/first-look.yaml')] : []),
};

function processOf(...args: readonly string[]): Figure {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, [CLI, ...args], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`orrery ${args.join(' ')} ended with ${status}`);
  return { label: `orrery ${args.join(' ')}`, ns: (performance.now() - start) * 1e6 };
}
