// One pass over the nodes: who is new, who is gone, who has been silent for too long; which NoExecute taints that
// calls for, and what it means for the zones. And the plan: when the next pass will change something.
// Nodes that were silenced by different events are declared one event at a time, so that each leads back to its own
// cause.
// Mirrors pkg/controller/nodelifecycle/node_lifecycle_controller.go, monitorNodeHealth (v1.36).

import type { Micros } from '../../base/time.ts';
import type { Heartbeats, Requeue, View } from '../../cluster/actor.ts';
import type { EventRequest, Request } from '../../cluster/request.ts';
import type { Seq } from '../../log/row.ts';
import { findCondition } from '../../model/condition.ts';
import type { Condition, Node } from '../../model/objects.ts';
import { referenceTo } from '../ownership.ts';
import type { ControllerManagerSettings } from '../settings.ts';
import type { NodeHealth } from './node-health.ts';
import { observe, silentConditions, silentUntil } from './node-health.ts';
import type { PassClock } from './pass-clock.ts';
import { passAt, passFrom, timeOfPass } from './pass-clock.ts';
import type { EvictionTaint } from './taints.ts';
import { evictionTaints } from './taints.ts';
import type { Zone } from './zones.ts';
import { dequeue, enqueue, isExcluded, newZone, updateZones, zoneKey } from './zones.ts';

/** What the passes remember: plain data. */
export interface PassMemory {
  clock: PassClock | undefined;
  /** When the next pass takes place. */
  nextPass: Micros | undefined;
  /** The revision of nodes that the last complete pass saw. */
  seenRevision: number;
  readonly known: Map<string, Node>;
  readonly health: Map<string, NodeHealth>;
  readonly zones: Map<string, Zone>;
  /** NoExecute taints that have been decided and are not seen yet. */
  readonly wanted: Map<string, EvictionTaint>;
  /** When waiting nodes may next be tainted. */
  nextTick: { readonly at: Micros; readonly node: string } | undefined;
  /** The next pass that will change something, as things stand. */
  plan: Due | undefined;
}

/** A pass that is due. */
export interface Due {
  readonly at: Micros;
  readonly timer: Requeue['timer'];
  readonly setBy: Requeue['setBy'];
}

/** What a pass needs to know. */
export interface PassContext {
  readonly view: View;
  readonly heartbeats: Heartbeats;
  readonly settings: ControllerManagerSettings;
  readonly clock: PassClock;
  readonly now: Micros;
}

/** What a pass asks for. */
export interface PassResult {
  readonly events: readonly EventRequest[];
  readonly updates: readonly Request[];
}

/** Runs a pass (or the next part of it) and plans the next one. */
export function runPass(memory: PassMemory, context: PassContext): PassResult {
  const { view, clock, now } = context;
  const nodes = view.list('Node');
  const events = [...register(memory, nodes, context), ...forget(memory, nodes)];
  const counts = new Map<string, { ready: number; notReady: number }>();
  const updates: Request[] = [];
  const passTime = timeOfPass(clock, passAt(clock, now));
  let declaring: { readonly setBy: Seq | undefined } | undefined;
  let isComplete = true;
  for (const node of nodes) {
    const { name } = node.metadata;
    const health = check(memory, node, passTime, context);
    let ready = findCondition(node.status.conditions, 'Ready');
    const until = silentUntil(node, health, context.settings);
    if (until !== undefined && passTime > until) {
      const setBy = context.heartbeats.silencedBy(name);
      declaring ??= { setBy };
      if (declaring.setBy !== setBy) {
        isComplete = false;
        continue;
      }
      const conditions = silentConditions(node, now);
      updates.push(declareSilent(node, conditions, ready));
      ready = findCondition(conditions, 'Ready');
      memory.health.set(name, { ...health, ready });
    }
    if (!isExcluded(node)) countReady(counts, zoneKey(node), ready);
    if (ready !== undefined) followReady(memory, node, ready);
  }
  if (isComplete) {
    concludeZones(memory, nodes, counts, passTime, context.settings);
    memory.seenRevision = view.revision('Node');
  }
  memory.plan = planNext(memory, nodes, context);
  return { events, updates };
}

function register(memory: PassMemory, nodes: readonly Node[], { settings }: PassContext): readonly EventRequest[] {
  const events: EventRequest[] = [];
  const inhabited = new Set(nodes.map(zoneKey));
  for (const key of [...memory.zones.keys()]) if (!inhabited.has(key)) memory.zones.delete(key);
  for (const node of nodes) {
    const { name } = node.metadata;
    const key = zoneKey(node);
    if (!memory.zones.has(key)) memory.zones.set(key, newZone(settings));
    if (memory.known.has(name)) continue;
    memory.known.set(name, node);
    events.push(nodeEvent(node, 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`));
    markReachable(memory, node);
  }
  return events;
}

function forget(memory: PassMemory, nodes: readonly Node[]): readonly EventRequest[] {
  if (memory.known.size === nodes.length) return [];
  const present = new Set(nodes.map(({ metadata }) => metadata.name));
  const events: EventRequest[] = [];
  for (const [name, node] of memory.known) {
    if (present.has(name)) continue;
    memory.known.delete(name);
    events.push(nodeEvent(node, 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`));
  }
  return events;
}

