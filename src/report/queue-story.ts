// What the scheduler's queue did with a pod: how long scheduling gates kept it out, and for each attempt what queued it
// (the pod itself, a change of the cluster, a timer) and what became of it. All of it is in the decisions' causes.

import type { Micros } from '../base/time.ts';
import type { Log } from '../log/log.ts';
import type { DecisionRow, Seq } from '../log/row.ts';
import type { Pod } from '../model/objects.ts';
import type { Telling, TellingContext } from './telling.ts';
import { tellRow } from './telling.ts';

/** One attempt to find a node. */
export interface QueueAttempt extends DecisionRow {
  readonly seq: Seq;
  readonly at: Micros;
  /** The row that queued the pod for it. */
  readonly queuedBy: Telling & { readonly seq: Seq; readonly at: Micros };
  /** The timer that had to run out first, by its Kubernetes name: a back-off, or the queue's last resort. */
  readonly via: string | undefined;
}

/** A pod's way through the queue. */
export interface QueueStory {
  /** The scheduling gates that it was created with, and when the last of them went. */
  readonly gates: { readonly names: readonly string[]; readonly until: Micros | undefined } | undefined;
  readonly attempts: readonly QueueAttempt[];
}

/** The story of a pod (by key and uid) up to a row. */
export function queueStory(context: TellingContext, pod: Pod, key: string, length: Seq): QueueStory {
  const { log } = context;
  const attempts: QueueAttempt[] = [];
  let gates: QueueStory['gates'];
  for (let seq = 0; seq < length; seq += 1) {
    const plain = log.plain(seq);
    if (plain?.type === 'decision' && plain.pod === key && plain.uid === pod.metadata.uid) {
      attempts.push(attemptOf(context, seq, plain));
    }
    if (plain === undefined && log.key(seq) === key) gates = gatesAfter(log, seq, pod.metadata.uid, gates);
  }
  return { gates, attempts };
}

function attemptOf(context: TellingContext, seq: Seq, row: DecisionRow): QueueAttempt {
  const { log } = context;
  const cause = log.cause(seq);
  const queuing = cause?.seq ?? seq;
  const queuedBy = { ...tellRow(context, queuing), seq: queuing, at: log.at(queuing) };
  return { ...row, seq, at: log.at(seq), queuedBy, via: cause?.via?.timer };
}

function gatesAfter(log: Log, seq: Seq, uid: string, before: QueueStory['gates']): QueueStory['gates'] {
  const object = log.object(seq);
  if (object?.kind !== 'Pod' || object.metadata.uid !== uid) return before;
  const names = ((object as Pod).spec.schedulingGates ?? []).map(({ name }) => name);
  if (before === undefined) return names.length === 0 ? undefined : { names, until: undefined };
  return before.until === undefined && names.length === 0 ? { ...before, until: log.at(seq) } : before;
}
