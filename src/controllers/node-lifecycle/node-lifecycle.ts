// The node lifecycle controller: declares silent nodes, marks their pods as not ready, and taints nodes by their
// conditions.
// Its keys: `pass` (health, zones and NoExecute taints), `node/NAME` (NoSchedule taints, at once), `pods/NODE` and
// `pod/NAMESPACE/NAME` (pods to mark).
// Mirrors pkg/controller/nodelifecycle/node_lifecycle_controller.go (v1.36).

import type { Micros } from '../../base/time.ts';
import { MICROS_PER_MILLI } from '../../base/time.ts';
import type { Change, Controller, Heartbeats, Reconciled, ReconcileView, Requeue, View } from '../../cluster/actor.ts';
import type { Request, Verdict } from '../../cluster/request.ts';
import { findCondition } from '../../model/condition.ts';
import type { Condition, Node, Pod } from '../../model/objects.ts';
import type { ControllerManagerSettings } from '../settings.ts';
import type { Due, PassContext, PassMemory } from './health-pass.ts';
import { runPass } from './health-pass.ts';
import { passFrom, tickFrom, timeOfPass } from './pass-clock.ts';
import { markNotReady, notReadyEvents } from './pods-not-ready.ts';
import { evictionTaintPatch, evictionTaints, mirrorPatch } from './taints.ts';
import { hasToken, takeToken } from './zones.ts';

export interface NodeLifecycleOptions {
  readonly heartbeats: Heartbeats;
  readonly settings: ControllerManagerSettings;
  /** How long a pass takes; the next one comes a period after its end. Default 1 ms. */
  readonly passMicros?: number;
}

/** Only the key `pass` remembers anything. */
export type NodeLifecycleMemory = PassMemory | undefined;

const PASS = 'pass';
const RECHECK_MICROS: number = MICROS_PER_MILLI;
/** Position of the status updates among the batches of a pass. */
const UPDATES = 1;
const SETTLED: Reconciled = { batches: [] };

/** The controller of a cluster whose nodes' leases are read through `heartbeats`. */
export function createNodeLifecycle(options: NodeLifecycleOptions): Controller<NodeLifecycleMemory> {
  return {
    name: 'node-lifecycle-controller',
    eventSource: 'node-controller',
    workers: 8,
    initialKeys: [PASS],
    watches: { Node: keysOfNode, Pod: keysOfPod },
    memory: (key) => (key === PASS ? newPassMemory() : undefined),
    reconcile(key, view, memory, now) {
      if (memory !== undefined) return reconcilePass(options, view, memory, now);
      const [kind, name] = splitKey(key);
      if (kind === 'node') {
        const node = view.get('Node', name);
        const patches = node === undefined ? [] : [mirrorPatch(node, now), labelPatch(node)];
        const wanted = patches.flatMap((patch) => patch ?? []);
        return wanted.length === 0 ? SETTLED : { batches: [wanted] };
      }
      return { batches: [markNotReady(kind === 'pods' ? podsOfSilent(view, name) : strandedPod(view, name), now)] };
    },
    settle(key, verdicts, _view, memory) {
      if (memory !== undefined) return repeatFailed(memory, verdicts);
      return key.startsWith('pod') ? notReadyEvents(verdicts.flat()) : [];
    },
  };
}

/** Labels that kubelets set also stand under their old names. */
const BETA_LABELS: readonly (readonly [string, string])[] = [
  ['kubernetes.io/os', 'beta.kubernetes.io/os'],
  ['kubernetes.io/arch', 'beta.kubernetes.io/arch'],
];

function labelPatch({ metadata }: Node): Request | undefined {
  const labels: { [name: string]: string } = {};
  for (const [name, beta] of BETA_LABELS) {
    const value = metadata.labels?.[name];
    if (value !== undefined && metadata.labels?.[beta] !== value) labels[beta] = value;
  }
  if (Object.keys(labels).length === 0) return undefined;
  return { verb: 'patch', kind: 'Node', key: metadata.name, patchType: 'strategic', patch: { metadata: { labels } } };
}

