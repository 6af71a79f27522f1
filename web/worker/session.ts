// One run held by the worker: parsed, run to its end, folded into a timeline, and then asked about its
// moments.

import { readSavedRun } from '../../src/log/saved-run.ts';
import { foldTimeline } from '../../src/report/timeline.ts';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { type ParsedScenario, parseScenario } from '../../src/scenario/parse.ts';
import { formatProblem, type Problem } from '../../src/scenario/problem.ts';
import { restoredRun } from '../../src/scenario/restored-run.ts';
import { type FinishedRun, runScenario } from '../../src/scenario/run-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import type { InputProblem, OpenAnswer, RunSource } from '../protocol.ts';
import { type LogAnswers, logAnswers } from './log-answers.ts';

/** More rows than a browser's tab wants to hold. */
const MAX_ROWS = 5_000_000;

export type Session = LogAnswers & { readonly opened: OpenAnswer & { readonly ok: true } };

export type Opened =
  | { readonly ok: true; readonly session: Session }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

/** Parses and runs a scenario; bad input gives all its problems and runs nothing. */
export function createSession(source: RunSource): Opened {
  const { saved } = source;
  if (saved !== undefined && source.seed === undefined) return savedSession(source, saved);
  const parsed = parse(source);
  if (!parsed.ok) return { ok: false, problems: parsed.problems.map(inputProblem) };
  const startedAt = performance.now();
  const finished = runScenario(parsed.scenario, { maxRows: MAX_ROWS });
  const tookMillis = performance.now() - startedAt;
  const opened: Session['opened'] = {
    ok: true,
    timeline: timelineOf(parsed.scenario, finished, source.main, parsed.warnings.map(formatProblem)),
    tookMillis,
    version: import.meta.env.VITE_VERSION ?? '',
  };
  return { ok: true, session: sessionOf(parsed.scenario, finished, opened) };
}

/** A run that was saved, shown as it is. */
function savedSession(source: RunSource, lines: readonly string[]): Opened {
  const startedAt = performance.now();
  const read = readSavedRun(lines);
  if (!read.ok) return unreadable(source.main, read.error);
  const { header, log } = read.value;
  const parsed = parseScenario(header.files.slice(0, header.named), readFromMemory(header.files));
  if (!parsed.ok) return { ok: false, problems: parsed.problems.map(inputProblem) };
  const scenario = { ...parsed.scenario, seed: header.seed, until: header.reached };
  const finished = restoredRun(scenario, header, log);
  const timeline = timelineOf(scenario, finished, source.main, []);
  const tookMillis = performance.now() - startedAt;
  return {
    ok: true,
    session: sessionOf(scenario, finished, { ok: true, timeline, tookMillis, version: header.version }),
  };
}

function unreadable(file: string, message: string): Opened {
  return { ok: false, problems: [{ file, line: 1, column: 1, severity: 'error', message }] };
}

/** The digest of a run, for nothing else; empty where the input is bad. */
export function digestOfRun(source: RunSource): string {
  const parsed = parse(source);
  return parsed.ok ? runScenario(parsed.scenario, { maxRows: MAX_ROWS }).digest : '';
}

function parse(source: RunSource): ParsedScenario {
  const main = source.files.filter((file) => file.name === source.main);
  const parsed = parseScenario(main, readFromMemory(source.files));
  const { seed } = source;
  return parsed.ok && seed !== undefined ? { ...parsed, scenario: { ...parsed.scenario, seed } } : parsed;
}

function sessionOf(scenario: Scenario, finished: FinishedRun, opened: Session['opened']): Session {
  const { log, heartbeats, moments } = finished.simulation;
  const settings = scenario.cluster.settings['kube-controller-manager'];
  const { startsAtEpochMicros } = scenario;
  const leaseRenewedAt = heartbeats.lastRenewal;
  return {
    opened,
    ...logAnswers({ log, moments, startsAtEpochMicros, leaseRenewedAt, ...(settings && { settings }) }),
  };
}

function timelineOf(
  scenario: Scenario,
  { simulation, digest, reached }: FinishedRun,
  file: string,
  warnings: readonly string[],
): ReturnType<typeof foldTimeline> {
  const { name, description, seed, startsAtEpochMicros } = scenario;
  const head = { name, description, file, seed, startsAtEpochMicros, until: reached, digest, warnings };
  return foldTimeline(simulation.log, head, simulation.moments);
}

function inputProblem({ file, line, column, severity, message, found, allowed, hint }: Problem): InputProblem {
  const parts = [message, found === '' ? '' : `found ${found}`, allowed === '' ? '' : `allowed: ${allowed}`];
  const text = parts.filter((part) => part !== '').join('; ');
  return { file, line, column, severity, message: text, ...(hint !== '' && { hint }) };
}
