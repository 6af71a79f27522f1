// Replays controllers/node-lifecycle: the node lifecycle and taint eviction controllers beside nodes whose kubelets
// live and fall silent as the script says.

import { type Micros, millis } from '../../src/base/time.ts';
import { parseRfc3339 } from '../../src/base/wall-clock.ts';
import type { Heartbeats } from '../../src/cluster/actor.ts';
import { apiTime } from '../../src/cluster/api-server.ts';
import { createNodeLifecycle } from '../../src/controllers/node-lifecycle/node-lifecycle.ts';
import { controllerManagerSettings } from '../../src/controllers/settings.ts';
import { taintEvictionController } from '../../src/controllers/taint-eviction.ts';
import { findCondition } from '../../src/model/condition.ts';
import type { Condition, NewObject, Node, Pod, Taint } from '../../src/model/objects.ts';
import { fromApiJson } from '../../src/model/times.ts';
import { byInstant, createHarness, type Harness, type LogEntry, milliOf, undelayed } from './controllers-harness.ts';
import { podStopper } from './fake-kubelet.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

interface Step {
  readonly t: number;
  readonly op: string;
  readonly node: string;
  readonly object?: unknown;
  readonly type?: string;
  readonly status?: Condition['status'];
  readonly reason?: string;
  readonly message?: string;
  readonly key?: string;
  readonly value?: string;
  readonly effect?: Taint['effect'];
}

interface Input {
  readonly nodes: unknown;
  readonly pods: unknown;
  readonly leasePhaseMs: readonly number[];
  readonly script: readonly Step[];
  readonly durationMs: number;
  readonly params: { readonly [name: string]: number };
}

const START = '2000-01-01T02:00:00Z';
const RENEWAL_MS = 10_000;
const STOP_MS = 2_000;

/** controllers/node-lifecycle. */
export const nodeLifecycleReplayer: Replayer = {
  folder: 'controllers',
  set: 'node-lifecycle',
  scope: () => undefined,
  replay,
};

function replay(vector: Vector): Difference | undefined {
  const input = vector.data.input as Input;
  const expected = (vector.data.expect as { readonly log: readonly LogEntry[] }).log;
  const epoch = parseRfc3339(START) ?? 0;
  const nodes = fromApiJson(input.nodes, epoch) as readonly NewObject[];
  const pods = fromApiJson(input.pods, epoch) as readonly NewObject[];
  const kubelets = new Kubelets();
  nodes.forEach(({ metadata }, i) => kubelets.add(metadata.name ?? '', 0, input.leasePhaseMs[i]));
  const settings = settingsOf(input.params);
  const harness = createHarness({
    startsAtEpochMicros: epoch,
    actors: [
      undelayed(createNodeLifecycle({ heartbeats: kubelets, settings, passMicros: 0 }), 8),
      undelayed(taintEvictionController, 8),
      podStopper(STOP_MS, (node) => kubelets.isAlive(node)),
    ],
    objects: [...nodes, ...pods],
  });
  const { kernel } = harness.cluster;
  for (const step of input.script) {
    kernel.runUntil(millis(step.t));
    perform(harness, kubelets, step, epoch);
  }
  kernel.runUntil((millis(input.durationMs) - 1) as Micros);
  const isLoose = vector.data.loose === true;
  const records = recordsOf(harness);
  return firstDifference(byInstant(expected), byInstant(isLoose ? loosened(records, harness) : records));
}

function settingsOf(params: Input['params']): ReturnType<typeof controllerManagerSettings> {
  const seconds = (name: string): string => `${params[name]}ms`;
  return controllerManagerSettings({
    'node-monitor-period': seconds('nodeMonitorPeriodMs'),
    'node-monitor-grace-period': seconds('nodeMonitorGracePeriodMs'),
    'node-startup-grace-period': seconds('nodeStartupGracePeriodMs'),
    'node-eviction-rate': String(params.nodeEvictionRate),
    'secondary-node-eviction-rate': String(params.secondaryNodeEvictionRate),
    'large-cluster-size-threshold': String(params.largeClusterSizeThreshold),
    'unhealthy-zone-threshold': String(params.unhealthyZoneThreshold),
  });
}

// ---- kubelets: leases as a function of time ----

interface Life {
  readonly from: number;
  to: number;
}

/** Which kubelets were alive when; the lease is renewed at the start of a life and every 10 s from a phase. */
class Kubelets implements Heartbeats {
  readonly #lives = new Map<string, { readonly phase: number; readonly lives: Life[] }>();

