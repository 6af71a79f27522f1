// The scheduler's attempts as a table for research: one record each, with what was looked at, what refused, how the
// best nodes scored and how long the pod had waited. Each attempt is made again from the log, so a run pays nothing.

import { MICROS_PER_SECOND } from '../base/time.ts';
import type { Log } from '../log/log.ts';
import type { Moments } from '../log/moment.ts';
import type { DecisionRow, Seq } from '../log/row.ts';
import { explainDecision } from '../scenario/explain-decision.ts';
import type { Explanation, NodeExplanation } from '../scheduler/explain.ts';
import type { Profiles } from '../scheduler/framework.ts';

/** One attempt. Times are seconds. */
export interface DecisionRecord {
  readonly seq: Seq;
  readonly at: number;
  readonly scheduler: string;
  readonly pod: string;
  readonly attempt: number;
  readonly result: DecisionRow['result'];
  readonly node: string;
  readonly message: string;
  /** Since the pod was created. */
  readonly waited: number;
  /** Since its attempt before; since it was created at the first. */
  readonly sinceLast: number;
  /** Nodes of the cluster. */
  readonly nodes: number;
  readonly evaluated: number;
  readonly feasible: number;
  /** Nodes with the highest total, among which chance chose. */
  readonly ties: number;
  /** How many nodes each plugin refused. */
  readonly rejected: { readonly [plugin: string]: number };
  /** The best nodes, the chosen one among them, with each plugin's weighted score. */
  readonly top: readonly TopNode[];
  readonly victims: readonly string[];
}

interface TopNode {
  readonly node: string;
  readonly total: number;
  readonly scores: { readonly [plugin: string]: number };
}

const TOP = 5;

/** A record for each attempt of a run, in order. */
export function* decisionRecords(
  log: Log,
  moments: Moments,
  profiles: Profiles,
  startsAtEpochMicros = 0,
): Generator<DecisionRecord> {
  const created = new Map<string, number>();
  const lastAttempt = new Map<string, number>();
  for (let seq = 0; seq < log.length; seq += 1) {
    const object = log.object(seq);
    if (object?.kind === 'Pod' && !created.has(object.metadata.uid)) created.set(object.metadata.uid, log.at(seq));
    const row = log.plain(seq);
    if (row?.type !== 'decision') continue;
    const at = log.at(seq);
    const since = created.get(row.uid) ?? at;
    const last = lastAttempt.get(row.uid) ?? since;
    lastAttempt.set(row.uid, at);
    const explanation = explainDecision(log, moments, seq, profiles, startsAtEpochMicros);
    yield {
      seq,
      at: at / MICROS_PER_SECOND,
      scheduler: log.actor(seq),
      pod: row.pod,
      attempt: row.attempt,
      result: row.result,
      node: row.node ?? '',
      message: row.message ?? '',
      waited: (at - since) / MICROS_PER_SECOND,
      sinceLast: (at - last) / MICROS_PER_SECOND,
      nodes: explanation?.nodes.length ?? 0,
      evaluated: row.evaluated,
      feasible: row.feasible,
      ties: explanation?.best.length ?? 0,
      rejected: rejections(explanation),
      top: topNodes(explanation, row.node),
      victims: row.preemption?.victims ?? [],
    };
  }
}

function rejections(explanation: Explanation | undefined): { readonly [plugin: string]: number } {
  const counts: { [plugin: string]: number } = {};
  for (const { state, verdicts } of explanation?.nodes ?? []) {
    if (state !== 'rejected') continue;
    const plugin = verdicts.find(({ status, isAsked }) => isAsked && status !== undefined)?.plugin;
    if (plugin !== undefined) counts[plugin] = (counts[plugin] ?? 0) + 1;
  }
  return counts;
}

/** The best first; ties in the order of the search, the chosen node before its equals. */
function topNodes(explanation: Explanation | undefined, chosen: string | undefined): readonly TopNode[] {
  const scored = (explanation?.nodes ?? []).filter((node) => node.total !== undefined);
  const totalOf = (node: NodeExplanation): number => node.total ?? 0;
  const isChosen = (node: NodeExplanation): number => (node.node === chosen ? 1 : 0);
  return scored
    .toSorted((a, b) => totalOf(b) - totalOf(a) || isChosen(b) - isChosen(a))
    .slice(0, TOP)
    .map((node) => ({
      node: node.node,
      total: totalOf(node),
      scores: Object.fromEntries(node.scores.map(({ plugin, weight, normalized }) => [plugin, weight * normalized])),
    }));
}
