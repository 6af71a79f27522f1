// Replays cluster/scenarios: the manifests and actions of a recorded cluster on a simulated one with real controllers and
// scheduler and the recording's fake kubelets, and compares the two stories (cluster-story.ts).

import { createRandom } from '../../src/base/random.ts';
import { type Micros, micros, millis } from '../../src/base/time.ts';
import { parseRfc3339 } from '../../src/base/wall-clock.ts';
import { type Cluster, createCluster } from '../../src/cluster/cluster.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import { defaultServiceAccount, rootCaConfigMap } from '../../src/controllers/namespace-defaults.ts';
import { controllerManagerActors } from '../../src/controllers/registry.ts';
import { controllerManagerSettings } from '../../src/controllers/settings.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import type { KubeEvent, NewObject, Pod } from '../../src/model/objects.ts';
import { createHeartbeats, type LeaseHeartbeats } from '../../src/node/heartbeats.ts';
import { createScheduler } from '../../src/scheduler/scheduler.ts';
import { entriesOfLog } from './cluster-digest.ts';
import { type Kwok, kwokSpec } from './cluster-kwok.ts';
import { namesOf } from './cluster-names.ts';
import {
  type Digest,
  type Entry,
  entriesOf,
  type RecordedAction,
  type Recording,
  secondsOffset,
} from './cluster-recording.ts';
import { type Script, stepsOf } from './cluster-script.ts';
import { milestonesOf, type Rest, runsOfReplicaSets, type Story, storyOf } from './cluster-story.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

const EPOCH: number = parseRfc3339('2026-11-22T08:00:00Z') ?? 0;
/** Of durations. Lateness of a busy machine adds up, so moments may be twice as far apart. */
const TOLERANCE_MILLIS = 1_500;
/** NotReady comes 40 to 55 s after a kubelet stopped; a lease is taken over after 15 to 19 s. */
const LEASE_TOLERANCE_MILLIS = 15_000;
const REST_MILLIS = 3_000;

/** What the model does not do yet, by a kind that a scenario's objects have or a name. */
const NOT_YET: { readonly [kind: string]: string } = {
  StatefulSet: 'StatefulSets',
  DaemonSet: 'DaemonSets',
  Job: 'Jobs',
  CronJob: 'CronJobs',
  PodDisruptionBudget: 'disruption budgets and drain',
  ResourceQuota: 'quotas',
  LimitRange: 'limit ranges',
  PersistentVolumeClaim: 'volumes',
  HorizontalPodAutoscaler: 'metrics of the fake kubelet',
};

const SCENARIOS_NOT_YET: { readonly [name: string]: string } = {
  'apiserver-down': 'outages of the API server',
  'apiserver-down-nodes-stay-ready': 'outages of the API server',
  preemption: 'preemption',
  'anti-affinity-and-spread': 'inter-pod affinity',
};

/** cluster/scenarios. */
export const clusterReplayer: Replayer = {
  folder: 'cluster',
  set: 'scenarios',
  scope(vector) {
    const recording = vector.data as unknown as Recording;
    const kinds = new Set(recording.timeline.map(({ kind }) => kind));
    const missing = Object.keys(NOT_YET).find((kind) => kinds.has(kind));
    return missing === undefined ? SCENARIOS_NOT_YET[recording.name] : NOT_YET[missing];
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
      compareTimes(recording, expected, actual)
    );
  },
};

/** A simulated cluster that follows a recording's script. */
export class Run {
  readonly #recording: Recording;
  readonly #expected: Story;
  readonly #cluster: Cluster;
  readonly #heartbeats: LeaseHeartbeats;
  readonly #log = new Log('replay');
  readonly #shiftMillis: number;
  #kwok: Kwok | undefined;
  readonly #taken = new Map<string, string>();

