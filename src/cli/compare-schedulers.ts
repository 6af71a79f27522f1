// `orrery compare-schedulers SCENARIO --config a.yaml --config b.yaml --seeds 1..20`: a table of figures with their
// means, paired differences and 95 % intervals; all runs as CSV; everything as JSON. With one configuration (or none,
// which is the scenario's own) it is compared with itself and the policies.

import { basename } from 'node:path';
import { type ComparedFigure, type ConfigurationRuns, compared, FIGURES } from '../experiment/compare-schedulers.ts';
import type { Estimate } from '../experiment/paired-difference.ts';
import { type SchedulingFigures, schedulingFigures } from '../experiment/scheduling-figures.ts';
import { alignColumns } from '../kubectl/printers/table.ts';
import { runScenario } from '../scenario/run-scenario.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { type LoadOptions, load } from './load.ts';
import type { Output } from './output.ts';

export interface CompareOptions {
  readonly config?: readonly string[];
  /** Policies: of every configuration, or what the second run has and the first has not. */
  readonly plugin?: readonly string[];
  readonly seeds: readonly string[];
  readonly output?: 'json' | 'csv';
}

/** Runs every configuration with every seed. */
export function compareSchedulers(file: string, options: CompareOptions, output: Output): ExitStatus {
  const { seeds } = options;
  const contestants = contestantsOf(options);
  if (contestants.length < 2) {
    output.error('error: nothing to compare with: give --config twice, or a policy with --plugin');
    return EXIT.badInput;
  }
  const loaded = contestants.map(({ choices }) => load([file], output, choices));
  if (loaded.includes(undefined)) return EXIT.badInput;
  for (const warning of new Set(loaded.flatMap((each) => each?.warnings ?? []))) output.error(warning);
  let done = 0;
  const runs = loaded.flatMap((each, index): readonly ConfigurationRuns[] => {
    if (each === undefined) return [];
    const figures = seeds.map((seed) => {
      output.progress?.(`run ${done + 1} of ${contestants.length * seeds.length}`);
      done += 1;
      const { simulation } = runScenario({ ...each.scenario, seed });
      return schedulingFigures(simulation.log, each.scenario.until);
    });
    return [{ name: contestants[index]?.name ?? '', figures }];
  });
  output.progress?.('');
  output.write(textOf(file, runs, options));
  return EXIT.fine;
}

interface Contestant {
  readonly name: string;
  readonly choices: LoadOptions;
}

function contestantsOf({ config: configs = [], plugin = [] }: CompareOptions): readonly Contestant[] {
  const names = shortNames(configs);
  if (configs.length > 1) {
    return configs.map((schedulerConfig, index) => ({
      name: names[index] ?? '',
      choices: { schedulerConfig, plugin },
    }));
  }
  const [schedulerConfig] = configs;
  const choices: LoadOptions = schedulerConfig === undefined ? {} : { schedulerConfig };
  const first: Contestant = { name: names[0] ?? 'scenario', choices };
  if (plugin.length === 0) return [first];
  const name = [first.name, ...shortNames(plugin)].join(' + ');
  return [first, { name, choices: { ...choices, plugin } }];
}

/** The files' names, with their folders where two are the same. */
function shortNames(files: readonly string[]): readonly string[] {
  const short = files.map((file) => basename(file));
  return new Set(short).size === short.length ? short : files;
}

function textOf(file: string, runs: readonly ConfigurationRuns[], { seeds, output }: CompareOptions): string {
  const figures = compared(runs);
  switch (output) {
    case 'json':
      return `${JSON.stringify({ scenario: file, seeds, configurations: runs, compared: figures }, undefined, 2)}\n`;
    case 'csv':
      return csvOf(runs, seeds);
    default:
      return tableOf(figures);
  }
}

/** A row for each run. */
function csvOf(runs: readonly ConfigurationRuns[], seeds: readonly string[]): string {
  const rows = runs.flatMap(({ name, figures }) =>
    figures.map((run, index) => [name, seeds[index] ?? '', ...FIGURES.map((figure) => String(run[figure]))].join(',')),
  );
  return `${[['configuration', 'seed', ...FIGURES].join(','), ...rows].join('\n')}\n`;
}

function tableOf(figures: readonly ComparedFigure[]): string {
  const rows = figures.map(({ figure, configuration, value, difference }, index) => [
    figure === figures[index - 1]?.figure ? '' : LABELS[figure],
    configuration,
    shown(value.mean, figure),
    widthOf(value, figure),
    difference === undefined ? '' : signed(difference.mean, figure),
    difference === undefined ? '' : widthOf(difference, figure),
  ]);
  return alignColumns([['FIGURE', 'CONFIG', 'MEAN', '±95%', 'DIFFERENCE', '±95%'], ...rows]);
}

const LABELS: { readonly [figure in keyof SchedulingFigures]: string } = {
  pods: 'pods',
  neverBound: 'never bound',
  pendingP50: 'pending, median',
  pendingP95: 'pending, 95 %',
  pendingMax: 'pending, longest',
  cpuAtPeak: 'CPU at peak',
  memoryAtPeak: 'memory at peak',
  gpuAtPeak: 'GPU at peak',
  nodesUsed: 'nodes used',
  fragmentation: 'fragmentation',
  preemptions: 'preemptions',
};

const SECONDS: readonly string[] = ['pendingP50', 'pendingP95', 'pendingMax'];
const SHARES: readonly string[] = ['cpuAtPeak', 'memoryAtPeak', 'gpuAtPeak', 'fragmentation'];

function shown(value: number, figure: keyof SchedulingFigures): string {
  if (SECONDS.includes(figure)) return `${value.toFixed(3)}s`;
  if (SHARES.includes(figure)) return `${(value * 100).toFixed(2)}%`;
  return value.toFixed(2).replace(/\.00$/, '');
}

function signed(value: number, figure: keyof SchedulingFigures): string {
  return `${value > 0 ? '+' : ''}${shown(value, figure)}`;
}

function widthOf({ halfWidth }: Estimate, figure: keyof SchedulingFigures): string {
  return halfWidth === undefined ? '' : shown(halfWidth, figure);
}