function newPassMemory(): PassMemory {
  return {
    clock: undefined,
    nextPass: undefined,
    seenRevision: -1,
    known: new Map(),
    health: new Map(),
    zones: new Map(),
    wanted: new Map(),
    nextTick: undefined,
    plan: undefined,
  };
}

function splitKey(key: string): readonly [string, string] {
  const slash = key.indexOf('/');
  return [key.slice(0, slash), key.slice(slash + 1)];
}

// ---- which keys a change wakes ----

function keysOfNode({ type, key, object, old }: Change<Node>): readonly string[] {
  if (type === 'deleted') return [PASS];
  if (old === undefined) return [PASS, `node/${key}`];
  const keys: string[] = [];
  if (mattersToPasses(old, object)) keys.push(PASS);
  if (old.status.conditions !== object.status.conditions || old.spec !== object.spec) keys.push(`node/${key}`);
  if (readyOf(old)?.status === 'True' && readyOf(object)?.status === 'Unknown') keys.push(`pods/${key}`);
  return keys;
}

/**
 * A change of NoSchedule taints, its own mirror, concerns no pass; but for a node with the wrong NoExecute taint, whose
 * exchange it may have crossed.
 */
function mattersToPasses(old: Node, node: Node): boolean {
  if (old.status.conditions !== node.status.conditions || old.metadata.labels !== node.metadata.labels) return true;
  const [before, after] = [evictionTaints(old), evictionTaints(node)];
  if (before.size !== after.size || [...before].some((taint) => !after.has(taint))) return true;
  const status = readyOf(node)?.status;
  return (status === 'False' && after.has('unreachable')) || (status === 'Unknown' && after.has('not-ready'));
}

/** A pod that has just been bound to a node that is not ready. */
function keysOfPod({ type, key, object, old, isInitial }: Change<Pod>, view: View): readonly string[] {
  const { nodeName } = object.spec;
  if (type === 'deleted' || isInitial || nodeName === undefined || old?.spec.nodeName === nodeName) return [];
  return isNotReady(view.get('Node', nodeName)) ? [`pod/${key}`] : [];
}

function readyOf(node: Node): Condition | undefined {
  return findCondition(node.status.conditions, 'Ready');
}

function isNotReady(node: Node | undefined): boolean {
  const ready = node === undefined ? undefined : readyOf(node);
  return ready !== undefined && ready.status !== 'True';
}

// ---- pods to mark ----

function podsOfSilent(view: View, nodeName: string): readonly Pod[] {
  return isNotReady(view.get('Node', nodeName)) ? view.onNode(nodeName) : [];
}

function strandedPod(view: View, key: string): readonly Pod[] {
  const pod = view.get('Pod', key);
  return pod !== undefined && isNotReady(view.get('Node', pod.spec.nodeName ?? '')) ? [pod] : [];
}

// ---- passes and ticks ----

function reconcilePass(
  { heartbeats, settings, passMicros = MICROS_PER_MILLI }: NodeLifecycleOptions,
  view: ReconcileView,
  memory: PassMemory,
  now: Micros,
): Reconciled {
  memory.clock ??= { startedAt: now, periodMicros: settings.nodeMonitorPeriodMicros + passMicros };
  const context: PassContext = { view, heartbeats, settings, clock: memory.clock, now };
  // Until its own writes have come back it would act on the state before them.
  if (!view.caughtUp('Node')) return { batches: [], requeue: requeueFor(nextDue(memory), RECHECK_MICROS) };
  const postponed = grantTaints(memory, context);
  const isDue = memory.nextPass !== undefined && now >= memory.nextPass;
  const { events, updates } = isDue ? runPass(memory, context) : { events: [], updates: [] };
  const updated = new Set(
    updates.flatMap((request) => (request.verb === 'update' ? [request.object.metadata.name] : [])),
  );
  const batches = [events, updates, taintPatches(memory, view, updated, now)];
  memory.nextTick = postponed ?? nextTick(memory, now);
  memory.nextPass = nextPass(memory, context);
  const due = nextDue(memory);
  return due === undefined ? { batches } : { batches, requeue: requeueFor(due, Math.max(0, due.at - now)) };
}

