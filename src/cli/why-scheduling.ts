// What `orrery why pod/NAME` says of the scheduler: each node's verdict, how those that fit were scored and which of
// them chance took, whom preemption would have evicted, and the pod's way through the queue.

import { formatDuration } from '../base/duration.ts';
import type { Micros } from '../base/time.ts';
import { alignColumns } from '../kubectl/printers/table.ts';
import type { DecisionRow } from '../log/row.ts';
import type { QueueAttempt, QueueStory } from '../report/queue-story.ts';
import { plainSentenceOf, timerText } from '../report/sentences.ts';
import type { Explanation, NodeExplanation, SearchEnd } from '../scheduler/explain.ts';
import type { PreemptionExplanation, PreemptionTrial } from '../scheduler/explain-preemption.ts';

const DECIDED_BY: { readonly [decider in NonNullable<PreemptionExplanation['decidedBy']>]: string } = {
  onlyCandidate: 'no other node would do',
  pdbViolations: 'the fewest disruption budgets are violated',
  highestVictimPriority: 'its most important victim is the least important one',
  sumOfPriorities: 'the sum of the priorities is the lowest',
  fewestVictims: 'the fewest pods have to go',
  latestStart: 'its victims started last',
  tie: 'chance takes one of them',
};

/** Why a node was not looked at. */
const ENDED_BY: { readonly [end in SearchEnd]: string } = {
  nominatedNode: 'the node that the pod is nominated to is tried first, and fits',
  firstFit: 'nothing is scored, so the first that fits is taken',
  enough: 'enough others fit',
  error: 'a filter had failed',
};

/** Beyond so many nodes those with equal verdicts are told together. */
const MOST_NODES = 12;
/** Nodes whose scores are told. */
const MOST_SCORED = 4;

/** An attempt, taken apart. */
export function attemptText(row: DecisionRow, explanation: Explanation): string {
  const { nodes, endedBy, preemption } = explanation;
  const room = preemption === undefined ? '' : preemptionText(preemption);
  const message = row.message === undefined ? '' : `\n${row.message}\n`;
  const verdicts = verdictLines(nodes, endedBy);
  return `${message}${verdicts === '' ? '' : `\n${verdicts}`}${scoresText(row, explanation)}${room}`;
}

