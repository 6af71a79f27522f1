// `npm run bench [-- <part of a name>]`: prints each figure as the median of five runs, with how many times faster
// or smaller it is than the plain twin that heads its list.

import { apiWrite } from './api-write.ts';
import { autoscalerSync } from './autoscaler.ts';
import type { Bench, Figure } from './bench.ts';
import { livePod, logRow } from './memory.ts';
import { steadyProbes } from './probes.ts';
import { queueEvent } from './queue-event.ts';
import { readManifests } from './read-manifests.ts';
import { schedule } from './schedule.ts';
import { commandLine, largeRollout } from './whole-runs.ts';

const BENCHES: readonly Bench[] = [
  queueEvent,
  apiWrite,
  schedule,
  readManifests,
  logRow,
  livePod,
  steadyProbes,
  autoscalerSync,
  largeRollout,
  commandLine,
];
const RUNS = 5;

const wanted = process.argv[2] ?? '';
for (const bench of BENCHES) {
  if (bench.name.includes(wanted)) print(bench);
}

function print(bench: Bench): void {
  const runs = Array.from({ length: RUNS }, () => bench.run());
  const [first = []] = runs;
  const figures = first.map((figure, i) => ({
    label: figure.label,
    unit: 'ns' in figure ? 'ns' : 'bytes',
    amount: median(runs.map((run) => amountOf(run[i] ?? figure))),
  }));
  const plain = figures[0]?.amount ?? 0;
  console.log(`\n${bench.name}`);
  for (const { label, unit, amount } of figures) {
    console.log(`  ${amount.toFixed(0).padStart(8)} ${unit}  ${(plain / amount).toFixed(1).padStart(6)}x  ${label}`);
  }
}

function amountOf(figure: Figure): number {
  return 'ns' in figure ? figure.ns : figure.bytes;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
