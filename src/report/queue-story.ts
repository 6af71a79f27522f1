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

/** The story of a pod up to a row, from its creation on. */
export function queueStory(context: TellingContext, { metadata: { uid } }: Pod, key: string, length: Seq): QueueStory {
  const { log } = context;
  const attempts: QueueAttempt[] = [];
  const versions: Seq[] = [];
  for (let seq = length - 1; seq >= 0; seq -= 1) {
    const plain = log.plain(seq);
    if (plain?.type === 'decision' && plain.pod === key && plain.uid === uid) {
      attempts.push(attemptOf(context, seq, plain));
    }
    if (plain !== undefined || log.key(seq) !== key || !isPodOf(log, seq, uid)) continue;
    versions.push(seq);
    if (log.verb(seq) === 'create') break;
  }
  return { gates: gatesOf(log, versions.reverse()), attempts: attempts.reverse() };
}

function isPodOf(log: Log, seq: Seq, uid: string): boolean {
  const object = log.object(seq);
  return object?.kind === 'Pod' && object.metadata.uid === uid;
}

function attemptOf(context: TellingContext, seq: Seq, row: DecisionRow): QueueAttempt {
  const { log } = context;
  const cause = log.cause(seq);
  const queuing = cause?.seq ?? seq;
  const queuedBy = { ...tellRow(context, queuing), seq: queuing, at: log.at(queuing) };
  return { ...row, seq, at: log.at(seq), queuedBy, via: cause?.via?.timer };
}

/** From a pod's versions, oldest first. */
function gatesOf(log: Log, [created, ...later]: readonly Seq[]): QueueStory['gates'] {
  const gatesIn = (seq: Seq): readonly string[] =>
    ((log.object(seq) as Pod).spec.schedulingGates ?? []).map(({ name }) => name);
  const names = created === undefined ? [] : gatesIn(created);
  if (names.length === 0) return undefined;
  const freed = later.find((seq) => gatesIn(seq).length === 0);
  return { names, until: freed === undefined ? undefined : log.at(freed) };
}
