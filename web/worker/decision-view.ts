// One attempt of the scheduler for the drawer: every node's verdict by every filter that refused some node, with the
// measured fact; the scores of those that were scored; and what would make the pod fit.

import type { Micros } from '../../src/base/time.ts';
import type { Log } from '../../src/log/log.ts';
import type { Moments } from '../../src/log/moment.ts';
import { shortKey } from '../../src/model/label-syntax.ts';
import type { Node, Pod } from '../../src/model/objects.ts';
import { requestNumbers } from '../../src/model/pod-requests.ts';
import { firstUntolerated } from '../../src/model/toleration.ts';
import { lastDecision } from '../../src/report/state-row.ts';
import { type Attempt, attemptOf, snapshotOfAttempt } from '../../src/scenario/explain-decision.ts';
import { type FitObjects, fitCommands } from '../../src/scenario/fit-command.ts';
import { fitEdits } from '../../src/scenario/fit-edits.ts';
import { explainAttempt, type NodeExplanation } from '../../src/scheduler/explain.ts';
import type { Profile, Profiles } from '../../src/scheduler/framework.ts';
import type { NodeInfo } from '../../src/scheduler/node-info.ts';
import type { DecisionCell, DecisionFact, DecisionNode, DecisionView, Wake } from '../decision-protocol.ts';
import { queueLines, roomView } from './room-view.ts';

const ZONE = 'topology.kubernetes.io/zone';

/** The last attempt for a pod up to a moment; `undefined` where the scheduler never tried. */
export function decisionAt(
  log: Log,
  moments: Moments,
  profiles: Profiles,
  startsAtEpochMicros: number,
  id: string,
  at: Micros,
): DecisionView | undefined {
  if (!id.startsWith('Pod/')) return undefined;
  const row = lastDecision(log, id.slice(4), moments.at(at).length);
  const attempt = row && attemptOf(log, moments, row.seq, profiles, startsAtEpochMicros);
  if (row === undefined || attempt === undefined) return undefined;
  const { profile, pod, startIndex, offset } = attempt;
  const snapshot = snapshotOfAttempt(attempt);
  const explained = explainAttempt(profile, pod, snapshot, startIndex, offset);
  const filters = filtersOf(explained.nodes);
  const refusing = filters.filter((plugin) => explained.nodes.some((node) => refusalOf(node, plugin) !== undefined));
  const nodes = explained.nodes.map((node) => nodeView(node, filters, pod, snapshot.node(node.node)));
  const first = filters.indexOf(refusing[0] ?? '');
  const last = filters.indexOf(refusing.at(-1) ?? '');
  return {
    result: row.result,
    at: log.at(row.seq),
    attempt: row.attempt,
    message: explained.message ?? row.message ?? '',
    columns: refusing.length === 0 ? [] : filters,
    earlier: Math.max(first, 0),
    later: refusing.length === 0 ? 0 : filters.length - 1 - last,
    nodes: nodes.toSorted((a, b) => (a.node < b.node ? -1 : 1)),
    endedBy: explained.endedBy,
    chosen: row.node ?? '',
    draw: row.draw,
    wakes: row.result === 'unschedulable' ? wakesOf(profile, refusing) : [],
    edits: row.result === 'unschedulable' ? editsOf(attempt, moments.at(at)) : [],
    room: explained.preemption && roomView(explained.preemption),
    queue: queueLines({ log, moments }, pod, moments.at(at).length),
  };
}

function editsOf(attempt: Attempt, moment: FitObjects): DecisionView['edits'] {
  return fitEdits(attempt).map((edit) => ({ ...edit, commands: fitCommands(edit, attempt.pod, moment) }));
}

/** What wakes a pod that these plugins refused, each once. */
function wakesOf(profile: Profile, plugins: readonly string[]): readonly Wake[] {
  const refused = profile.plugins.filter(({ name }) => plugins.includes(name));
  const all = refused.flatMap(({ wakesOn = [] }) =>
    wakesOn.flatMap(({ resource, actions }) => actions.map((action): Wake => ({ kind: resource, action }))),
  );
  const isFirst = (wake: Wake, index: number): boolean =>
    all.findIndex(({ kind, action }) => kind === wake.kind && action === wake.action) === index;
  return all.filter(isFirst);
}

