// Why something is as it is: the chain of causes of a row, from the line of the scenario to the row, in steps that say
// something. Rows that only pass a cause on (a binding after its decision, a status that changes nothing visible) are
// left out.

import type { Micros } from '../base/time.ts';
import type { Log } from '../log/log.ts';
import type { Seq } from '../log/row.ts';
import { findCondition } from '../model/condition.ts';
import type { Deployment } from '../model/objects.ts';
import type { SentenceKey } from './sentences.ts';
import { settingText } from './setting-text.ts';
import { aboutOf, type TellingContext, tellRow } from './telling.ts';
import type { ChainStep } from './timeline-model.ts';

/** Said in the middle of a chain they would add nothing. */
const QUIET: ReadonlySet<SentenceKey> = new Set([
  'pod.status',
  'pod.updated',
  'replicaSet.status',
  'replicaSet.updated',
  'deployment.status',
  'deployment.updated',
  'object.status',
  'sandbox.started',
  'probe.changed',
]);

/** What the step before says already. */
const REPEATS: ReadonlyMap<SentenceKey, readonly SentenceKey[]> = new Map([
  ['pod.assigned', ['pod.bound', 'pod.boundOnly', 'pod.boundFirst']],
  ['machine.crashed', ['fault.crash']],
  ['machine.booted', ['fault.crashEnd']],
  ['pod.killed', ['fault.kill']],
  ['component.down', ['fault.stop']],
  ['component.up', ['fault.stopEnd']],
]);

/** True if a sentence says nothing that a reader could see. */
export function isQuiet(sentence: SentenceKey): boolean {
  return QUIET.has(sentence);
}

/** The chain of causes of a row: first its root, last the row itself. */
export function chainOf(context: TellingContext, seq: Seq): readonly ChainStep[] {
  const steps: ChainStep[] = [];
  let lost: Timer | undefined;
  for (const each of ancestors(context.log, seq)) {
    const before = steps.at(-1);
    const step = stepOf(context, each, before, lost);
    const sentence = step.sentence as SentenceKey;
    const isRepeated = before !== undefined && REPEATS.get(sentence)?.includes(before.sentence as SentenceKey) === true;
    const isKept = before === undefined || each === seq || !(QUIET.has(sentence) || isRepeated);
    if (isKept) steps.push(step);
    lost = isKept ? undefined : step;
  }
  return steps;
}

/** What a row led to, and how much more. */
export interface Effects {
  readonly steps: readonly ChainStep[];
  readonly more: number;
}

/** What a row led to, in order of time, KubeEvents apart; rows that only pass a cause on are looked through. */
export function effectsOf(context: TellingContext, seq: Seq, most: number): Effects {
  const { log } = context;
  const from = stepOf(context, seq, undefined, undefined);
  const carriers = new Map<Seq, ChainStep>([[seq, from]]);
  const steps: ChainStep[] = [];
  let more = 0;
  for (let each = seq + 1; each < log.length; each += 1) {
    const cause = carriers.get(log.cause(each)?.seq ?? -1);
    if (cause === undefined || log.object(each)?.kind === 'Event') continue;
    const step = stepOf(context, each, from, cause === from ? undefined : cause);
    const sentence = step.sentence as SentenceKey;
    const isRepeated = REPEATS.get(sentence)?.includes(from.sentence as SentenceKey) === true;
    if (QUIET.has(sentence) || isRepeated) carriers.set(each, step);
    else if (steps.length < most) steps.push(step);
    else more += 1;
  }
  return { steps, more };
}

/** The rows from the root of a row's causes to the row. */
export function ancestors(log: Log, seq: Seq): readonly Seq[] {
  const seqs: Seq[] = [];
  for (let each: Seq | undefined = seq; each !== undefined; each = causeOf(log, each)) seqs.push(each);
  return seqs.reverse();
}

/**
 * The row that caused a row. A progress deadline runs from the last progress, whatever the controller has seen since.
 */
function causeOf(log: Log, seq: Seq): Seq | undefined {
  const cause = log.cause(seq);
  if (cause?.via?.timer !== 'progressDeadlineSeconds') return cause?.seq;
  let progress = log.before(seq);
  const wanted = progressedAt(log, progress);
  if (wanted === undefined) return cause.seq;
  for (;;) {
    const before: Seq | undefined = progress === undefined ? undefined : log.before(progress);
    if (before === undefined || progressedAt(log, before) !== wanted) return progress;
    progress = before;
  }
}

/** When the last progress was recorded that a version of a Deployment tells of. */
function progressedAt(log: Log, seq: Seq | undefined): Micros | undefined {
  const object = seq === undefined ? undefined : log.object(seq);
  if (object?.kind !== 'Deployment') return undefined;
  return findCondition((object as Deployment).status.conditions, 'Progressing')?.lastUpdateTime;
}

/** The timer of a row that a chain leaves out. */
type Timer = Pick<ChainStep, 'via' | 'setting'>;

function stepOf(context: TellingContext, seq: Seq, before: ChainStep | undefined, lost: Timer | undefined): ChainStep {
  const { log } = context;
  const at = log.at(seq);
  const plain = log.plain(seq);
  const source = plain?.type === 'action' || plain?.type === 'fault' ? plain.source : undefined;
  const timer = log.cause(seq)?.via?.timer;
  const { via, setting } =
    timer === undefined ? { ...lost } : { via: timer, setting: settingText(context, seq, timer) };
  return {
    seq,
    at,
    actor: actorText(log.actor(seq)),
    ...tellRow(context, seq),
    about: aboutOf(log, seq),
    ...(via === undefined ? {} : { via }),
    ...(setting === undefined ? {} : { setting }),
    waited: (before === undefined ? 0 : at - before.at) as Micros,
    ...(source === undefined ? {} : { source }),
  };
}

/** An actor as a reader knows it: `kube-scheduler`, `kubelet worker-1`. */
export function actorText(actor: string): string {
  return actor === 'default-scheduler' ? 'kube-scheduler' : actor.replace('/', ' ');
}
