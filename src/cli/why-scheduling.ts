// What `orrery why pod/NAME` says beside the verdicts of the nodes: whom preemption would have evicted, and the pod's
// way through the scheduler's queue.

import { formatDuration } from '../base/duration.ts';
import type { Micros } from '../base/time.ts';
import type { QueueAttempt, QueueStory } from '../report/queue-story.ts';
import { plainSentenceOf, timerText } from '../report/sentences.ts';
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

/** Node by node, as the search for victims went. */
export function preemptionText({ ineligible, trials, untried, best, decidedBy }: PreemptionExplanation): string {
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
  const lines = attempts.map((attempt) => `  ${attemptText(attempt)}\n`);
  if (gates !== undefined) {
    const end = gates.until === undefined ? 'and still is' : `until ${time(gates.until)}`;
    lines.unshift(`  held back by ${gates.names.join(', ')} ${end}\n`);
  }
  return lines.length === 0 ? '' : `\nIn the scheduler's queue:\n${lines.join('')}`;
}

function attemptText(attempt: QueueAttempt): string {
  return `${time(attempt.at)}  attempt ${attempt.attempt}: ${resultText(attempt)}  <- ${queuedText(attempt)}`;
}

/** An attempt that only a timer queued comes after the one before. */
function queuedText({ queuedBy, via }: QueueAttempt): string {
  const timer = via === undefined ? [] : [timerText(via)];
  const isTimed = via !== undefined && queuedBy.sentence === 'pod.unschedulable';
  const said = plainSentenceOf(queuedBy).replace(/\.$/, '');
  return (isTimed ? timer : [said, ...timer]).join(', then ');
}

function resultText({ result, node, preemption }: QueueAttempt): string {
  if (result === 'scheduled') return `goes to ${node ?? ''}`;
  if (result === 'error') return 'failed';
  return preemption === undefined ? 'no node' : `no node, ${preemption.victims.length} make room on ${preemption.node}`;
}

function time(at: Micros): string {
  return formatDuration(Math.floor(at / 1_000) * 1_000);
}
