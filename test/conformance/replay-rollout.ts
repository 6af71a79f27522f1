// Replays controllers/rollout: the Deployment and ReplicaSet controllers beside a fake kubelet, and the choice of the
// pods that a shrinking ReplicaSet deletes.

import { type Micros, millis } from '../../src/base/time.ts';
import { parseRfc3339 } from '../../src/base/wall-clock.ts';
import { deploymentController } from '../../src/controllers/deployment/deployment.ts';
import { replicaSetController } from '../../src/controllers/replicaset/replicaset.ts';
import { podsToDelete } from '../../src/controllers/replicaset/scale-down.ts';
import type { KubeObject, NewObject, Pod, ReplicaSet } from '../../src/model/objects.ts';
import { isPodReady } from '../../src/model/pod-status.ts';
import { fromApiJson } from '../../src/model/times.ts';
import { byInstant, createHarness, type Harness, type LogEntry, milliOf, undelayed } from './controllers-harness.ts';
import { fakeKubelet, type Profile } from './fake-kubelet.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

interface Input {
  readonly deployment: unknown;
  readonly profiles: { readonly [image: string]: Profile };
  readonly script: readonly { readonly t: number; readonly patch?: unknown; readonly deletePod?: string }[];
  readonly podCreatesRejected?: readonly (readonly [number, number])[];
  readonly durationMs: number;
}

interface Expect {
  readonly log: readonly LogEntry[];
}

const START = '2000-01-01T02:00:00Z';
const KEY = 'default/web';
const QUOTA = 'pods is forbidden: exceeded quota: compute, requested: pods=1, used: pods=10, limited: pods=10';

/** controllers/rollout. */
export const rolloutReplayer: Replayer = {
  folder: 'controllers',
  set: 'rollout',
  scope: () => undefined,
  replay(vector) {
    return vector.tags.includes('ranking') ? replayRanking(vector) : replayRollout(vector);
  },
};

function replayRollout(vector: Vector): Difference | undefined {
  const input = vector.data.input as Input;
  const expected = (vector.data.expect as Expect).log;
  const epoch = parseRfc3339(START) ?? 0;
  const harness = createHarness({
    startsAtEpochMicros: epoch,
    actors: [
      undelayed(deploymentController),
      undelayed(replicaSetController),
      fakeKubelet((pod) => profileOf(input, pod)),
    ],
    objects: [],
  });
  rejectCreations(harness, input);
  const { kernel } = harness.cluster;
  harness.ask({ verb: 'create', kind: 'Deployment', object: fromApiJson(input.deployment, epoch) as NewObject });
  for (const { t, patch, deletePod } of input.script) {
    kernel.runUntil((millis(t) - 1) as Micros);
    kernel.runUntil(millis(t));
    if (patch !== undefined) harness.patch('Deployment', KEY, patch);
    if (deletePod !== undefined) deleteOldest(harness);
  }
  kernel.runUntil((millis(input.durationMs) - 1) as Micros);
  const isLoose = vector.data.loose === true;
  return firstDifference(byInstant(expected), byInstant(recordsOf(harness, isLoose)));
}

function profileOf(input: Input, pod: Pod): Profile {
  const profile = input.profiles[pod.spec.containers[0]?.image ?? ''];
  if (profile === undefined) throw new Error(`no profile for ${pod.metadata.name}`);
  return profile;
}

/** While creations are rejected the API server refuses pods as a quota would. */
function rejectCreations(harness: Harness, { podCreatesRejected = [] }: Input): void {
  const { api, kernel } = harness.cluster;
  const commit = api.commit.bind(api);
  api.commit = (at, actor, cause, request) => {
    const now = milliOf(kernel.now);
    const isRejected = podCreatesRejected.some(([from, to]) => now >= from && now < to);
    if (isRejected && request.verb === 'create' && request.kind === 'Pod') {
      return { ok: false, code: 403, reason: 'Forbidden', message: QUOTA };
    }
    return commit(at, actor, cause, request);
  };
}

function deleteOldest(harness: Harness): void {
  const { store } = harness.cluster;
  for (const entry of store.entries('Pod')) {
    if (entry.isGone || entry.object.metadata.deletionTimestamp !== undefined) continue;
    harness.ask({ verb: 'delete', kind: 'Pod', key: entry.key });
    return;
  }
}

// ---- what the controllers did, as the recording tells it ----

function recordsOf({ cluster, events }: Harness, isLoose: boolean): readonly LogEntry[] {
  const last = new Map<string, LogEntry>();
  const counts = new Map<string, LogEntry & { count: number }>();
  for (const { seq, at, actor, what } of cluster.log.rows()) {
    if (what.type !== 'write' || !actor.endsWith('-controller')) continue;
    const t = milliOf(at);
    const { verb, object, kind } = what;
    if (kind === 'Pod') {
      const beforeSeq = cluster.log.before(seq);
      const before = beforeSeq === undefined ? undefined : (cluster.log.object(beforeSeq) as Pod);
      const entry = podEntry(t, verb === 'create', object as Pod, before);
      const text = JSON.stringify(entry);
      counts.set(text, { ...entry, count: (counts.get(text)?.count ?? 0) + 1 });
    } else {
      for (const entry of objectEntries(t, verb, object, isLoose)) {
        last.set(`${t}/${kind}/${object.metadata.name}/${String(entry.op)}`, entry);
      }
    }
  }
  return [...last.values(), ...counts.values(), ...eventEntries(events)];
}