  /** A kubelet that lives from `from` on; without a phase it renews its lease only then. */
  add(node: string, from: number, phase: number | undefined): void {
    const to = phase === undefined ? from : Number.POSITIVE_INFINITY;
    this.#lives.set(node, { phase: phase ?? 0, lives: [{ from, to }] });
  }

  stop(node: string, at: number): void {
    const last = this.#lives.get(node)?.lives.at(-1);
    if (last !== undefined) last.to = Math.min(last.to, at);
  }

  start(node: string, at: number): void {
    this.#lives.get(node)?.lives.push({ from: at, to: Number.POSITIVE_INFINITY });
  }

  isAlive(node: string): boolean {
    return this.#lives.get(node)?.lives.at(-1)?.to === Number.POSITIVE_INFINITY;
  }

  lastRenewal(node: string, t: Micros): Micros | undefined {
    const known = this.#lives.get(node);
    const now = t / 1000;
    const life = known?.lives.filter(({ from }) => from <= now).at(-1);
    if (known === undefined || life === undefined) return undefined;
    const until = Math.min(now, life.to - 0.001);
    const regular = known.phase + Math.floor((until - known.phase) / RENEWAL_MS) * RENEWAL_MS;
    return millis(Math.max(life.from, Math.max(regular, regular >= known.phase ? regular : 0)));
  }

  silencedBy(node: string): number | undefined {
    return this.isAlive(node) ? undefined : 0;
  }
}

// ---- the script ----

function perform(harness: Harness, kubelets: Kubelets, step: Step, epoch: number): void {
  const { t, op, node: name } = step;
  const current = harness.cluster.store.current('Node', name) as Node | undefined;
  switch (op) {
    case 'stop':
      kubelets.stop(name, t);
      return;
    case 'start':
      kubelets.start(name, t);
      post(harness, current, [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: '' }]);
      reviveP(harness, name);
      return;
    case 'notReady': {
      const { reason = '', message = '' } = step;
      post(harness, current, [{ type: 'Ready', status: 'False', reason, message }]);
      return;
    }
    case 'condition': {
      const { type = '', status = 'Unknown' } = step;
      post(harness, current, [{ type, status, reason: 'Scripted', message: '' }]);
      return;
    }
    case 'cordon':
    case 'uncordon':
      harness.patch('Node', name, { spec: { unschedulable: op === 'cordon' } });
      return;
    case 'taint':
    case 'untaint': {
      const { key = '', value = '', effect = 'NoExecute' } = step;
      const others = (current?.spec.taints ?? []).filter((taint) => taint.key !== key);
      const taints = op === 'taint' ? [...others, { key, value, effect }] : others;
      harness.patch('Node', name, { spec: { taints } });
      return;
    }
    case 'add':
    case 'addSilent': {
      kubelets.add(name, t, op === 'add' ? t : undefined);
      const { kernel, api } = harness.cluster;
      api.bootstrap(kernel.now, 'script', undefined, fromApiJson(step.object, epoch) as NewObject);
      return;
    }
    case 'delete':
      harness.ask({ verb: 'delete', kind: 'Node', key: name });
      return;
    default:
      throw new Error(`unknown operation ${op}`);
  }
}

/** The kubelet posts its whole status: all conditions get a new heartbeat; after silence it knows them all again. */
function post(harness: Harness, node: Node | undefined, changes: readonly Condition[]): void {
  if (node === undefined) return;
  const at = apiTime(harness.cluster.kernel.now);
  const isBack = changes.some(({ type, status }) => type === 'Ready' && status === 'True');
  const conditions = (node.status.conditions ?? []).map((condition): Condition => {
    const known = changes.find(({ type }) => type === condition.type);
    const back: Condition | undefined =
      isBack && condition.status === 'Unknown' ? { ...condition, status: 'False' } : undefined;
    const next = known ?? back ?? condition;
    const lastTransitionTime = next.status === condition.status ? condition.lastTransitionTime : at;
    return {
      ...condition,
      ...next,
      lastHeartbeatTime: at,
      ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }),
    };
  });
  const object: Node = { ...node, status: { ...node.status, conditions } };
  harness.ask({ verb: 'update', kind: 'Node', subresource: 'status', object });
}