/** All filters that have anything to say about the pod, in the order in which they are asked. */
function filtersOf(nodes: readonly NodeExplanation[]): readonly string[] {
  const names: string[] = [];
  for (const { verdicts } of nodes) {
    for (const { plugin } of verdicts) if (!names.includes(plugin)) names.push(plugin);
  }
  return names;
}

function refusalOf(node: NodeExplanation, plugin: string): NodeExplanation['verdicts'][number] | undefined {
  return node.verdicts.find((verdict) => verdict.plugin === plugin && verdict.status !== undefined);
}

function nodeView(
  node: NodeExplanation,
  columns: readonly string[],
  pod: Pod,
  info: NodeInfo | undefined,
): DecisionNode {
  const scores = node.scores.map(({ plugin, weight, raw, normalized }) => ({
    plugin,
    raw,
    points: weight * normalized,
  }));
  return {
    node: node.node,
    zone: info?.node.metadata.labels?.[ZONE] ?? '',
    cells: columns.map((plugin) => cellOf(node, plugin, pod, info)),
    scores,
    total: node.total,
  };
}

function cellOf(node: NodeExplanation, plugin: string, pod: Pod, info: NodeInfo | undefined): DecisionCell {
  const verdict = node.verdicts.find((candidate) => candidate.plugin === plugin);
  if (verdict === undefined) return { state: 'unreached', reason: '' };
  if (verdict.status === undefined) return { state: 'passed', reason: '' };
  const fact = info === undefined ? undefined : factOf(plugin, pod, info);
  const reason = verdict.status.reasons.join(', ');
  return { state: verdict.isAsked ? 'refused' : 'unasked', reason, ...(fact !== undefined && { fact }) };
}

/** What was measured, in a few signs. */
function factOf(plugin: string, pod: Pod, info: NodeInfo): DecisionFact | undefined {
  switch (plugin) {
    case 'NodeResourcesFit':
      return shortageOf(pod, info);
    case 'NodeAffinity':
      return mismatchOf(pod, info.node);
    case 'TaintToleration':
      return taintOf(pod, info.node);
    case 'NodeUnschedulable':
      return { key: 'cordoned', values: {} };
    default:
      return undefined;
  }
}

function taintOf(pod: Pod, { spec }: Node): DecisionFact | undefined {
  const refused = firstUntolerated(spec.taints, pod.spec.tolerations, ['NoSchedule', 'NoExecute']);
  return refused && plain(refused.key.replace(/^node\.kubernetes\.io\//, ''));
}

function shortageOf(pod: Pod, { allocatable, requested, allowedPods, pods }: NodeInfo): DecisionFact | undefined {
  const wanted = requestNumbers(pod);
  const cpuFree = allocatable.cpuMillis - requested.cpuMillis;
  const memoryFree = allocatable.memoryBytes - requested.memoryBytes;
  if (wanted.cpuMillis > cpuFree) {
    return { key: 'cpu', values: { free: tenths(cpuFree), wanted: tenths(wanted.cpuMillis) } };
  }
  if (wanted.memoryBytes > memoryFree) {
    return { key: 'memory', values: { free: gibi(memoryFree), wanted: gibi(wanted.memoryBytes) } };
  }
  return pods.length < allowedPods
    ? undefined
    : { key: 'pods', values: { n: `${pods.length}`, most: `${allowedPods}` } };
}

function plain(text: string): DecisionFact {
  return { key: 'plain', values: { text } };
}

function tenths(cpuMillis: number): string {
  return String(Math.floor(cpuMillis / 100) / 10);
}

function gibi(bytes: number): string {
  return `${Math.floor((bytes / 2 ** 30) * 10) / 10}Gi`;
}

/** The first label of the node selector that the node has otherwise: `disk ≠ ssd`. */
function mismatchOf(pod: Pod, node: Node): DecisionFact {
  const wanted = Object.entries(pod.spec.nodeSelector ?? {});
  const missed = wanted.find(([key, value]) => node.metadata.labels?.[key] !== value);
  return missed === undefined ? { key: 'affinity', values: {} } : plain(`${shortKey(missed[0])} ≠ ${missed[1]}`);
}
