// One run held by the worker: parsed, run step by step, folded into a timeline, and then asked about its moments. It
// can be looked at before its end too, when it was stopped.

import { digestInSteps } from '../../src/log/digest.ts';
import { readSavedRun } from '../../src/log/saved-run.ts';
import { foldTimeline, TimelineFold, type TimelineHead } from '../../src/report/timeline.ts';
import type { Simulation } from '../../src/scenario/build.ts';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { restoredRun } from '../../src/scenario/restored-run.ts';
import { type FinishedRun, runInSteps, runScenario } from '../../src/scenario/run-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { profilesOfScenario } from '../../src/scenario/scheduler-profiles.ts';
import { PolicyFailure } from '../../src/scheduler/guarded-plugin.ts';
import type { Broken, InputProblem, NotOpened, OpenedRun, RunProgress, RunSource, Stopped } from '../protocol.ts';
import { inputProblem, problemOfFile, problemsOfRun } from './input-problem.ts';
import { type LogAnswers, logAnswers } from './log-answers.ts';
import { isTooLarge, runSize } from './run-size.ts';
import { readSource } from './source.ts';

/** More rows than a browser's tab wants to hold. */
const MAX_ROWS = 5_000_000;

export type Session = LogAnswers & { readonly opened: OpenedRun };

/** A run on its way, so that whoever drives it can look up in between. */
export interface RunUnderWay {
  /** Runs a little further; false once there is nothing more to run. */
  readonly step: () => boolean;
  readonly progress: () => RunProgress;
  /**
   * What has happened so far; why it was stopped, where that was before its end; nothing where it goes on. Only a run
   * that is over has its digest by then.
   */
  readonly session: (stoppedBy?: Stopped['by']) => Session;
  /** The digest of what has happened so far; takes its time, and looks up in between. */
  readonly digestInSteps: () => Generator<undefined, string>;
}

export type Begun = { readonly ok: true; readonly run: RunUnderWay } | NotOpened;

/** Parses a scenario, ready to run; bad input gives all its problems and runs nothing. */
export function beginRun(source: RunSource): Begun {
  const { saved } = source;
  if (saved !== undefined && source.seed === undefined) return savedRun(source, saved);
  const { parsed } = readSource(source);
  if (!parsed.ok) return { ok: false, problems: parsed.problems.map(inputProblem) };
  const size = runSize(parsed.scenario);
  if (isTooLarge(size) && source.isLargeAllowed !== true) return { ok: false, problems: [], size };
  return { ok: true, run: runUnderWay(parsed.scenario, source.main, parsed.warnings.map(inputProblem)) };
}

function runUnderWay(scenario: Scenario, file: string, warnings: readonly InputProblem[]): RunUnderWay {
  const steps = runInSteps(scenario, { maxRows: MAX_ROWS });
  const first = steps.next();
  if (first.done === true) throw new Error('a run is over before it begins');
  const simulation = first.value;
  const state: { finished: FinishedRun | undefined; broken: Broken | undefined; tookMillis: number } = {
    finished: undefined,
    broken: undefined,
    tookMillis: 0,
  };
  const fold = new TimelineFold(simulation.log);
  return {
    step() {
      if (state.finished !== undefined || state.broken !== undefined) return false;
      const startedAt = performance.now();
      try {
        const step = steps.next();
        if (step.done === true) state.finished = step.value;
        else fold.catchUp();
        return step.done !== true;
      } catch (error) {
        if (!(error instanceof Error)) throw error; // A part is still to be loaded.
        state.broken = brokenBy(error, simulation);
        return false;
      } finally {
        state.tookMillis += performance.now() - startedAt;
      }
    },
    progress: () => ({ at: simulation.kernel.now, until: scenario.until, rows: simulation.log.length }),
    session(by) {
      const { finished, broken, tookMillis } = state;
      const soFar = { simulation, digest: '', judgements: [], isComplete: false, reached: simulation.kernel.now };
      const run = finished ?? soFar;
      const canContinue = finished === undefined && broken === undefined;
      const why = broken !== undefined ? 'defect' : canContinue ? by : 'limit';
      const stopped = why && by && { by: why, canContinue, ...(broken && { broken }) };
      return sessionOf(scenario, run, {
        ok: true,
        timeline: fold.timeline(headOf(scenario, run, file), simulation.moments),
        until: run.isComplete ? run.reached : scenario.until,
        warnings: finished === undefined ? warnings : [...warnings, ...problemsOfRun(simulation.log, file)],
        tookMillis,
        version: import.meta.env.VITE_VERSION ?? '',
        ...(!run.isComplete && (stopped === undefined ? { isUnderWay: true } : { stopped })),
      });
    },
    digestInSteps: () => digestInSteps(simulation.log),
  };
}

function brokenBy(error: Error, { kernel, log }: Simulation): Broken {
  const { actor = '', key = '', name = '' } = kernel.firing ?? {};
  return {
    message: error.message,
    isPolicy: error instanceof PolicyFailure,
    row: log.length - 1,
    actor: `${actor} ${key} ${name}`.trim(),
  };
}

/** A run that was saved, shown as it is. */
function savedRun(source: RunSource, lines: readonly string[]): Begun {
  const startedAt = performance.now();
  const read = readSavedRun(lines);
  if (!read.ok) return { ok: false, problems: [problemOfFile(source.main, read.error)] };
  const { header, log } = read.value;
  const parsed = parseScenario(header.files.slice(0, header.named), readFromMemory(header.files), header.choices);
  if (!parsed.ok) return { ok: false, problems: parsed.problems.map(inputProblem) };
  const scenario = { ...parsed.scenario, seed: header.seed, until: header.reached };
  const finished = restoredRun(scenario, header, log);
  const timeline = foldTimeline(log, headOf(scenario, finished, source.main), finished.simulation.moments);
  const until = header.reached;
  const tookMillis = performance.now() - startedAt;
  const session = sessionOf(scenario, finished, {
    ok: true,
    timeline,
    until,
    warnings: problemsOfRun(log, source.main),
    tookMillis,
    version: header.version,
  });
  const progress = { at: until, until, rows: log.length };
  const run = { step: () => false, progress: () => progress, session: () => session };
  return { ok: true, run: { ...run, digestInSteps: () => digestInSteps(log) } };
}

/** The digest of a run, for nothing else; empty where the input is bad. */
export function digestOfRun(source: RunSource): string {
  const { parsed } = readSource(source);
  return parsed.ok ? runScenario(parsed.scenario, { maxRows: MAX_ROWS }).digest : '';
}

function sessionOf(scenario: Scenario, finished: FinishedRun, opened: Session['opened']): Session {
  const { log, heartbeats, moments, usage } = finished.simulation;
  const settings = scenario.cluster.settings['kube-controller-manager'];
  const { startsAtEpochMicros } = scenario;
  const leaseRenewedAt = heartbeats.lastRenewal;
  const profiles = profilesOfScenario(scenario);
  return {
    opened,
    ...logAnswers({
      log,
      moments,
      startsAtEpochMicros,
      leaseRenewedAt,
      profiles,
      usage,
      ...(settings && { settings }),
    }),
  };
}

function headOf(scenario: Scenario, { digest, reached }: FinishedRun, file: string): TimelineHead {
  const { name, description, seed, startsAtEpochMicros } = scenario;
  return { name, description, file, seed, startsAtEpochMicros, until: reached, digest };
}
