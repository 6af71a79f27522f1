// Whom preemption would hit, and a pod's way through the scheduler's queue, as the drawer shows them: what the
// explanation and the log say, in plain fields.

import type { Moments } from '../../src/log/moment.ts';
import type { Seq } from '../../src/log/row.ts';
import type { Pod } from '../../src/model/objects.ts';
import { keyOf } from '../../src/model/objects.ts';
import { queueStory } from '../../src/report/queue-story.ts';
import type { TellingContext } from '../../src/report/telling.ts';
import type { PreemptionExplanation, PreemptionTrial } from '../../src/scheduler/explain-preemption.ts';
import type { QueueLine, RoomTrial, RoomView } from '../decision-protocol.ts';

/** The search for room in the page's form. */
export function roomView({ ineligible, trials, untried, best, decidedBy }: PreemptionExplanation): RoomView {
  return { ineligible: ineligible ?? '', trials: trials.map(trialView), untried, best, decidedBy: decidedBy ?? '' };
}

function trialView(trial: PreemptionTrial): RoomTrial {
  const { node } = trial;
  if ('reasons' in trial) return { node, victims: [], violations: 0, reason: trial.reasons.join(', ') };
  return { node, victims: trial.victims, violations: trial.pdbViolations, reason: '' };
}

/** The attempts for a pod before a row. */
export function queueLines(
  context: TellingContext & { readonly moments: Moments },
  pod: Pod,
  length: Seq,
): readonly QueueLine[] {
  const { attempts } = queueStory(context, pod, keyOf(pod), length);
  return attempts.map(({ at, attempt, result, node, preemption, queuedBy, via, backoffUntil }) => ({
    at,
    attempt,
    result,
    node: node ?? preemption?.node ?? '',
    victims: preemption?.victims.length ?? 0,
    queuedBy: { sentence: queuedBy.sentence, values: queuedBy.values, at: queuedBy.at },
    via: via ?? '',
    backoffUntil,
  }));
}
