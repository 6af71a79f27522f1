// `orrery import openb NODES PODS -o SCENARIO`: writes the scenario, and its arrivals as a CSV file beside it. Both
// files are put in their places whole, or not at all.

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { formatDuration } from '../base/duration.ts';
import { MICROS_PER_SECOND } from '../base/time.ts';
import { openbScenario } from '../experiment/openb.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import type { Output } from './output.ts';

export interface ImportOptions {
  readonly output: string;
  readonly pods?: number;
  readonly faster?: number;
}

/** Reads a trace and writes a scenario. */
export function importOpenb(nodes: string, pods: string, options: ImportOptions, output: Output): ExitStatus {
  const texts = [nodes, pods].map((file) => textOf(file, output));
  const [nodesText, podsText] = texts;
  if (nodesText === undefined || podsText === undefined) return EXIT.badInput;
  const arrivals = `${options.output.replace(/\.ya?ml$/, '')}.pods.csv`;
  const { faster = 1 } = options;
  const some = options.pods === undefined ? {} : { pods: options.pods };
  const read = openbScenario(nodesText, podsText, { arrivalsFile: basename(arrivals), faster, ...some });
  if (!read.ok) {
    for (const problem of read.error) output.error(`error: ${problem}`);
    return EXIT.badInput;
  }
  try {
    writeAll([
      [arrivals, read.value.arrivals],
      [options.output, read.value.scenario],
    ]);
  } catch (error) {
    output.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT.badInput;
  }
  output.write(`${options.output}\n${arrivals}\n`);
  const { lastsSeconds } = read.value;
  if (options.faster === undefined && lastsSeconds > LONG_SECONDS) output.error(longText(lastsSeconds));
  return EXIT.fine;
}

/** A run of more than a day is seldom what somebody waits for. */
const LONG_SECONDS = 86_400;

/** Names the power of ten that makes at most half a day of it. */
function longText(seconds: number): string {
  let faster = 10;
  while (seconds / faster > LONG_SECONDS / 2) faster *= 10;
  const days = Math.ceil(seconds / LONG_SECONDS);
  const shorter = formatDuration(Math.ceil(seconds / faster) * MICROS_PER_SECOND);
  return `note: the run lasts ${days} simulated days; with --faster ${faster} it lasts ${shorter}`;
}

function textOf(file: string, output: Output): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    output.error(`error: the path "${file}" does not exist`);
    return undefined;
  }
}

function writeAll(files: readonly (readonly [name: string, text: string])[]): void {
  const temporary = files.map(([name]) => `${name}.${process.pid}.part`);
  try {
    files.forEach(([, text], index) => writeFileSync(temporary[index] ?? '', text));
    files.forEach(([name], index) => renameSync(temporary[index] ?? '', name));
  } catch (error) {
    for (const name of temporary) rmSync(name, { force: true });
    throw error;
  }
}
