// `orrery why pod/NAME --at T`: what a pod is at a moment, the chain of causes behind it, and for a pod without a node
// what the scheduler said of each node (of one with a node, how it was chosen), or why it has said nothing. The
// verdicts are recomputed by whoever may ask the scheduler. Of a pod on a node that is lost only what was reported is
// known.

import type { Micros } from '../base/time.ts';
import { podStatusWord } from '../kubectl/printers/pod-status-word.ts';
import type { Log } from '../log/log.ts';
import type { Moment, Moments } from '../log/moment.ts';
import type { DecisionRow, Seq } from '../log/row.ts';
import type { Pod } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { type QueueStory, queueStory } from './queue-story.ts';
import { barWord, isNodeReady, podStateClass } from './state-class.ts';
import { lastComponentRow, lastDecision, rowOfState } from './state-row.ts';
import type { TellingContext } from './telling.ts';
import type { ChainStep, StateClass } from './timeline-model.ts';
import { chainOf } from './why.ts';

/** Gives each node's verdict of a decision; its shape is the caller's. */
export type Explain<Verdicts> = (decision: Seq) => Verdicts;

export interface PodWhy<Verdicts> {
  /** Whether the pod exists at the moment; one that is gone is explained by its end. */
  readonly existence: 'present' | 'gone';
  /** kubectl's STATUS word, empty for one that is gone. */
  readonly word: string;
  readonly state: StateClass;
  /** The row that the chain ends with. */
  readonly seq: Seq;
  readonly chain: readonly ChainStep[];
  /** Its way through the scheduler's queue; absent for one that is gone. */
  readonly queue?: QueueStory;
  /** The last attempt to find a node, or the one that found it. */
  readonly attempt?: DecisionRow & { readonly seq: Seq; readonly verdicts?: Verdicts };
  /** Why nobody looks for a node for a pod that has none. */
  readonly waits?: { readonly what: 'scheduler-down' | 'queued'; readonly since: Micros };
  /** The node, where it cannot report what became of the pod, and since when. */
  readonly silent?: { readonly node: string; readonly how: 'down' | 'not-ready' | 'missing'; readonly since: Micros };
}

const SCHEDULER = 'kube-scheduler';

/** Why a pod (`namespace/name`) is as it is at a moment; `undefined` where it has never existed up to then. */
export function whyPod<Verdicts>(
  context: TellingContext & { readonly moments: Moments },
  key: string,
  t: Micros,
  explain?: Explain<Verdicts>,
): PodWhy<Verdicts> | undefined {
  const { log, moments } = context;
  const seq = rowOfState(log, moments, `Pod/${key}`, t);
  if (seq === undefined) return undefined;
  const chain = chainOf(context, seq);
  const moment = moments.at(t);
  const pod = moment.get('Pod', key);
  if (pod === undefined) return { existence: 'gone', word: '', state: 'terminating', seq, chain };
  const node = moment.get('Node', pod.spec.nodeName ?? '');
  const status = podStatusWord(pod);
  const state = podStateClass(pod, status.word, node !== undefined && isNodeReady(node));
  const queue = queueStory(context, pod, key, moment.length);
  const decision = lastDecision(log, key, moment.length);
  const verdicts = decision && explain?.(decision.seq);
  const attempt = decision && { attempt: { ...decision, ...(verdicts === undefined ? {} : { verdicts }) } };
  const found = { existence: 'present', word: barWord(status, state), state, seq, chain, queue, ...attempt } as const;
  if (pod.spec.nodeName !== undefined) {
    const silent = silenceOf(context, pod, moment, state === 'unknown' ? log.at(seq) : undefined);
    return silent === undefined ? found : { ...found, silent };
  }
  const waits = waitOf(log, pod, moment.length, decision !== undefined);
  return waits === undefined ? found : { ...found, waits };
}

/** A scheduler that is down says nothing; one that is up has not come to the pod. */
function waitOf(log: Log, pod: Pod, length: Seq, wasTried: boolean): PodWhy<never>['waits'] {
  if ((pod.spec.schedulingGates ?? []).length > 0) return undefined;
  const seq = lastComponentRow(log, SCHEDULER, length);
  const plain = seq === undefined ? undefined : log.plain(seq);
  if (seq !== undefined && plain?.type === 'component' && plain.state === 'down') {
    return { what: 'scheduler-down', since: log.at(seq) };
  }
  return wasTried ? undefined : { what: 'queued', since: pod.metadata.creationTimestamp };
}

/** A node that is down is silent before anybody knows; one that is not Ready, or not there, since `lostSince`. */
function silenceOf(
  { log }: TellingContext,
  { spec: { nodeName = '' }, status }: Pod,
  moment: Moment,
  lostSince: Micros | undefined,
): PodWhy<never>['silent'] {
  if (isTerminalPhase(status.phase)) return undefined;
  if (lostSince !== undefined && moment.get('Node', nodeName) === undefined) {
    return { node: nodeName, how: 'missing', since: lostSince };
  }
  for (let seq = moment.length - 1; seq >= 0; seq -= 1) {
    const plain = log.plain(seq);
    if (plain?.type !== 'fact' || plain.node !== nodeName) continue;
    if (plain.fact === 'node-crashed') return { node: nodeName, how: 'down', since: log.at(seq) };
    if (plain.fact === 'node-booted') break;
  }
  return lostSince === undefined ? undefined : { node: nodeName, how: 'not-ready', since: lostSince };
}