function verdictLines(nodes: readonly NodeExplanation[], endedBy: SearchEnd | undefined): string {
  const groups = new Map<string, string[]>();
  for (const node of nodes) {
    const isUnseen = node.state === 'unseen' && endedBy !== undefined;
    const text = isUnseen ? `was not looked at: ${ENDED_BY[endedBy]}` : verdictText(node);
    const key = nodes.length <= MOST_NODES ? node.node : text;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node.node, text]);
    else group.splice(1, 0, node.node);
  }
  const rows = [...groups.values()].map((group) => {
    const text = group.at(-1) ?? '';
    const [first = '', second] = group;
    return [second === text ? first : `${group.length - 1} nodes (${first}, ...)`, text] as const;
  });
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}\n`).join('');
}

function verdictText({ state, verdicts }: NodeExplanation): string {
  if (state === 'feasible') return 'fits';
  if (state === 'excluded') return 'is not among the nodes that the pod names';
  const refused = verdicts.filter(({ status }) => status !== undefined);
  const said = refused.map(({ plugin, status, isAsked, isByNomination }) => {
    const why = isByNomination === true ? ', counting pods that are nominated to it' : '';
    const reasons = `${status?.reasons.join(', ') ?? ''} (${plugin}${why})`;
    return isAsked ? reasons : `also ${reasons}`;
  });
  return said.join('; ');
}

/** A row for each plugin, a column for each of the best nodes: raw score, normalised one, and that times the weight. */
function scoresText({ node: chosen, draw }: DecisionRow, explanation: Explanation): string {
  const { nodes, endedBy, best, skippedScores } = explanation;
  const scored = nodes.filter(({ total }) => total !== undefined);
  if (chosen === undefined) return '';
  if (scored.length === 0) {
    const why = endedBy === undefined ? `Only ${chosen} fits` : `${chosen} fits, and the search ended there`;
    return `\n${why}, so nothing was scored.\n`;
  }
  const isChosen = (node: NodeExplanation): number => (node.node === chosen ? 1 : 0);
  const top = scored
    .toSorted((a, b) => (b.total ?? 0) - (a.total ?? 0) || isChosen(b) - isChosen(a))
    .slice(0, MOST_SCORED);
  const rows = (top[0]?.scores ?? []).map(({ plugin, weight }, index) => [
    plugin,
    String(weight),
    ...top.map(({ scores }) => {
      const { raw = 0, normalized = 0 } = scores[index] ?? {};
      return `${raw} -> ${normalized} -> ${weight * normalized}`;
    }),
  ]);
  const head = ['PLUGIN', 'WEIGHT', ...top.map(({ node }) => node)];
  const totals = ['TOTAL', '', ...top.map(({ total }) => String(total))];
  const table = alignColumns([head, ...rows, totals])
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('');
  const more = scored.length > top.length ? `  ${scored.length - top.length} more nodes were scored.\n` : '';
  const skipped = skippedScores.length === 0 ? '' : `  Nothing to say: ${skippedScores.join(', ')}.\n`;
  const tie =
    best.length === 1
      ? `  ${chosen} has the highest total.\n`
      : `  ${best.length} nodes have the highest total; chance took ${chosen} (draw ${draw ?? 0} of the scheduler).\n`;
  return `\nScores (raw -> normalised -> weighted):\n${table}${more}${skipped}${tie}`;
}

/** Node by node, as the search for victims went. */
function preemptionText({ ineligible, trials, untried, best, decidedBy }: PreemptionExplanation): string {
  if (ineligible !== undefined) return `\nPreemption: ${ineligible}\n`;
  if (trials.length === 0) return '\nPreemption: evicting pods would change nothing on any node\n';
  const width = Math.max(...trials.map(({ node }) => node.length));
  const lines = trials.map((trial) => `  ${trial.node.padEnd(width)}  ${trialText(trial)}\n`);
  const rest = untried === 0 ? '' : `  ${untried} more were not tried: enough would do\n`;
  const choice = decidedBy === undefined ? '' : `  Least harm on ${best.join(', ')}: ${DECIDED_BY[decidedBy]}\n`;
  return `\nPreemption, where evicting pods might help:\n${lines.join('')}${rest}${choice}`;
}

function trialText(trial: PreemptionTrial): string {
  if ('reasons' in trial) return `does not help: ${trial.reasons.join(', ')}`;
  const victims = trial.victims.map(({ pod, priority }) => `${pod} (priority ${priority})`).join(', ');
  const violations = trial.pdbViolations === 0 ? '' : `; violates ${trial.pdbViolations} of its budgets`;
  return `would have to go: ${victims}${violations}`;
}

/** Attempt by attempt; empty for a pod that was never queued. */
export function queueText({ gates, attempts }: QueueStory): string {
  const lines = attempts.map((attempt) => `  ${queueLine(attempt)}\n`);
  if (gates !== undefined) {
    const end = gates.until === undefined ? 'and still is' : `until ${time(gates.until)}`;
    const cure = gates.until === undefined ? ': nobody tries before they are removed' : '';
    lines.unshift(`  held back by ${gates.names.join(', ')} ${end}${cure}\n`);
  }
  return lines.length === 0 ? '' : `\nIn the scheduler's queue:\n${lines.join('')}`;
}

function queueLine(attempt: QueueAttempt): string {
  return `${time(attempt.at)}  attempt ${attempt.attempt}: ${resultText(attempt)}  <- ${queuedText(attempt)}`;
}

/** An attempt that only a timer queued comes after the one before. */
function queuedText({ queuedBy, via, backoffUntil }: QueueAttempt): string {
  const said = plainSentenceOf(queuedBy).replace(/\.$/, '');
  if (backoffUntil !== undefined) return `${said}, before the end of its back-off at ${time(backoffUntil)}`;
  if (via === undefined) return said;
  return queuedBy.sentence === 'pod.unschedulable' ? timerText(via) : `${said}, then ${timerText(via)}`;
}

function resultText({ result, node, preemption }: QueueAttempt): string {
  if (result === 'scheduled') return `goes to ${node ?? ''}`;
  if (result === 'error') return 'failed';
  return preemption === undefined ? 'no node' : `no node, ${preemption.victims.length} make room on ${preemption.node}`;
}

function time(at: Micros): string {
  return formatDuration(Math.floor(at / 1_000) * 1_000);
}
