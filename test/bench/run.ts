// `npm run bench [-- <part of a name>]`: prints each figure as the median of five runs, with how many times faster
// it is than the plain twin that heads its list.

import { apiWrite } from './api-write.ts';
import type { Bench } from './bench.ts';
import { queueEvent } from './queue-event.ts';
import { schedule } from './schedule.ts';

const BENCHES: readonly Bench[] = [queueEvent, apiWrite, schedule];
const RUNS = 5;

const wanted = process.argv[2] ?? '';
for (const bench of BENCHES) {
  if (bench.name.includes(wanted)) print(bench);
}

function print(bench: Bench): void {
  const runs = Array.from({ length: RUNS }, () => bench.run());
  const figures = (runs[0] ?? []).map(({ label }, i) => ({ label, ns: median(runs.map((run) => run[i]?.ns ?? 0)) }));
  const plain = figures[0]?.ns ?? 0;
  console.log(`\n${bench.name}`);
  for (const { label, ns } of figures) {
    console.log(`  ${ns.toFixed(0).padStart(8)} ns  ${(plain / ns).toFixed(1).padStart(6)}x  ${label}`);
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