function reviveP(harness: Harness, node: string): void {
  const { store, kernel } = harness.cluster;
  const at = apiTime(kernel.now);
  for (const entry of [...store.onNode(node)]) {
    if (entry.isGone) continue;
    const pod = entry.object as Pod;
    const ready = findCondition(pod.status.conditions, 'Ready');
    if (ready?.status === 'True') continue;
    const condition = { ...ready, type: 'Ready', status: 'True', lastTransitionTime: at };
    const patch = { status: { conditions: [condition] } };
    harness.ask({ verb: 'patch', kind: 'Pod', key: entry.key, patchType: 'strategic', subresource: 'status', patch });
  }
}

// ---- what the controllers did, as the recording tells it ----

function recordsOf({ cluster, events }: Harness): readonly LogEntry[] {
  const last = new Map<string, LogEntry>();
  for (const { at, actor, what } of cluster.log.rows()) {
    if (what.type !== 'write' || !actor.endsWith('-controller')) continue;
    const t = milliOf(at);
    const { object, kind, verb } = what;
    const entry = kind === 'Node' ? nodeEntry(t, verb, object as Node) : podEntry(t, verb, object as Pod);
    last.set(`${t}/${kind}/${object.metadata.name}/${String(entry.op)}`, entry);
  }
  const sent = new Map<string, LogEntry>();
  for (const { at, event } of events) {
    const { type, reason, message, regarding } = event;
    const entry = {
      t: milliOf(at),
      kind: 'Event',
      object: `${regarding.kind}/${regarding.name}`,
      type,
      reason,
      message,
    };
    sent.set(JSON.stringify(entry), entry);
  }
  return [...last.values(), ...sent.values()];
}

function nodeEntry(t: number, verb: string, node: Node): LogEntry {
  const { name } = node.metadata;
  if (verb === 'status') return { t, kind: 'Node', name, op: 'status', conditions: shown(node.status.conditions) };
  const taints = (node.spec.taints ?? []).map(({ key, value, effect, timeAdded }) => ({
    key,
    effect,
    ...(value === undefined || value === '' ? {} : { value }),
    ...(timeAdded === undefined ? {} : { timeAdded: milliOf(timeAdded) }),
  }));
  return { t, kind: 'Node', name, op: 'taints', taints };
}

function podEntry(t: number, verb: string, pod: Pod): LogEntry {
  const { name } = pod.metadata;
  if (verb !== 'status') return { t, kind: 'Pod', name, op: 'delete' };
  const { phase, conditions } = pod.status;
  return { t, kind: 'Pod', name, op: 'status', phase, conditions: shown(conditions) };
}

function shown(conditions: readonly Condition[] | undefined): readonly unknown[] {
  return (conditions ?? []).map(({ type, status, reason = '', message = '', lastTransitionTime }) => ({
    type,
    status,
    reason,
    message,
    ...(lastTransitionTime === undefined ? {} : { lastTransitionTime: milliOf(lastTransitionTime) }),
  }));
}

/** Names give way to zones, equal records are counted, and what depends on the order of nodes is left out. */
function loosened(records: readonly LogEntry[], { cluster }: Harness): readonly LogEntry[] {
  const zones = new Map<string, string>();
  for (const { what } of cluster.log.rows()) {
    if (what.type !== 'write') continue;
    const { kind, object } = what;
    const labels = object.metadata.labels;
    if (kind === 'Node') zones.set(object.metadata.name, labels?.['topology.kubernetes.io/zone'] ?? '');
    if (kind === 'Pod') zones.set(object.metadata.name, zones.get((object as Pod).spec.nodeName ?? '') ?? '');
  }
  const counted = new Map<string, LogEntry & { count: number }>();
  for (const record of records) {
    if (record.kind === 'Event') continue;
    const name = String(record.name);
    const zone = `${record.kind === 'Node' ? '' : 'pod in '}zone:${zones.get(name)}`;
    const entry = { ...record, ...withoutOrder(record), name: zone };
    const text = JSON.stringify(entry);
    counted.set(text, { ...entry, count: (counted.get(text)?.count ?? 0) + 1 });
  }
  return [...counted.values()];
}

function withoutOrder({ taints, conditions }: LogEntry): { readonly [field: string]: unknown } {
  if (taints !== undefined) {
    const list = (taints as readonly Taint[]).map(({ timeAdded, ...rest }) =>
      rest.effect === 'NoSchedule' ? rest : { ...rest, timeAdded },
    );
    return { taints: list.length > 0 ? list : null };
  }
  const list = conditions as readonly Condition[] | undefined;
  const isEvicted = list?.some(({ type }) => type === 'DisruptionTarget') ?? false;
  return isEvicted ? { conditions: list?.filter(({ type }) => type !== 'Ready') } : {};
}
