// DefaultPreemption: a pod that fits nowhere may have less important pods evicted to make room. The plugin chooses the
// node and the victims; preemption/executor.ts carries it out.
// Mirrors pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go and
// pkg/scheduler/framework/preemption/preemption.go (v1.36).

import { findCondition } from '../../model/condition.ts';
import type { Pod } from '../../model/objects.ts';
import { countedFitMessage, fitMessage } from '../fit-message.ts';
import type { FilterFailure, Plugin, PostFiltered } from '../framework.ts';
import type { PluginArgs } from '../plugin-args.ts';
import { bestCandidates } from '../preemption/choose-candidate.ts';
import { NO_VICTIMS } from '../preemption/dry-run.ts';
import { candidatesWanted, dryRuns, potentialNodes } from '../preemption/find-candidates.ts';
import { priorityOf } from '../preemption/importance.ts';

type CandidateLimits = PluginArgs['DefaultPreemption'];

const NEVER = 'not eligible due to preemptionPolicy=Never.';
const NOT_HELPFUL = 'Preemption is not helpful for scheduling';

/** The plugin, and its settings for whoever explains what it did. */
export interface PreemptionPlugin extends Plugin {
  readonly limits: CandidateLimits;
}

/** The plugin with these settings. */
export function createDefaultPreemption(limits: CandidateLimits): PreemptionPlugin {
  return {
    name: 'DefaultPreemption',
    limits,
    // It gates a pod while its victims are being evicted; that such a pod goes on is for what rejected it to say.
    wakesOn: [{ resource: 'Pod', actions: ['Delete'], hint: () => false }],
    postFilter: (failure) => preempt(failure, limits),
  };
}

function preempt(failure: FilterFailure, limits: CandidateLimits): PostFiltered {
  const obstacle = ineligibility(failure);
  if (obstacle !== undefined) return { kind: 'rejected', message: `preemption: ${obstacle}` };
  const nodes = potentialNodes(failure);
  const offset = nodes.length === 0 ? 0 : failure.draw(nodes.length);
  const runs = [...dryRuns(failure, nodes, offset, candidatesWanted(nodes.length, limits)).values()];
  const candidates = runs.flatMap((run) => (run.kind === 'candidate' ? [run] : []));
  if (candidates.length > 0) {
    const { best } = bestCandidates(candidates);
    const chosen = best[best.length === 1 ? 0 : failure.draw(best.length)];
    if (chosen !== undefined) return { kind: 'nominated', node: chosen.node, victims: chosen.victims, offset };
  }
  const statuses = runs.flatMap((run) => (run.kind === 'rejected' ? [run.status] : []));
  const errors = statuses.flatMap(({ code, reasons }) => (code === 'Error' ? reasons : []));
  if (errors.length > 0) {
    return { kind: 'error', message: `preemption: ${errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`}` };
  }
  const reasons = statuses.map((status) => status.reasons);
  const message = fitMessage(failure.snapshot.nodes.length, reasons, [NOT_HELPFUL]);
  return { kind: 'rejected', message: `preemption: ${message}`, clearsNomination: true };
}

/** What it says where no pod on any node is less important than this one: so many nodes are tried in vain. */
export function withoutVictims(
  pod: Pod,
  nodeCount: number,
  potential: number,
  draw: FilterFailure['draw'],
): PostFiltered {
  if (pod.spec.preemptionPolicy === 'Never') return { kind: 'rejected', message: `preemption: ${NEVER}` };
  if (potential > 0) draw(potential);
  const message = countedFitMessage(nodeCount, potential === 0 ? [] : [[NO_VICTIMS.reasons, potential]], [NOT_HELPFUL]);
  return { kind: 'rejected', message: `preemption: ${message}`, clearsNomination: true };
}

/**
 * Why the pod may not preempt: it does not want to, or it has, and its victims are still going. That holds no longer
 * when its node has become impossible.
 */
export function ineligibility({ pod, snapshot, verdicts, elsewhere }: FilterFailure): string | undefined {
  if (pod.spec.preemptionPolicy === 'Never') return NEVER;
  const nominated = pod.status.nominatedNodeName ?? '';
  if (nominated === '') return undefined;
  if ((verdicts.get(nominated) ?? elsewhere).code === 'UnschedulableAndUnresolvable') return undefined;
  const pods = snapshot.node(nominated)?.pods ?? [];
  const isWaiting = pods.some((other) => priorityOf(other) < priorityOf(pod) && isGoingByPreemption(other));
  return isWaiting ? 'not eligible due to a terminating pod on the nominated node.' : undefined;
}

function isGoingByPreemption({ metadata, status }: Pod): boolean {
  if (metadata.deletionTimestamp === undefined) return false;
  const condition = findCondition(status.conditions, 'DisruptionTarget');
  return condition?.status === 'True' && condition.reason === 'PreemptionByScheduler';
}
