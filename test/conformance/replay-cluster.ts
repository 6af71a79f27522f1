// Replays cluster/scenarios: the manifests and actions of a recorded cluster on a simulated one with real controllers
// and scheduler and the recording's fake kubelets, and compares the two stories (cluster-story.ts).

import { entriesOf, type Recording } from './cluster-recording.ts';
import { Run } from './cluster-run.ts';
import { milestonesOf, type Rest, runsOfReplicaSets, type Story, storyOf, type Told } from './cluster-story.ts';
import { compareTexts } from './cluster-texts.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

/** Of durations. Lateness of a busy machine adds up, so moments may be twice as far apart. */
const TOLERANCE_MILLIS = 1_500;
/** NotReady comes 40 to 55 s after a kubelet stopped; a lease is taken over after 15 to 19 s. */
const LEASE_TOLERANCE_MILLIS = 15_000;
const REST_MILLIS = 3_000;

/** What the model does not do yet, by a kind that a scenario's objects have. */
const NOT_YET: { readonly [kind: string]: string } = {
  StatefulSet: 'StatefulSets',
  DaemonSet: 'DaemonSets',
  Job: 'Jobs',
  CronJob: 'CronJobs',
  ResourceQuota: 'quotas',
  LimitRange: 'limit ranges',
};

/** cluster/scenarios. */
export const clusterReplayer: Replayer = {
  folder: 'cluster',
  set: 'scenarios',
  scope(vector) {
    const recording = vector.data as unknown as Recording;
    const kinds = new Set(recording.timeline.map(({ kind }) => kind));
    const missing = Object.keys(NOT_YET).find((kind) => kinds.has(kind));
    return missing === undefined ? undefined : NOT_YET[missing];
  },
  replay(vector: Vector): Difference | undefined {
    const recording = vector.data as unknown as Recording;
    const until = recording.duration_s * 1000;
    const expected = storyOf(entriesOf(recording), until);
    const run = new Run(recording, expected);
    run.toEnd();
    const actual = storyOf(run.entries(), until);
    return (
      compareEvents(recording, expected, run.events(), actual) ??
      firstDifference(runsOfReplicaSets(expected), runsOfReplicaSets(actual), 'replicas') ??
      compareRests(expected, actual) ??
      compareTimes(recording, expected, actual) ??
      compareTexts(recording, (what) => run.output(what), expected.names, actual.names)
    );
  },
};

// ---- comparisons ----

/**
 * Events about nodes that join or leave come late and are left out, as the README says. Whether a budget is counted
 * before it has pods is a race.
 */
const LATE_REASONS: readonly string[] = ['RegisteredNode', 'RemovingNode', 'NoPods'];

/**
 * How often these come depends on a race: between pods and their counting, between the scheduler and who mends a node.
 */
const RACING_REASONS: readonly string[] = ['ScalingReplicaSet', 'FailedScheduling'];

function compareEvents(
  { events: recorded }: Recording,
  expected: Story,
  simulated: readonly Told[],
  actual: Story,
): Difference | undefined {
  const told = recorded.map(({ verb, source, reportingController, ...event }): Told => {
    return { ...event, from: source ?? reportingController ?? '', isFirst: verb === 'ADDED' };
  });
  const wanted = countTexts(told, expected);
  const found = countTexts(simulated, actual);
  const missing = surplus(wanted, found);
  const extra = surplus(found, wanted);
  return missing.length + extra.length === 0 ? undefined : { field: 'events', expected: missing, actual: extra };
}

function countTexts(told: readonly Told[], { names }: Story): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { type, reason, message, involvedObject, from, isFirst } of told) {
    const isRacing = RACING_REASONS.includes(reason);
    if (LATE_REASONS.includes(reason) || !(isFirst || isRacing)) continue;
    const said = names
      .text(message)
      .replace(/ to node-[0-9]+$/, ' to <node>')
      .replace(/^Preempted by pod \S+ on node \S+$/, 'Preempted by pod <uid> on node <node>');
    const shown = reason === 'ScalingReplicaSet' ? said.replace(/^.*(Scaled .*) from .*$/, '$1') : said;
    const about = `${involvedObject.kind}/${names.role(involvedObject.kind, involvedObject.name)}`;
    const text = `${from} ${type} ${reason} ${about}: ${shown}`;
    counts.set(text, isRacing ? 1 : (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

function surplus(counts: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): readonly string[] {
  const more = [...counts].flatMap(([text, count]) => {
    const by = count - (others.get(text) ?? 0);
    return by > 0 ? [`${by}x ${text}`] : [];
  });
  return more.sort();
}

/** Each long rest of one story is a rest, however short, of the other, in the same order. */
function compareRests(expected: Story, actual: Story): Difference | undefined {
  const missing = notIn(expected.rests, actual.rests);
  if (missing !== undefined) return restDifference(missing, actual.rests, false);
  const surplus = notIn(actual.rests, expected.rests);
  return surplus === undefined ? undefined : restDifference(surplus, expected.rests, true);
}

function notIn(rests: readonly Rest[], others: readonly Rest[]): Rest | undefined {
  let from = 0;
  for (const rest of rests) {
    if (rest.forMillis < REST_MILLIS) continue;
    const found = others.findIndex(({ text }, index) => index >= from && text === rest.text);
    if (found < 0) return rest;
    from = found;
  }
  return undefined;
}

function restDifference(rest: Rest, others: readonly Rest[], isSwapped: boolean): Difference | undefined {
  const end = (one: Rest): number => Math.abs(one.from + one.forMillis / 2 - (rest.from + rest.forMillis / 2));
  const [nearest] = others.toSorted((a, b) => end(a) - end(b));
  const field = `rest at ${Math.round(rest.from)} ms`;
  if (isSwapped)
    return firstDifference(nearest?.state, rest.state, field) ?? { field, expected: 'no such rest', actual: '' };
  return firstDifference(rest.state, nearest?.state, field) ?? { field, expected: 'this rest', actual: 'no such rest' };
}

function compareTimes(recording: Recording, expected: Story, actual: Story): Difference | undefined {
  const [wanted, found] = [milestonesOf(expected), milestonesOf(actual)];
  const firstFault = recording.actions.find(({ do: operation }) =>
    ['kubeletsStop', 'componentStop'].includes(operation?.op ?? ''),
  )?.started_t_ms;
  for (const milestone of new Set([...Object.keys(wanted), ...Object.keys(found)])) {
    const [times, others] = [wanted[milestone] ?? [], found[milestone] ?? []];
    const sorted = others.toSorted((a, b) => a - b);
    const isFar = (t: number, index: number): boolean => {
      const isLoose = firstFault !== undefined && t > firstFault + REST_MILLIS;
      return Math.abs(t - (sorted[index] ?? 0)) > (isLoose ? LEASE_TOLERANCE_MILLIS : 2 * TOLERANCE_MILLIS);
    };
    if (times.length !== others.length || times.toSorted((a, b) => a - b).some(isFar)) {
      return { field: `times: ${milestone}`, expected: times.toSorted((a, b) => a - b), actual: sorted };
    }
  }
  return undefined;
}