  constructor(recording: Recording, expected: Story) {
    this.#recording = recording;
    this.#expected = expected;
    this.#shiftMillis = 1000 - secondsOffset(recording);
    const random = createRandom(recording.name);
    const kernel = new Kernel();
    const latency = DEFAULT_LATENCY;
    this.#cluster = createCluster({ kernel, log: this.#log, random, latency, startsAtEpochMicros: EPOCH });
    this.#heartbeats = createHeartbeats(random.at);
    this.#begin();
    const ports = {
      heartbeats: this.#heartbeats,
      syncMicros: latency.controllerSyncMicros,
      startsAtEpochMicros: EPOCH,
      storedKinds: () => this.#cluster.store.kinds(),
      usage: { usageAt: () => undefined, steadyUsage: () => ({ since: micros(0), meter: undefined }) },
    };
    const controllers = controllerManagerActors(controllerManagerSettings(), ports as never);
    this.#cluster.add('kwok', [kwokSpec((kwok) => (this.#kwok = kwok))]).start();
    this.#cluster.add('kube-scheduler', [createScheduler()]).start();
    this.#cluster.add('kube-controller-manager', controllers).start();
  }

  #begin(): void {
    const { api } = this.#cluster;
    const at = micros(0);
    const { namespace, timeline } = this.#recording;
    for (const { kind, name, changed, initial } of timeline) {
      if (initial !== true || (kind !== 'Node' && kind !== 'Namespace')) continue;
      api.bootstrap(at, 'start', undefined, objectOf(kind, name, changed ?? {}));
      if (kind === 'Node') this.#heartbeats.start(name, at);
    }
    const byDefault = objectOf('Namespace', 'default', { status: { phase: 'Active' } });
    for (const object of [byDefault, defaultServiceAccount(namespace), rootCaConfigMap(namespace)]) {
      api.bootstrap(at, 'start', undefined, object);
    }
  }

  toEnd(): void {
    const { kernel } = this.#cluster;
    const script: Script = {
      cluster: this.#cluster,
      recording: this.#recording,
      nameOf: (kind, name) => this.#nameOf(kind, name),
      epochMicros: EPOCH,
    };
    const moves: { readonly at: number; run(): void }[] = [];
    for (const action of this.#recording.actions) {
      if (action.do !== undefined && action.do.op !== 'request') {
        moves.push({ at: action.started_t_ms, run: () => this.#operate(action) });
      } else {
        for (const step of stepsOf(script, action)) moves.push({ at: this.#effectTime(action, step), run: step.run });
      }
    }
    for (const { at, run } of moves.toSorted((a, b) => a.at - b.at)) {
      kernel.runUntil(this.#simulated(at));
      run();
    }
    kernel.runUntil(this.#simulated(this.#recording.duration_s * 1000));
  }

  #simulated(recordedMillis: number): Micros {
    return millis(Math.max(1, Math.floor(recordedMillis + this.#shiftMillis)));
  }

  /** When the recorded cluster first saw a step's effect; else soon after the command was started. */
  #effectTime({ started_t_ms: from, finished_t_ms: to }: RecordedAction, step: { kind: string; name: string }): number {
    const seen = this.#expected.entries.find(
      ({ t, kind, name }) => kind === step.kind && name === step.name && t >= from && t <= to + 300,
    );
    return seen === undefined ? Math.min(from + 100, to) : Math.max(from, seen.t - 5);
  }

  #operate({ do: operation }: RecordedAction): void {
    const { group_default: byDefault } = this.#recording.params.fake_kubelet;
    const group = this.#recording.nodes
      .filter((node) => (node.group ?? byDefault) === operation?.group)
      .map(({ name }) => name);
    const { kernel } = this.#cluster;
    const cause = { seq: this.#log.length - 1 };
    switch (operation?.op) {
      case 'kubeletsStop':
        this.#kwok?.freeze(group);
        for (const name of group) this.#heartbeats.silence(name, kernel.now, cause.seq);
        return;
      case 'kubeletsContinue':
        for (const name of group) this.#heartbeats.start(name, kernel.now);
        this.#kwok?.thaw(group);
        return;
      case 'componentStop':
        this.#cluster.component(String(operation.component))?.stop(cause);
        return;
      case 'componentStart':
        this.#cluster.component(String(operation.component))?.start(cause);
        return;
      default:
    }
  }

  /** The object that plays the part of a recorded one: on the same node if possible, else the first that is free. */
  #nameOf(kind: string, recorded: string): string {
    const known = this.#taken.get(`${kind}/${recorded}`);
    if (known !== undefined) return known;
    const names = namesOf(this.entries());
    const role = this.#expected.names.role(kind, recorded);
    const places = this.#expected.names.withRole(kind, role);
    const free = names.withRole(kind, role).filter((name) => ![...this.#taken.values()].includes(name));
    const live = free.filter((name) => this.#cluster.store.current(kind, `${this.#recording.namespace}/${name}`));
    const node = nodeOfEntry(this.#expected.entries, recorded);
    const onNode = live.filter((name) => {
      const pod = this.#cluster.store.current('Pod', `${this.#recording.namespace}/${name}`) as Pod | undefined;
      return pod?.spec.nodeName === node;
    });
    const chosen = onNode[0] ?? live[Math.min(places.indexOf(recorded), live.length - 1)] ?? recorded;
    this.#taken.set(`${kind}/${recorded}`, chosen);
    return chosen;
  }

  entries(): readonly Entry[] {
    const toMillis = (at: number): number => at / 1000 - this.#shiftMillis;
    return entriesOfLog(this.#log, this.#recording.namespace, toMillis);
  }

  /** KubeEvents as they were written, and rewritten with a higher count. */
  events(): readonly Told[] {
    const told: Told[] = [];
    for (const { what } of this.#log.rows()) {
      if (what.type !== 'write' || what.kind !== 'Event' || what.verb === 'delete') continue;
      const event = what.object as KubeEvent;
      const { namespace, kind } = event.involvedObject;
      if (namespace !== this.#recording.namespace && kind !== 'Node') continue;
      const from = event.source?.component ?? event.reportingComponent ?? '';
      told.push({ ...event, from, isFirst: what.verb === 'create' });
    }
    return told;
  }
}

function nodeOfEntry(entries: readonly Entry[], name: string): string | undefined {
  const bound = entries.findLast(
    (entry) => entry.kind === 'Pod' && entry.name === name && entry.digest.spec !== undefined,
  );
  return (bound?.digest.spec as { readonly nodeName?: string } | undefined)?.nodeName;
}

/** An object from its digest. */
function objectOf(kind: string, name: string, { labels, annotations, spec, status }: Digest): NewObject {
  const { conditions, ...rest } = (status ?? {}) as { readonly conditions?: { readonly [type: string]: Digest } };
  const list = Object.entries(conditions ?? {}).map(([type, fields]) => ({
    ...fields,
    type,
    lastTransitionTime: micros(0),
  }));
  return {
    apiVersion: 'v1',
    kind,
    metadata: {
      name,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: spec ?? {},
    status: { ...rest, ...(list.length === 0 ? {} : { conditions: list }) },
  } as unknown as NewObject;
}

// ---- comparisons ----

/** Events about nodes that join or leave come late and are left out, as the README says. */
const LATE_REASONS: readonly string[] = ['RegisteredNode', 'RemovingNode'];

/** How often these come depends on a race: between pods and their counting, between the scheduler and who mends a node. */
const RACING_REASONS: readonly string[] = ['ScalingReplicaSet', 'FailedScheduling'];

/** A KubeEvent as far as it is compared. */
interface Told {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: { readonly kind: string; readonly name: string };
  readonly from: string;
  /** False where it was only counted up. */
  readonly isFirst: boolean;
}

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
    const said = names.text(message).replace(/ to node-[0-9]+$/, ' to <node>');
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
