// `orrery why pod/NAME --at T` and the page's Why: what a pod is at a moment, the chain of causes behind it, and for a
// pod without a node what the scheduler said of each node. The verdicts are recomputed by whoever may ask the
// scheduler.

import type { Micros } from '../base/time.ts';
import { podStatusWord } from '../kubectl/printers/pod-status-word.ts';
import type { Moments } from '../log/moment.ts';
import type { DecisionRow, Seq } from '../log/row.ts';
import { barWord, isNodeReady, podStateClass } from './state-class.ts';
import { lastDecision, rowOfState } from './state-row.ts';
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
  /** The last attempt to find a node, for a pod that has none. */
  readonly attempt?: DecisionRow & { readonly seq: Seq; readonly verdicts?: Verdicts };
}

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
  const found = { existence: 'present', word: barWord(status, state), state, seq, chain } as const;
  const decision = pod.spec.nodeName === undefined ? lastDecision(log, key, moment.length) : undefined;
  if (decision === undefined) return found;
  const verdicts = explain?.(decision.seq);
  return { ...found, attempt: { ...decision, ...(verdicts === undefined ? {} : { verdicts }) } };
}