function requeueFor(due: Due | undefined, afterMicros: number): Requeue {
  const timer = due?.timer ?? 'node-monitor-period';
  return due?.setBy === undefined ? { afterMicros, timer } : { afterMicros, timer, setBy: due.setBy };
}

/**
 * At a tick, gives waiting nodes their taint, as many as the zones have tokens for. Those that another event has
 * silenced come right after, so that each leads back to its own cause: the tick that is returned.
 */
function grantTaints(memory: PassMemory, { view, heartbeats, now }: PassContext): PassMemory['nextTick'] {
  const tick = memory.nextTick;
  if (tick === undefined || now < tick.at) return undefined;
  const cause = heartbeats.silencedBy(tick.node);
  let postponed: PassMemory['nextTick'];
  for (const zone of memory.zones.values()) {
    for (let name = zone.waiting[0]; name !== undefined && hasToken(zone, tick.at); name = zone.waiting[0]) {
      if (heartbeats.silencedBy(name) !== cause) {
        postponed ??= { at: tick.at, node: name };
        break;
      }
      takeToken(zone, tick.at);
      zone.waiting.shift();
      const node = view.get('Node', name);
      const status = node === undefined ? undefined : readyOf(node)?.status;
      if (status === 'False') memory.wanted.set(name, 'not-ready');
      if (status === 'Unknown') memory.wanted.set(name, 'unreachable');
    }
  }
  return postponed;
}

/**
 * Writes the taints that were decided; what a node shows already is done. Nodes that this sync writes come next time.
 */
function taintPatches(memory: PassMemory, view: View, updated: ReadonlySet<string>, now: Micros): readonly Request[] {
  const patches: Request[] = [];
  for (const [name, wanted] of memory.wanted) {
    const node = view.get('Node', name);
    const present = node === undefined ? undefined : evictionTaints(node);
    const isDone = wanted === 'none' ? present?.size === 0 : present?.size === 1 && present.has(wanted);
    if (node === undefined || isDone) memory.wanted.delete(name);
    else if (!updated.has(name)) patches.push(evictionTaintPatch(node, wanted, now));
  }
  return patches;
}

function nextTick({ clock, zones }: PassMemory, now: Micros): PassMemory['nextTick'] {
  let tick: PassMemory['nextTick'];
  for (const zone of zones.values()) {
    const [node] = zone.waiting;
    if (clock === undefined || node === undefined || zone.rate === 0) continue;
    const at = tickFrom(clock, Math.max(now + 1, zone.tokenAt));
    if (tick === undefined || at < tick.at) tick = { at, node };
  }
  return tick;
}

/** The planned pass, or the next one at all where a node has changed since the last. */
function nextPass(memory: PassMemory, { view, clock, now }: PassContext): Micros | undefined {
  if (view.revision('Node') === memory.seenRevision) return memory.plan?.at;
  const next = timeOfPass(clock, passFrom(clock, now + 1));
  return memory.plan !== undefined && memory.plan.at < next ? memory.plan.at : next;
}

/** What comes next and why: a tick, or a pass. */
function nextDue({ nextTick, nextPass, plan }: PassMemory): Due | undefined {
  if (nextTick !== undefined && (nextPass === undefined || nextTick.at < nextPass)) {
    return { at: nextTick.at, timer: 'node-eviction-rate', setBy: { kind: 'Node', key: nextTick.node } };
  }
  if (nextPass === undefined) return undefined;
  const isPlanned = plan?.at === nextPass && plan.setBy !== undefined;
  return isPlanned ? plan : { at: nextPass, timer: 'node-monitor-period', setBy: undefined };
}

/** A pass in which a node could not be written is not over. */
function repeatFailed(memory: PassMemory, verdicts: readonly (readonly (Verdict | undefined)[])[]): readonly Request[] {
  const hasFailed = verdicts[UPDATES]?.some((verdict) => verdict?.ok === false) ?? false;
  if (hasFailed) memory.nextPass = memory.clock?.startedAt;
  return [];
}
