// The openb traces (a production GPU cluster, 2023; the columns are named in the files' first lines) as a scenario:
// equal nodes become a pool, pods a file of arrivals. A share of a GPU is an extended resource in thousandths, which
// whole GPUs ask for as well; which device of a node a share lies on is not told apart. The model of a GPU is a label.

import { formatDuration } from '../base/duration.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { MICROS_PER_SECOND } from '../base/time.ts';

const GPU = 'nvidia.com/gpu';
const GPU_MILLI = 'alibabacloud.com/gpu-milli';
const GPU_MODEL = 'alibabacloud.com/gpu-card-model';
const MILLIS_PER_GPU = 1_000;
/** What the run goes on for after the last pod has come or gone, in seconds. */
const REST_SECONDS = 60;

/** How much of a trace is wanted. */
export interface OpenbOptions {
  /** Name of the file of arrivals, as the scenario names it. */
  readonly arrivalsFile: string;
  /** So many of the pods, the earliest first; all where it is undefined. */
  readonly pods?: number;
  /** All times are divided by it. */
  readonly faster: number;
}

/** Two files. */
export interface OpenbScenario {
  readonly scenario: string;
  readonly arrivals: string;
  /** How long the run is, in simulated seconds. */
  readonly lastsSeconds: number;
}

type CsvRecord = { readonly [column: string]: string };

const NODE_COLUMNS = ['sn', 'cpu_milli', 'memory_mib', 'gpu', 'model'] as const;
const POD_COLUMNS = [
  'name',
  'cpu_milli',
  'memory_mib',
  'num_gpu',
  'gpu_milli',
  'gpu_spec',
  'qos',
  'creation_time',
  'deletion_time',
  'scheduled_time',
] as const;

/** The scenario of a list of nodes and a list of pods, or everything that is wrong with them. */
export function openbScenario(
  nodes: string,
  pods: string,
  options: OpenbOptions,
): Result<OpenbScenario, readonly string[]> {
  const readNodes = recordsOf(nodes, NODE_COLUMNS, 'nodes');
  const readPods = recordsOf(pods, POD_COLUMNS, 'pods');
  const problems = [...readNodes.problems, ...readPods.problems];
  if (problems.length > 0) return err(problems);
  const chosen = readPods.records
    .toSorted((a, b) => numberOf(a, 'creation_time') - numberOf(b, 'creation_time'))
    .slice(0, options.pods);
  const [first] = chosen;
  if (first === undefined) return err(['pods: no rows']);
  const start = numberOf(first, 'creation_time');
  const lives = chosen.map((pod) => lifeOf(pod, start, options.faster));
  const lastsSeconds = Math.ceil(Math.max(...lives.map(({ at, runsFor }) => at + runsFor)) + REST_SECONDS);
  return ok({
    scenario: scenarioText(poolsOf(readNodes.records), chosen.length, lastsSeconds, options),
    arrivals: arrivalsText(chosen, lives),
    lastsSeconds,
  });
}

interface Life {
  /** Seconds since the start of the run. */
  readonly at: number;
  /** Seconds. */
  readonly runsFor: number;
}

/** A pod that was never scheduled would have run as long as it waited. */
function lifeOf(pod: CsvRecord, start: number, faster: number): Life {
  const created = numberOf(pod, 'creation_time');
  const began = pod.scheduled_time === '' ? created : numberOf(pod, 'scheduled_time');
  const seconds = (time: number): number => Math.round((time / faster) * 1_000) / 1_000;
  return { at: seconds(created - start), runsFor: seconds(Math.max(0, numberOf(pod, 'deletion_time') - began)) };
}

function scenarioText(pools: readonly string[], pods: number, seconds: number, options: OpenbOptions): string {
  const faster = options.faster === 1 ? '' : `, ${options.faster} times faster`;
  return `# Shows the openb trace of a GPU cluster: ${pods} pods arrive as recorded${faster}, run as long as
# recorded, and are gone.
# ${GPU_MILLI} counts shares of GPUs in thousandths, also for whole ones; nodes are labelled with the model.
apiVersion: orrery/v1alpha1
kind: Scenario
metadata: {name: openb}
spec:
  description: The openb trace, ${pods} pods${faster}.
  until: ${formatDuration(seconds * MICROS_PER_SECOND)}
  cluster:
    pools:
${pools.join('\n')}
  arrivals:
    - {file: ${options.arrivalsFile}}
`;
}

