// `npm run bench:scheduler [-- <part of a workload's name> [<nodes>]]`: decisions a second of the fast cycle beside its
// plain twin, in one process, one after the other, as medians of five; then memory, and a whole simulation.

import type { Pod } from '../../src/model/objects.ts';
import { keyOf } from '../../src/model/objects.ts';
import { ClusterCache } from '../../src/scheduler/cluster-cache.ts';
import { FastCycle } from '../../src/scheduler/fast/fast-cycle.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { schedulePod } from '../../src/scheduler/schedule-pod.ts';
import { listerOf } from '../scheduler/objects.ts';
import { nanosPer } from './bench.ts';
import { runLargeCluster } from './large-cluster.ts';
import { bytesPer } from './memory.ts';
import { WORKLOADS, type Workload, workerOf } from './scheduler-workloads.ts';

const NODE_COUNTS = [100, 1_000, 5_000, 15_000];
const ROUNDS = 5;
/** Each decides for about this long a round. */
const FAST_MILLIS = 150;
const WARM_UP = 10_000;
const PLAIN_MILLIS = 200;
const PODS_PER_NODE_MEASURED = 15;

const [wanted = '', nodesWanted] = process.argv.slice(2);

for (const nodeCount of NODE_COUNTS) {
  if (nodesWanted !== undefined && Number(nodesWanted) !== nodeCount) continue;
  console.log(`\n${nodeCount.toLocaleString('en')} nodes            decisions/s        us   plain twin     ratio`);
  for (const workload of WORKLOADS) if (workload.name.includes(wanted)) measure(workload, nodeCount);
}
if (wanted === '' && nodesWanted === undefined) {
  printMemory();
  wholeSimulation();
}

interface Setting {
  readonly workload: Workload;
  readonly cache: ClusterCache;
  readonly fast: FastCycle;
  readonly nodeCount: number;
  next: number;
  start: number;
}

function measure(workload: Workload, nodeCount: number): void {
  const setting = prepare(workload, nodeCount);
  const still = workload.isStill === true;
  decide(setting, still ? 2 : WARM_UP, true);
  const many = decisionsIn(setting, FAST_MILLIS, still ? 2 : 100, true);
  const few = decisionsIn(setting, PLAIN_MILLIS, 1, false);
  const fast: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    plain.push(decide(setting, few, false));
    decide(setting, Math.ceil(many / 5), true);
    fast.push(decide(setting, many, true));
  }
  const [fastNanos, plainNanos] = [median(fast), median(plain)];
  const rate = (nanos: number): string =>
    Math.round(1e9 / nanos)
      .toLocaleString('en')
      .padStart(12);
  const ratio = (plainNanos / fastNanos).toFixed(0).padStart(8);
  const micros = (fastNanos / 1_000).toFixed(1).padStart(8);
  console.log(`  ${workload.name.padEnd(38)}${rate(fastNanos)}  ${micros} ${rate(plainNanos)} ${ratio}x`);
}

/** How many decisions take about this long. */
function decisionsIn(setting: Setting, millis: number, sample: number, isFast: boolean): number {
  const nanos = decide(setting, sample, isFast);
  return Math.max(1, Math.round((millis * 1e6) / nanos));
}

function prepare(workload: Workload, nodeCount: number): Setting {
  const objects = indexed(workload);
  const fast = new FastCycle(defaultProfile, objects);
  const cache = new ClusterCache(objects, fast);
  for (let i = 0; i < nodeCount; i += 1) cache.addNode(workerOf(i));
  cache.snapshot();
  for (let i = 0; i < nodeCount * workload.filled; i += 1)
    cache.assumePod(workload.existing(i), `worker-${i % nodeCount}`);
  return { workload, cache, fast, nodeCount, next: 1_000_000, start: 0 };
}

/** Objects as a view finds them: by key and by namespace. */
function indexed({ objects }: Workload): ReturnType<typeof listerOf> {
  const plain = listerOf(objects);
  const byKey = new Map(objects.map((object) => [`${object.kind} ${keyOf(object)}`, object]));
  const lists = new Map<string, readonly never[]>();
  return {
    ...plain,
    get: (kind, key) => byKey.get(`${kind} ${key}`) as never,
    inNamespace: (kind, namespace) => {
      const known = lists.get(`${kind} ${namespace}`) ?? (plain.inNamespace(kind, namespace) as readonly never[]);
      lists.set(`${kind} ${namespace}`, known);
      return known;
    },
  };
}

/** Nanoseconds per decision: in parts that do not fill the cluster. */
function decide(setting: Setting, count: number, isFast: boolean): number {
  let nanos = 0;
  for (let left = count; left > 0; left -= setting.nodeCount * 10) {
    const part = Math.min(left, setting.nodeCount * 10);
    nanos += part * decidePart(setting, part, isFast);
  }
  return nanos / count;
}

/** With putting the pod where it was decided. The pods leave again, unmeasured. */
function decidePart(setting: Setting, count: number, isFast: boolean): number {
  const { workload, cache, fast } = setting;
  const pods = Array.from({ length: count }, (_x, i) => workload.coming(setting.next + i));
  setting.next += count;
  const placed: Pod[] = [];
  const draw = (n: number): number => setting.start % n;
  const nanos = nanosPer(count, () => {
    for (const pod of pods) {
      const snapshot = cache.snapshot();
      const quick = isFast ? fast.schedule(pod, snapshot, setting.start, draw) : undefined;
      const outcome = quick ?? schedulePod(defaultProfile, pod, snapshot, setting.start, draw);
      setting.start = outcome.nextStartIndex;
      if (workload.isStill === true || outcome.result !== 'scheduled') continue;
      cache.assumePod(pod, outcome.node);
      placed.push(pod);
    }
  });
  for (const pod of placed) cache.removePod(keyOf(pod));
  return nanos;
}

function printMemory(): void {
  const [workload] = WORKLOADS.filter(({ name }) => name.includes('10 Deployments'));
  if (workload === undefined) return;
  const nodeCount = 5_000;
  const empty = { ...workload, filled: 0 };
  const perNode = bytesPer(nodeCount, () => {
    const setting = prepare(empty, nodeCount);
    decide(setting, 50, true);
    return setting;
  });
  const setting = prepare(empty, nodeCount);
  decide(setting, 50, true);
  const count = nodeCount * PODS_PER_NODE_MEASURED;
  const perPod = bytesPer(count, () => {
    for (let i = 0; i < count; i += 1) setting.cache.assumePod(workload.existing(i), `worker-${i % nodeCount}`);
    return setting;
  });
  console.log(`\nmemory: ${perNode.toFixed(0)} bytes a node, ${perPod.toFixed(0)} bytes a pod, all in`);
}

function wholeSimulation(): void {
  const large = { nodes: 5_000, pods: 50_000, deployments: 50, untilSeconds: 3_000 };
  let rows = 0;
  const nanos = nanosPer(large.pods, () => {
    rows = runLargeCluster(large).length;
  });
  const seconds = ((nanos * large.pods) / 1e9).toFixed(1);
  const rate = Math.round(1e9 / nanos).toLocaleString('en');
  console.log(
    `whole simulation: 50,000 pods of 50 Deployments on 5,000 nodes: ${seconds} s, ${rate} pods/s, ${rows} rows`,
  );
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
