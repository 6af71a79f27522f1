// Takes an attempt of the scheduler apart again, exactly as it was made: the cluster as the scheduler's watches had
// shown it, the pods that it had placed itself and not yet seen bound, and the node where its search began. All of
// that is in the log.

import type { Log } from '../log/log.ts';
import type { Moments } from '../log/moment.ts';
import type { DecisionRow, Seq } from '../log/row.ts';
import type { KubeEvent, Pod } from '../model/objects.ts';
import { type Explanation, explainAttempt } from '../scheduler/explain.ts';
import { type Profile, type Profiles, profileFor, type Snapshot } from '../scheduler/framework.ts';
import { type AssumedPod, type StoredObjects, snapshotOf } from '../scheduler/snapshot-of.ts';

/** What an attempt was made of: all that is needed to make it again, or another one in its place. */
export interface Attempt {
  readonly pod: Pod;
  /** The cluster as the scheduler saw it. */
  readonly seen: StoredObjects;
  readonly assumed: readonly AssumedPod[];
  /** Pods for which room was being made, of which the API server did not know yet. */
  readonly nominated: readonly AssumedPod[];
  /** What decided, and when. */
  readonly profile: Profile;
  readonly nowEpochMicros: number;
  readonly startIndex: number;
  /** Where the search for victims began. */
  readonly offset: number;
}

/** The explanation of the decision in a row; `undefined` where the row is none. */
export function explainDecision(
  log: Log,
  moments: Moments,
  seq: Seq,
  profiles: Profiles,
  startsAtEpochMicros = 0,
): Explanation | undefined {
  const attempt = attemptOf(log, moments, seq, profiles, startsAtEpochMicros);
  if (attempt === undefined) return undefined;
  const { profile, pod, startIndex, offset } = attempt;
  return explainAttempt(profile, pod, snapshotOfAttempt(attempt), startIndex, offset);
}

/** The cluster as the attempt saw it. */
export function snapshotOfAttempt({ seen, assumed, nominated, nowEpochMicros }: Attempt): Snapshot {
  return snapshotOf(seen, assumed, nominated, nowEpochMicros);
}

/** The attempt that a row records; `undefined` where the row is no decision. */
export function attemptOf(
  log: Log,
  moments: Moments,
  seq: Seq,
  profiles: Profiles,
  startsAtEpochMicros = 0,
): Attempt | undefined {
  const row = log.plain(seq);
  if (row?.type !== 'decision') return undefined;
  const seen = moments.after(row.cursor);
  const pod = seen.get('Pod', row.pod) ?? podBefore(log, row, seq);
  const profile = pod && profileFor(profiles, pod);
  if (pod === undefined || profile === undefined) return undefined;
  const isUnbound = (key: string): Pod | undefined => {
    const other = seen.get('Pod', key);
    return other?.spec.nodeName === undefined ? other : undefined;
  };
  const assumed: AssumedPod[] = [];
  const nominated: AssumedPod[] = [];
  // No decision about a pod is older than the pod, and of each only the last one counts.
  const undecided = new Map(
    seen.list('Pod').flatMap(({ metadata, spec }) => {
      return spec.nodeName === undefined ? [[metadata.uid, metadata.creationTimestamp] as const] : [];
    }),
  );
  const oldest = Math.min(...undecided.values());
  const failed = new Set<Seq | undefined>();
  const first = row.restart ?? 0;
  for (let earlier = seq - 1; earlier >= first && log.at(earlier) >= oldest && undecided.size > 0; earlier -= 1) {
    if (tellsFailure(log, earlier)) failed.add(log.cause(earlier)?.seq);
    const other = log.plain(earlier);
    if (other?.type !== 'decision' || log.actor(earlier) !== log.actor(seq)) continue;
    const waiting = isUnbound(other.pod);
    if (waiting === undefined || waiting.metadata.uid !== other.uid) continue;
    if (!undecided.delete(other.uid)) continue;
    const { reserve = [] } = profileFor(profiles, waiting) ?? {};
    if (other.node !== undefined && !failed.has(earlier)) assumed.push({ pod: waiting, node: other.node, reserve });
    const room = other.preemption;
    if (room !== undefined && !wasNominatedSince(log, seen.rowOf('Pod', other.pod), earlier)) {
      nominated.push({ pod: waiting, node: room.node });
    }
  }
  const { startIndex, preemption } = row;
  const nowEpochMicros = startsAtEpochMicros + log.at(seq);
  const offset = preemption?.offset ?? 0;
  return { pod, profile, nowEpochMicros, seen, assumed, nominated, startIndex, offset };
}

/**
 * True for what an attempt writes when it fails, its binding included: an event (which is not written each time), and
 * the pod's status, in which no node stands (as one does while the binding waits).
 */
function tellsFailure(log: Log, seq: Seq): boolean {
  const object = log.object(seq);
  if (object?.kind === 'Event') return (object as KubeEvent).reason === 'FailedScheduling';
  if (object?.kind !== 'Pod' || log.verb(seq) !== 'status') return false;
  return ((object as Pod).status.nominatedNodeName ?? '') === '';
}

/** True if the pod's newest version, or one before it, tells a nomination and is younger than a row. */
function wasNominatedSince(log: Log, newest: Seq | undefined, since: Seq): boolean {
  for (let seq = newest; seq !== undefined && seq > since; seq = log.before(seq)) {
    if (((log.object(seq) as Pod).status.nominatedNodeName ?? '') !== '') return true;
  }
  return false;
}

/** The pod's newest version before the decision, where the watches of the cursor's other kinds were behind. */
function podBefore(log: Log, { pod, uid }: DecisionRow, seq: Seq): Pod | undefined {
  for (let earlier = seq - 1; earlier >= 0; earlier -= 1) {
    const object = log.object(earlier);
    if (object?.kind === 'Pod' && log.key(earlier) === pod && object.metadata.uid === uid) return object as Pod;
  }
  return undefined;
}