function nodeEvent(node: Node, reason: string, message: string): EventRequest {
  return { verb: 'event', regarding: referenceTo(node), type: 'Normal', reason, message };
}

function check(memory: PassMemory, node: Node, passTime: Micros, { heartbeats, clock }: PassContext): NodeHealth {
  const { name } = node.metadata;
  const health = observe(memory.health.get(name), node, heartbeats.lastRenewal(name, passTime), clock, passTime);
  memory.health.set(name, health);
  return health;
}

function declareSilent(node: Node, conditions: readonly Condition[], ready: Condition | undefined): Request {
  const object: Node = { ...node, status: { ...node.status, conditions } };
  const update = { verb: 'update', kind: 'Node', subresource: 'status', object } as const;
  if (ready?.status !== 'True') return update;
  const ok = `Node ${node.metadata.name} status is now: NodeNotReady`;
  return { ...update, record: { regarding: referenceTo(node), reason: 'NodeNotReady', ok } };
}

function countReady(
  counts: Map<string, { ready: number; notReady: number }>,
  zone: string,
  ready: Condition | undefined,
): void {
  const count = counts.get(zone) ?? { ready: 0, notReady: 0 };
  count[ready?.status === 'True' ? 'ready' : 'notReady'] += 1;
  counts.set(zone, count);
}

/**
 * A node that is not ready waits for its taint, one that has the wrong taint gets the other at once, a ready one
 * none.
 */
function followReady(memory: PassMemory, node: Node, ready: Condition): void {
  if (ready.status === 'True') {
    markReachable(memory, node);
    return;
  }
  const { name } = node.metadata;
  const [right, wrong] =
    ready.status === 'False' ? (['not-ready', 'unreachable'] as const) : (['unreachable', 'not-ready'] as const);
  const taints = taintsOf(memory, node);
  const zone = memory.zones.get(zoneKey(node));
  if (taints.has(wrong)) memory.wanted.set(name, right);
  else if (zone !== undefined) enqueue(zone, name, taints.has(right));
}

function markReachable(memory: PassMemory, node: Node): void {
  const { name } = node.metadata;
  if (taintsOf(memory, node).size > 0) memory.wanted.set(name, 'none');
  const zone = memory.zones.get(zoneKey(node));
  if (zone !== undefined) dequeue(zone, name);
}

/** The NoExecute taints that a node has, or will have once what was decided has been written. */
function taintsOf(memory: PassMemory, node: Node): ReadonlySet<EvictionTaint> {
  const wanted = memory.wanted.get(node.metadata.name);
  if (wanted === undefined) return evictionTaints(node);
  return new Set(wanted === 'none' ? [] : [wanted]);
}

function concludeZones(
  memory: PassMemory,
  nodes: readonly Node[],
  counts: ReadonlyMap<string, { readonly ready: number; readonly notReady: number }>,
  passTime: Micros,
  settings: ControllerManagerSettings,
): void {
  const disruption = updateZones(memory.zones, counts, settings, passTime);
  if (disruption === 'all-became-disrupted') for (const node of nodes) markReachable(memory, node);
  if (disruption === 'all-were-disrupted') {
    for (const [name, health] of memory.health) memory.health.set(name, { ...health, seenAt: passTime });
  }
}

/**
 * The first pass that may declare a node. While nothing has silenced the node, the pass before that one: by then it
 * shows signs of life, or it is known what silenced it.
 */
function planNext(memory: PassMemory, nodes: readonly Node[], context: PassContext): Due | undefined {
  const { heartbeats, settings, clock, now } = context;
  let next: Due | undefined;
  for (const node of nodes) {
    const { name } = node.metadata;
    const health = memory.health.get(name);
    // What is being declared in this pass is done, whatever the view still says.
    if (health === undefined || health.ready?.status === 'Unknown') continue;
    const until = silentUntil(node, health, settings);
    if (until === undefined) continue;
    const pass = passFrom(clock, until + 1);
    const setBy = heartbeats.silencedBy(name);
    const early = timeOfPass(clock, pass - 1);
    const at = setBy === undefined && early > now ? early : timeOfPass(clock, pass);
    if (next === undefined || at < next.at) next = { at, timer: 'node-monitor-grace-period', setBy };
  }
  return next;
}