function podEntry(t: number, isCreation: boolean, pod: Pod, before: Pod | undefined): LogEntry {
  const owner = pod.metadata.ownerReferences?.[0]?.name ?? '';
  if (isCreation) return { t, kind: 'Pod', op: 'create', owner };
  const { phase } = pod.status;
  return { t, kind: 'Pod', op: 'delete', owner, phase, ready: isPodReady(before ?? pod) };
}

function objectEntries(t: number, verb: string, object: KubeObject, isLoose: boolean): readonly LogEntry[] {
  const { kind, metadata } = object;
  const { name, annotations } = metadata;
  if (verb === 'delete') return [{ t, kind, name, op: 'delete' }];
  if (verb === 'status') {
    const { status } = object as ReplicaSet;
    return [{ t, kind, name, op: 'status', status: shown(kind, status, isLoose) }];
  }
  const { spec } = object as ReplicaSet;
  const common = { t, kind, name, annotations, minReadySeconds: spec.minReadySeconds ?? 0, replicas: spec.replicas };
  if (verb === 'update') return [{ ...common, op: 'update' }];
  const hash = metadata.labels?.['pod-template-hash'];
  return [{ ...common, op: 'create', hash, image: spec.template.spec.containers[0]?.image }];
}

/** Times in milliseconds, conditions sorted by type; of a ReplicaSet without observedGeneration. */
function shown(kind: string, status: ReplicaSet['status'], isLoose: boolean): unknown {
  const { observedGeneration, conditions, ...counts } = status;
  const list = (conditions ?? []).map((condition) => {
    const { lastTransitionTime, lastUpdateTime, ...rest } = condition;
    const times = {
      ...(lastTransitionTime === undefined ? {} : { lastTransitionTime: milliOf(lastTransitionTime) }),
      ...(lastUpdateTime === undefined ? {} : { lastUpdateTime: milliOf(lastUpdateTime) }),
    };
    if (isLoose && kind === 'Deployment' && rest.type === 'Progressing' && rest.status === 'True') {
      return { type: rest.type, status: rest.status, lastTransitionTime: times.lastTransitionTime };
    }
    return { ...rest, ...times };
  });
  list.sort((a, b) => (a.type < b.type ? -1 : 1));
  return {
    ...counts,
    ...(list.length === 0 ? {} : { conditions: list }),
    ...(kind === 'Deployment' && observedGeneration !== undefined ? { observedGeneration } : {}),
  };
}

/** Equal events of an instant are one; scalings of one ReplicaSet at one instant are joined. */
function eventEntries(events: Harness['events']): readonly LogEntry[] {
  const entries = new Map<string, LogEntry>();
  const scalings = new Map<string, { readonly t: number; readonly object: string; from: string; to: string }>();
  for (const { at, event } of events) {
    const t = milliOf(at);
    const object = `${event.regarding.kind}/${event.regarding.name}`;
    const scaled = /^Scaled (?:up|down) replica set (\S+) from (\d+) to (\d+)$/.exec(event.message);
    if (scaled !== null) {
      const [, name = '', from = '', to = ''] = scaled;
      const known = scalings.get(`${t}/${name}`);
      scalings.set(`${t}/${name}`, { t, object, from: known?.from ?? from, to });
      continue;
    }
    const message = event.message.replace(/(pod: .*-)[a-z0-9]{5}$/, '$1*');
    const { type, reason } = event;
    entries.set(`${t}/${object}/${reason}/${message}`, { t, kind: 'Event', object, type, reason, message });
  }
  const joined = [...scalings].map(([key, { t, object, from, to }]): LogEntry => {
    const name = key.slice(key.indexOf('/') + 1);
    const direction = Number(from) < Number(to) ? 'up' : 'down';
    const message = `Scaled ${direction} replica set ${name} from ${from} to ${to}`;
    return { t, kind: 'Event', object, type: 'Normal', reason: 'ScalingReplicaSet', message };
  });
  return [...entries.values(), ...joined];
}

// ---- the choice of pods to delete ----

function replayRanking(vector: Vector): Difference | undefined {
  const input = vector.data.input as { readonly now: string; readonly pods: unknown; readonly replicaSet: ReplicaSet };
  const pods = fromApiJson(input.pods, 0) as readonly Pod[];
  const now = (parseRfc3339(input.now) ?? 0) as Micros;
  const own = pods.filter((pod) => pod.metadata.ownerReferences?.[0]?.name === input.replicaSet.metadata.name);
  const doomed = podsToDelete(own, pods, own.length - input.replicaSet.spec.replicas, now);
  return firstDifference(vector.data.expect, { deleted: doomed.map(({ metadata }) => metadata.name).sort() });
}
