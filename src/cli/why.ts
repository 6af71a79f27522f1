// `orrery why event SEQ` and `orrery why pod/NAME --at T`: the chain of causes in sentences, from the line of the
// scenario to the event; for a pod without a node also what the scheduler found on each node.

import { formatDuration, sentenceDuration } from '../base/duration.ts';
import { MICROS_PER_SECOND, type Micros } from '../base/time.ts';
import { Moments } from '../log/moment.ts';
import { kindOfWord } from '../model/kinds.ts';
import { plainSentenceOf, timerText } from '../report/sentences.ts';
import { rowOfState } from '../report/state-row.ts';
import type { TellingContext } from '../report/telling.ts';
import type { ChainStep } from '../report/timeline-model.ts';
import { chainOf } from '../report/why.ts';
import { type PodWhy, whyPod } from '../report/why-pod.ts';
import { attemptOf, explainDecision } from '../scenario/explain-decision.ts';
import { fitEdits, fitPlans } from '../scenario/fit-edits.ts';
import type { FinishedRun } from '../scenario/run-scenario.ts';
import { profilesOfScenario } from '../scenario/scheduler-profiles.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { finish } from './finish.ts';
import { type Loaded, load } from './load.ts';
import { momentOf } from './moment.ts';
import type { Output } from './output.ts';
import { fitText } from './why-fit.ts';
import { attemptText, queueText } from './why-scheduling.ts';

export interface WhyOptions {
  readonly filename: readonly string[];
  readonly at?: string;
  readonly namespace?: string;
  readonly seed?: string;
  readonly schedulerConfig?: string;
  readonly plugin?: readonly string[];
}

/** Answers for `event SEQ`, `KIND/NAME` or `KIND NAME`. */
export function why(subject: string, name: string | undefined, options: WhyOptions, output: Output): ExitStatus {
  const [word = '', slashName] = subject.split('/');
  const wanted = name ?? slashName;
  const isEvent = word === 'event' && wanted !== undefined && /^\d+$/.test(wanted);
  const info = kindOfWord(word);
  if (wanted === undefined || (!isEvent && info === undefined)) {
    output.error(`error: nothing is known of "${subject}"; allowed: event SEQ, pod/NAME, node/NAME, deployment/NAME`);
    return EXIT.badInput;
  }
  const loaded = load(options.filename, output, options);
  if (loaded === undefined) return EXIT.badInput;
  const at = momentOf(options.at, loaded.scenario.until, output);
  if (at === undefined) return EXIT.badInput;
  const finished = finish(loaded, options.filename, output);
  if (finished === undefined) return EXIT.internal;
  const context = contextOf(loaded, finished);
  const { log, moments } = context;
  if (isEvent || info === undefined) {
    const seq = Number(wanted);
    if (seq >= log.length) return notFound(`event ${seq}: the run has ${log.length}, from 0`, output);
    output.write(chainText(chainOf(context, seq)));
    return EXIT.fine;
  }
  const namespace = options.namespace ?? loaded.scenario.namespace;
  const key = info.isNamespaced ? `${namespace}/${wanted}` : wanted;
  const never = `${info.kind.toLowerCase()} "${wanted}" does not exist up to ${formatDuration(at)}`;
  if (info.kind !== 'Pod') {
    const seq = rowOfState(log, moments, `${info.kind}/${key}`, at);
    if (seq === undefined) return notFound(never, output);
    output.write(chainText(chainOf(context, seq)));
    return EXIT.fine;
  }
  const profiles = profilesOfScenario(loaded.scenario);
  const found = whyPod(context, key, at, (seq) =>
    explainDecision(log, moments, seq, profiles, loaded.scenario.startsAtEpochMicros),
  );
  if (found === undefined) return notFound(never, output);
  const state = found.existence === 'gone' ? 'is gone' : found.word === '' ? 'is Running' : `is ${found.word}`;
  output.write(`pod ${wanted} ${state} at ${formatDuration(at)}${reservation(found)}\n\n${chainText(found.chain)}`);
  const { attempt } = found;
  if (attempt?.verdicts !== undefined) output.write(attemptText(attempt, attempt.verdicts));
  if (attempt?.result === 'unschedulable') {
    const made = attemptOf(log, moments, attempt.seq, profiles, loaded.scenario.startsAtEpochMicros);
    if (made !== undefined) {
      const plans = fitPlans(made);
      output.write(fitText(plans, fitEdits(made, plans)));
    }
  }
  if (found.queue !== undefined) output.write(queueText(found.queue));
  return EXIT.fine;
}

/** What has to be added to a pod's state. */
function reservation({ waits, silent }: PodWhy<unknown>): string {
  const since = (moment: Micros): string => formatDuration(Math.floor(moment / 1_000) * 1_000);
  if (silent !== undefined) {
    const { node, how } = silent;
    if (how === 'missing') return `, as last reported: there is no node ${node}`;
    const trouble = how === 'down' ? `${node} is down` : `${node} is not Ready`;
    return `, as last reported: ${trouble} since ${since(silent.since)}`;
  }
  if (waits === undefined) return '';
  if (waits.what === 'queued') return ': it is queued, the scheduler has not tried it yet';
  return `: kube-scheduler is down since ${since(waits.since)}`;
}

function contextOf({ scenario }: Loaded, { simulation }: FinishedRun): TellingContext & { readonly moments: Moments } {
  const { log } = simulation;
  const settings = scenario.cluster.settings['kube-controller-manager'];
  return { log, moments: new Moments(log), ...(settings === undefined ? {} : { settings }) };
}

function notFound(message: string, output: Output): ExitStatus {
  output.error(`Error: ${message}`);
  return EXIT.negative;
}

/** Numbered sentences, each with its time, its actor and what was waited for before it. */
function chainText(chain: readonly ChainStep[]): string {
  return chain.map((step, index) => `${waitText(step)}${stepText(step, index + 1)}`).join('');
}

function waitText({ waited, via, setting = via }: ChainStep): string {
  if (waited < MICROS_PER_SECOND && via === undefined) return '';
  return `     ... ${sentenceDuration(waited)}${via === undefined ? '' : `: ${timerText(via)} (${setting})`}\n`;
}

function stepText(step: ChainStep, number: number): string {
  const time = formatDuration(Math.floor(step.at / 1_000) * 1_000);
  return `${String(number).padStart(3)}. ${plainSentenceOf(step)}\n     ${time}, ${step.actor}, event ${step.seq}\n`;
}