/** Equal nodes in the order in which the first of each sort comes. */
function poolsOf(nodes: readonly CsvRecord[]): readonly string[] {
  const sorts = new Map<string, { readonly node: CsvRecord; count: number }>();
  for (const node of nodes) {
    const sort = NODE_COLUMNS.slice(1)
      .map((column) => node[column])
      .join(',');
    const known = sorts.get(sort);
    if (known === undefined) sorts.set(sort, { node, count: 1 });
    else known.count += 1;
  }
  return [...sorts.values()].map(({ node, count }, index) => {
    const { cpu_milli: cpu = '0', memory_mib: memory = '0', gpu = '0', model = '' } = node;
    const isGpu = gpu !== '0' && gpu !== '';
    const gpus = isGpu ? `, ${GPU}: ${gpu}, ${GPU_MILLI}: ${Number(gpu) * MILLIS_PER_GPU}` : '';
    const capacity = `cpu: ${cpu}m, memory: ${memory}Mi${gpus}`;
    const labels = isGpu && model !== '' ? `, labels: {${GPU_MODEL}: ${model}}` : '';
    const name = `${isGpu ? model.toLowerCase() : 'cpu'}-${index + 1}`;
    return `      - {name: ${name}, count: ${count}, capacity: {${capacity}}${labels}}`;
  });
}

function arrivalsText(pods: readonly CsvRecord[], lives: readonly Life[]): string {
  const head = `at,name,for,cpu,memory,${GPU},${GPU_MILLI},nodeAffinity.${GPU_MODEL},label.qos`;
  const rows = pods.map((pod, index) => {
    const { name = '', cpu_milli: cpu = '', memory_mib: memory = '', gpu_milli: millis = '', qos = '' } = pod;
    const { at = 0, runsFor = 0 } = lives[index] ?? {};
    const gpus = numberOf(pod, 'num_gpu');
    const isShared = gpus === 1 && Number(millis) < MILLIS_PER_GPU;
    const whole = gpus > 0 && !isShared ? `${gpus}` : '';
    const share = gpus === 0 ? '' : `${isShared ? millis : gpus * MILLIS_PER_GPU}`;
    const models = [...new Set((pod.gpu_spec ?? '').split('|'))].join('|');
    return `${at},${name},${runsFor},${cpu}m,${memory}Mi,${whole},${share},${models},${qos}`;
  });
  return `${[head, ...rows].join('\n')}\n`;
}

/** Rows by the names of their columns. */
function recordsOf(
  text: string,
  columns: readonly string[],
  what: string,
): { readonly records: readonly CsvRecord[]; readonly problems: readonly string[] } {
  const [head = '', ...lines] = text.trim().split(/\r?\n/);
  const headings = head.split(',');
  const missing = columns.filter((column) => !headings.includes(column));
  const problems = missing.map((column) => `${what}: no column "${column}" in the first line`);
  if (missing.length > 0) return { records: [], problems };
  const records = lines.flatMap((line, index): readonly CsvRecord[] => {
    const cells = line.split(',');
    const record = Object.fromEntries(headings.map((heading, i) => [heading, cells[i] ?? '']));
    const wrong = columns.filter((column) => isNumeric(column) && !/^\d+(\.\d+)?$/.test(record[column] ?? ''));
    const unfit = wrong.filter((column) => column !== 'scheduled_time' || record[column] !== '');
    for (const column of unfit)
      problems.push(`${what}, line ${index + 2}: ${column} is no number: "${record[column]}"`);
    return unfit.length > 0 ? [] : [record];
  });
  return { records, problems };
}

function isNumeric(column: string): boolean {
  return !['sn', 'model', 'name', 'gpu_spec', 'qos'].includes(column);
}

function numberOf(record: CsvRecord, column: string): number {
  return Number(record[column] ?? 0);
}
