// From the names on a command line to a scenario, or to a run that was saved: reads, parses, prints what is wrong.
// Every command that runs or looks at something begins here.

import { readFromMemory } from '../scenario/file-patterns.ts';
import { parseScenario } from '../scenario/parse.ts';
import { formatProblem } from '../scenario/problem.ts';
import { restoredRun } from '../scenario/restored-run.ts';
import type { FinishedRun } from '../scenario/run-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { SchedulerChoices } from '../scenario/scheduler-entry.ts';
import { mayHoldScenario, type SourceFile } from '../scenario/source-document.ts';
import type { Output } from './output.ts';
import { createDiskReader } from './read-files.ts';
import { isSavedFile, readSavedFile } from './saved-file.ts';
import { VERSION } from './version.ts';

export interface Loaded {
  readonly scenario: Scenario;
  /** Warnings as lines. */
  readonly warnings: readonly string[];
  /** All files that were read, the first one of the command line first. */
  readonly files: readonly SourceFile[];
  /** How many of them the command line named. */
  readonly named: number;
  /** What the command line says of the scheduler. */
  readonly choices: SchedulerChoices;
  /** The run, where the file is one that was saved. */
  readonly saved?: FinishedRun;
}

export interface LoadOptions {
  readonly seed?: string;
  /** A KubeSchedulerConfiguration for the scenario's (first) scheduler. */
  readonly schedulerConfig?: string;
  /** Files of policies for it. */
  readonly plugin?: readonly string[];
}

/** Which files make one run: each by itself where several hold a Scenario, otherwise all of them together. */
export function runsOf(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length === 1 || names.includes('-')) return [names]; // the standard input can be read once
  const { read } = createDiskReader();
  const scenarios = names.filter((name) => readable(() => read(name, '')).some(({ text }) => mayHoldScenario(text)));
  return scenarios.length > 1 ? names.map((name) => [name]) : [names];
}

/** Loads one scenario from its files, or a saved run; `undefined` after the problems were printed. */
export function load(names: readonly string[], output: Output, options: LoadOptions = {}): Loaded | undefined {
  if (names.some(isSavedFile)) return loadSaved(names, output, options);
  const reader = createDiskReader();
  const files: SourceFile[] = [];
  let isMissing = false;
  for (const name of names) {
    const found = readable(() => reader.read(name, ''));
    if (found.length === 0)
      output.error(`${name}: error: no such file, a folder without manifests, or it cannot be read`);
    files.push(...found);
    isMissing ||= found.length === 0;
  }
  if (isMissing) return undefined;
  const choices = choicesOf(options);
  const parsed = parseScenario(files, (pattern, fromFile) => readable(() => reader.read(pattern, fromFile)), choices);
  if (!parsed.ok) {
    for (const problem of parsed.problems) output.error(formatProblem(problem));
    output.error(summary(parsed.problems));
    return undefined;
  }
  const { seed = parsed.scenario.seed } = options;
  const warnings = parsed.warnings.map(formatProblem);
  const scenario = { ...parsed.scenario, seed };
  return { scenario, warnings, files: [...reader.seen.values()], named: files.length, choices };
}

/** All files of a scenario as they are now, whatever may be wrong with them. */
export function filesNow(names: readonly string[]): readonly SourceFile[] {
  const { read, seen } = createDiskReader();
  const files = names.flatMap((name) => readable(() => read(name, '')));
  parseScenario(files, (pattern, fromFile) => readable(() => read(pattern, fromFile)));
  return [...seen.values()];
}

function loadSaved(names: readonly string[], output: Output, options: LoadOptions): Loaded | undefined {
  const { seed } = options;
  const name = names.find(isSavedFile) ?? '';
  const refuse = (message: string): undefined => output.error(`${name}: error: ${message}`) as undefined;
  if (names.length > 1) return refuse('a saved run stands alone');
  if (seed !== undefined) return refuse('a saved run has its seed');
  if (Object.keys(choicesOf(options)).length > 0) return refuse('a saved run has its scheduler');
  const read = readSavedFile(name);
  if (!read.ok) return refuse(read.error);
  const { header, log } = read.value;
  const { choices = {} } = header;
  const parsed = parseScenario(header.files.slice(0, header.named), readFromMemory(header.files), choices);
  if (!parsed.ok) return refuse(`its scenario cannot be read by this version (${VERSION})`);
  if (header.version !== VERSION) output.error(`${name}: saved by version ${header.version}, this is ${VERSION}`);
  // What was not run cannot be looked at.
  const scenario = { ...parsed.scenario, seed: header.seed, until: header.reached };
  const { files, named } = header;
  return { scenario, warnings: [], files, named, choices, saved: restoredRun(scenario, header, log) };
}

function choicesOf({ schedulerConfig, plugin }: LoadOptions): SchedulerChoices {
  return {
    ...(schedulerConfig === undefined ? {} : { config: schedulerConfig }),
    ...(plugin === undefined ? {} : { plugins: plugin }),
  };
}

/** A file that is there and cannot be read counts as missing. */
function readable(read: () => readonly SourceFile[]): readonly SourceFile[] {
  try {
    return read();
  } catch {
    return [];
  }
}

/** `Not run: 2 errors, 1 warning`. */
function summary(problems: readonly { readonly severity: string }[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const tail = warnings === 0 ? '' : `, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  return `Not run: ${errors} ${errors === 1 ? 'error' : 'errors'}${tail}`;
}
