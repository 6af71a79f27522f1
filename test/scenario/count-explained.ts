// Takes every decision of a run apart again, from the log alone: it has to be the decision that was taken, with the
// same result and text, the node among the best ones, the same room made for the pod.

import { expect } from 'vitest';
import { Moments } from '../../src/log/moment.ts';
import type { DecisionRow } from '../../src/log/row.ts';
import { explainDecision } from '../../src/scenario/explain-decision.ts';
import type { FinishedRun } from '../../src/scenario/run-scenario.ts';
import { profilesOfScenario } from '../../src/scenario/scheduler-profiles.ts';
import type { Explanation } from '../../src/scheduler/explain.ts';

/** How many decisions there were, each of them expected to be explained as it was taken. */
export function countExplained({ simulation }: FinishedRun): number {
  const { log } = simulation;
  const { startsAtEpochMicros } = simulation.scenario;
  const moments = new Moments(log);
  const profiles = profilesOfScenario(simulation.scenario);
  let decisions = 0;
  for (let seq = 0; seq < log.length; seq += 1) {
    const row = log.plain(seq);
    if (row?.type !== 'decision') continue;
    decisions += 1;
    const explained = explainDecision(log, moments, seq, profiles, startsAtEpochMicros);
    expect(sameAs(row, explained), `row ${seq}`).toEqual(taken(row));
  }
  return decisions;
}

function taken({ result, message, node, preemption }: DecisionRow): unknown {
  return { result, message, node, room: preemption && { node: preemption.node, victims: preemption.victims } };
}

/** What the explanation says, with the draws that were made where it leaves a choice. */
function sameAs({ node, preemption }: DecisionRow, explained: Explanation | undefined): unknown {
  const { result, message, best = [] } = explained ?? {};
  const isAmongBest = (name: string | undefined, names: readonly string[]): string | undefined =>
    name !== undefined && names.includes(name) ? name : names[0];
  const room = isAmongBest(preemption?.node, explained?.preemption?.best ?? []);
  const trial = explained?.preemption?.trials.find((each) => each.node === room);
  const victims = trial !== undefined && 'victims' in trial ? trial.victims.map(({ pod }) => pod) : [];
  return { result, message, node: isAmongBest(node, best), room: room && { node: room, victims } };
}
