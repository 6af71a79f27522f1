// The summary of a run as data, for scripts: what ran, how it was judged, how the workloads stand at the end.
// The keys stay as they are; new ones may come.

import { byCodeUnit } from '../base/compare.ts';
import { formatDuration } from '../base/duration.ts';
import type { Micros } from '../base/time.ts';
import { podStatusWord } from '../kubectl/printers/pod-status-word.ts';
import { type Moment, Moments } from '../log/moment.ts';
import { keyOf } from '../model/objects.ts';
import { runWarnings } from '../report/run-warnings.ts';
import type { Judgement } from '../scenario/expect.ts';
import { folderOf, joinPath } from '../scenario/file-patterns.ts';
import type { FinishedRun } from '../scenario/run-scenario.ts';
import type { ExpectationTime } from '../scenario/scenario.ts';
import type { Loaded } from './load.ts';
import { VERSION } from './version.ts';

/** The summary. Moments are durations since the run's start. */
export function summaryOf(loaded: Loaded, run: FinishedRun): object {
  const { scenario } = loaded;
  const { simulation, digest, judgements, reached, isComplete } = run;
  const moment = new Moments(simulation.log).at(reached);
  return {
    scenario: scenario.name,
    seed: scenario.seed,
    version: VERSION,
    until: formatDuration(reached),
    events: simulation.log.length,
    digest,
    ...(isComplete ? {} : { truncated: true }),
    expectations: judgements.map(expectationOf),
    workloads: workloadsOf(moment),
    pods: podCounts(moment),
    warnings: warningLines(loaded, run),
  };
}

/** What was warned of in the files, then what went wrong in the run: `web.yaml:3: warning: Pod db was refused: ...`. */
export function warningLines({ scenario, warnings }: Loaded, { simulation }: FinishedRun): readonly string[] {
  const folder = folderOf(scenario.file);
  const ofRun = runWarnings(simulation.log).map(
    ({ file, line, message }) => `${joinPath(folder, file)}:${line}: warning: ${message}`,
  );
  return [...warnings, ...ofRun];
}

function expectationOf({ expectation, isMet, isJudged, at, value }: Judgement): object {
  const { that, time } = expectation;
  const claim = { that, [time.type]: formatDuration(namedMoment(time)) };
  return isJudged ? { ...claim, met: isMet, moment: formatDuration(at), value } : { ...claim, judged: false };
}

/** The moment that the expectation itself names. */
function namedMoment(time: ExpectationTime): Micros {
  if (time.type === 'at') return time.at;
  return time.type === 'always' ? time.from : time.to;
}

function workloadsOf(moment: Moment): readonly object[] {
  const deployments = moment.list('Deployment').toSorted((a, b) => byCodeUnit(keyOf(a), keyOf(b)));
  return deployments.map(({ kind, metadata, spec, status }) => ({
    kind,
    namespace: metadata.namespace,
    name: metadata.name,
    desired: spec.replicas,
    updated: status.updatedReplicas ?? 0,
    ready: status.readyReplicas ?? 0,
    available: status.availableReplicas ?? 0,
  }));
}

/** Pods by kubectl's STATUS word. */
function podCounts(moment: Moment): { readonly [word: string]: number } {
  const words = moment.list('Pod').map((pod) => podStatusWord(pod).word);
  const counts: { [word: string]: number } = {};
  for (const word of words.sort(byCodeUnit)) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
