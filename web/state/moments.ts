// The moments at which something happens, for stepping through a run: flags, KubeEvents, changes of state. All of them,
// or those of one object.

import type { PodBar, Timeline } from '../../src/report/timeline-model.ts';
import { memoized } from '../timeline/memo.ts';
import { nodeId, podId, workloadId } from '../timeline/rows.ts';
import { countsOfRun, stateCountsAt } from '../timeline/state-stack.ts';

/** Ascending, each once. With an id, the moments of that object alone. */
export function momentsOf(timeline: Timeline, id?: string): readonly number[] {
  const moments = new Set<number>();
  const isWanted = (about: string): boolean => id === undefined || about === id;
  if (id === undefined) for (const flag of timeline.flags) moments.add(flag.at);
  for (const event of timeline.events) if (isWanted(event.about)) moments.add(event.at);
  for (const bar of barsOfRun(timeline)) {
    if (isWanted(podId(bar))) for (const segment of bar.segments) moments.add(segment.from);
  }
  for (const node of timeline.nodes) {
    if (isWanted(nodeId(node))) for (const segment of node.segments) moments.add(segment.from);
  }
  for (const track of timeline.workloads) {
    if (id === workloadId(track)) for (const step of track.steps) moments.add(step.at);
  }
  for (const component of timeline.components) {
    if (!isWanted(`component/${component.name}`)) continue;
    for (const down of component.down) moments.add(down.from).add(down.to);
  }
  return [...moments].toSorted((a, b) => a - b);
}

export const barsOfRun: (timeline: Timeline) => readonly PodBar[] = memoized((timeline: Timeline) =>
  [timeline.noNode, ...timeline.nodes].flatMap((track) => track.bars),
);

/** How many objects of the kinds with tracks there are at a moment. */
export function countsAt(timeline: Timeline, at: number): { readonly [kind: string]: number } {
  const deployments = timeline.workloads.filter(
    ({ kind, steps }) => kind === 'Deployment' && (steps[0]?.at ?? 0) <= at,
  );
  const nodes = timeline.nodes.filter((node) => {
    const segment = node.segments.findLast((candidate) => candidate.from <= at);
    return segment !== undefined && segment.state !== 'absent';
  });
  return { Pod: podsUntil(timeline, at), Deployment: deployments.length, Node: nodes.length };
}

/** At the very end of a run, pods that are still there count although their bars end. */
function podsUntil(timeline: Timeline, at: number): number {
  const moment = at >= timeline.until ? timeline.until - 1 : at;
  return stateCountsAt(countsOfRun(timeline), moment).reduce((sum, count) => sum + count, 0);
}

const barsById: (timeline: Timeline) => ReadonlyMap<string, readonly PodBar[]> = memoized((timeline: Timeline) => {
  const bars = new Map<string, PodBar[]>();
  for (const bar of barsOfRun(timeline)) {
    const known = bars.get(podId(bar));
    if (known === undefined) bars.set(podId(bar), [bar]);
    else known.push(bar);
  }
  return bars;
});

/** All bars of a pod: one before its binding, one after. */
export function barsOfPod(timeline: Timeline, id: string): readonly PodBar[] {
  return barsById(timeline).get(id) ?? [];
}

/** What changes at a moment, the widest first: a node, a component, a pod, a Deployment. */
export function objectAt(timeline: Timeline, at: number): string | undefined {
  const begins = ({ segments }: { readonly segments: readonly { readonly from: number }[] }): boolean =>
    segments.some(({ from }, index) => index > 0 && from === at);
  const node = timeline.nodes.find(begins);
  if (node !== undefined) return nodeId(node);
  const component = timeline.components.find(({ down }) => down.some(({ from, to }) => from === at || to === at));
  if (component !== undefined) return `component/${component.name}`;
  const bar = barsOfRun(timeline).find(({ segments }) => segments.some(({ from }) => from === at));
  if (bar !== undefined) return podId(bar);
  const workload = timeline.workloads.find(({ steps }) => steps.some((step) => step.at === at));
  return workload === undefined ? undefined : workloadId(workload);
}

/** The first moment after (or the last before) another; `undefined` at the end of the list. */
export function momentBeside(moments: readonly number[], at: number, direction: 1 | -1): number | undefined {
  return direction === 1 ? moments.find((moment) => moment > at) : moments.findLast((moment) => moment < at);
}

/** What comes within this share of a run belongs to its start. */
const START_SHARE = 0.02;

/**
 * Where the cursor is when a run is opened: at the first thing that goes wrong, else at the first that was done, else
 * at the first warning once everything has started.
 */
export function firstMoment(timeline: Timeline): number {
  const flags = timeline.flags.filter((flag) => flag.kind !== 'fault-end' && flag.at > 0);
  const started = timeline.until * START_SHARE;
  const warning = timeline.events.find(({ at, isWarning }) => isWarning && at > started);
  return (flags.find((flag) => flag.kind === 'fault') ?? flags[0] ?? warning)?.at ?? timeline.until;
}
