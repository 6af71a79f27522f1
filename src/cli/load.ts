// From the names on a command line to a scenario: reads, parses, prints what is wrong. Every command that runs
// something begins here.

import { parseScenario } from '../scenario/parse.ts';
import { formatProblem } from '../scenario/problem.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { SourceFile } from '../scenario/source-document.ts';
import type { Output } from './output.ts';
import { createDiskReader } from './read-files.ts';

export interface Loaded {
  readonly scenario: Scenario;
  /** Warnings as lines. */
  readonly warnings: readonly string[];
  /** All files that were read, the first one of the command line first. */
  readonly files: readonly SourceFile[];
}

export interface LoadOptions {
  readonly seed?: string;
}

/** Loads one scenario from its files; `undefined` after its problems were printed. */
export function load(names: readonly string[], output: Output, options: LoadOptions = {}): Loaded | undefined {
  const reader = createDiskReader();
  const files: SourceFile[] = [];
  for (const name of names) {
    const found = reader.read(name, '');
    if (found.length === 0) output.error(`${name}: error: no such file`);
    files.push(...found);
  }
  if (files.length === 0 || names.some((name) => reader.read(name, '').length === 0)) return undefined;
  const parsed = parseScenario(files, reader.read);
  if (!parsed.ok) {
    for (const problem of parsed.problems) output.error(formatProblem(problem));
    output.error(summary(parsed.problems));
    return undefined;
  }
  const { seed = parsed.scenario.seed } = options;
  const warnings = parsed.warnings.map(formatProblem);
  return { scenario: { ...parsed.scenario, seed }, warnings, files: [...reader.seen.values()] };
}

/** `Not run: 2 errors, 1 warning`. */
function summary(problems: readonly { readonly severity: string }[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const tail = warnings === 0 ? '' : `, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  return `Not run: ${errors} ${errors === 1 ? 'error' : 'errors'}${tail}`;
}
