// Takes an attempt of the scheduler apart again, exactly as it was made: the cluster as the scheduler's watches had
// shown it, the pods that it had placed itself and not yet seen bound, and the node where its search began. All of
// that is in the log.

import { MICROS_PER_MINUTE } from '../base/time.ts';
import type { Log } from '../log/log.ts';
import type { Moments } from '../log/moment.ts';
import type { DecisionRow, Seq } from '../log/row.ts';
import type { Pod } from '../model/objects.ts';
import { type Explanation, explainAttempt } from '../scheduler/explain.ts';
import { defaultProfile } from '../scheduler/registry.ts';
import { type AssumedPod, type StoredObjects, snapshotOf } from '../scheduler/snapshot-of.ts';

/** No binding is on its way for longer. */
const LONGEST_BINDING_MICROS: number = MICROS_PER_MINUTE;

/** What an attempt was made of: all that is needed to make it again, or another one in its place. */
export interface Attempt {
  readonly pod: Pod;
  /** The cluster as the scheduler saw it. */
  readonly seen: StoredObjects;
  readonly assumed: readonly AssumedPod[];
  readonly startIndex: number;
}

/** The explanation of the decision in a row; `undefined` where the row is none. */
export function explainDecision(log: Log, moments: Moments, seq: Seq): Explanation | undefined {
  const attempt = attemptOf(log, moments, seq);
  if (attempt === undefined) return undefined;
  const { pod, seen, assumed, startIndex } = attempt;
  return explainAttempt(defaultProfile, pod, snapshotOf(seen, assumed), startIndex);
}

/** The attempt that a row records; `undefined` where the row is no decision. */
export function attemptOf(log: Log, moments: Moments, seq: Seq): Attempt | undefined {
  const row = log.plain(seq);
  if (row?.type !== 'decision') return undefined;
  const seen = moments.after(row.cursor);
  const pod = seen.get('Pod', row.pod) ?? podBefore(log, row, seq);
  if (pod === undefined) return undefined;
  const isUnbound = (key: string): Pod | undefined => {
    const other = seen.get('Pod', key);
    return other?.spec.nodeName === undefined ? other : undefined;
  };
  const assumed: AssumedPod[] = [];
  for (let earlier = seq - 1; earlier >= 0 && log.at(seq) - log.at(earlier) < LONGEST_BINDING_MICROS; earlier -= 1) {
    const other = log.plain(earlier);
    if (other?.type !== 'decision' || other.result !== 'scheduled' || other.node === undefined) continue;
    const placed = isUnbound(other.pod);
    if (placed?.metadata.uid === other.uid) assumed.push({ pod: placed, node: other.node });
  }
  return { pod, seen, assumed, startIndex: row.startIndex };
}

/** The pod's newest version before the decision, where the watches of the cursor's other kinds were behind. */
function podBefore(log: Log, { pod, uid }: DecisionRow, seq: Seq): Pod | undefined {
  for (let earlier = seq - 1; earlier >= 0; earlier -= 1) {
    const object = log.object(earlier);
    if (object?.kind === 'Pod' && log.key(earlier) === pod && object.metadata.uid === uid) return object as Pod;
  }
  return undefined;
}
