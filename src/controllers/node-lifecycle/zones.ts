// Zones: how many of a zone's nodes are not ready decides how fast NoExecute taints may be set there, because an
// outage that takes many nodes at once is more likely the network's than the nodes'. When all zones look dead nothing
// is evicted at all.
// Mirrors pkg/controller/nodelifecycle/node_lifecycle_controller.go (handleDisruption, ComputeZoneState) and
// scheduler/rate_limited_queue.go (v1.36).

import type { Micros } from '../../base/time.ts';
import { MICROS_PER_SECOND } from '../../base/time.ts';
import type { Node } from '../../model/objects.ts';
import type { ControllerManagerSettings } from '../settings.ts';

export type ZoneState = 'Initial' | 'Normal' | 'PartialDisruption' | 'FullDisruption';

/** A zone as the controller remembers it: plain data, changed in place. */
export interface Zone {
  state: ZoneState;
  /** Taints a second; 0 is never. */
  rate: number;
  /** When the next token is there: the bucket holds one. */
  tokenAt: number;
  /** Nodes that wait for their taint, first come first. */
  waiting: string[];
  /** Nodes that have been queued since they were last taken out, tainted ones among them. */
  queued: Set<string>;
}

const EXCLUDED = 'node.kubernetes.io/exclude-disruption';
const REGION = 'topology.kubernetes.io/region';
const ZONE = 'topology.kubernetes.io/zone';

/** The zone of a node: region and zone; all nodes without either share one. */
export function zoneKey(node: Node): string {
  return `${node.metadata.labels?.[REGION] ?? ''}/${node.metadata.labels?.[ZONE] ?? ''}`;
}

/** True for a node that does not count in its zone's state. */
export function isExcluded(node: Node): boolean {
  return node.metadata.labels?.[EXCLUDED] !== undefined;
}

/** A zone that has just been seen for the first time. */
export function newZone(settings: ControllerManagerSettings): Zone {
  return { state: 'Initial', rate: settings.nodeEvictionRate, tokenAt: 0, waiting: [], queued: new Set() };
}

/** The state that these numbers of nodes make. */
export function zoneStateOf(ready: number, notReady: number, settings: ControllerManagerSettings): ZoneState {
  if (ready === 0 && notReady > 0) return 'FullDisruption';
  const isPartial = notReady > 2 && notReady / (notReady + ready) >= settings.unhealthyZoneThreshold;
  return isPartial ? 'PartialDisruption' : 'Normal';
}

/** The rate of a zone in a state. */
export function rateFor(state: ZoneState, size: number, settings: ControllerManagerSettings): number {
  if (state !== 'PartialDisruption') return settings.nodeEvictionRate;
  return size > settings.largeClusterSizeThreshold ? settings.secondaryNodeEvictionRate : 0;
}

/** Sets a zone's rate. A bucket that was empty stays empty. */
export function setRate(zone: Zone, rate: number, now: Micros): void {
  if (zone.rate === rate) return;
  const wasEmpty = !hasToken(zone, now);
  zone.rate = rate;
  zone.tokenAt = wasEmpty && rate > 0 ? now + microsPerToken(rate) : 0;
}

/** True if a node may be tainted now. */
export function hasToken(zone: Zone, now: number): boolean {
  return zone.rate > 0 && zone.tokenAt <= now;
}

/** Takes the zone's token. */
export function takeToken(zone: Zone, now: Micros): void {
  zone.tokenAt = now + microsPerToken(zone.rate);
}

/** Upstream keeps rates as float32: at 0.01 a token takes a little more than 100 s, and so the next tick. */
function microsPerToken(rate: number): number {
  return Math.ceil(MICROS_PER_SECOND / Math.fround(rate));
}

/** Queues a node for its taint; one that is not tainted yet goes to the end, also if it waits already. */
export function enqueue(zone: Zone, node: string, isTainted: boolean): void {
  if (!isTainted) dequeue(zone, node);
  if (zone.queued.has(node)) return;
  zone.queued.add(node);
  zone.waiting.push(node);
}

/** Takes a node out of the queue. */
export function dequeue(zone: Zone, node: string): void {
  zone.queued.delete(node);
  zone.waiting = zone.waiting.filter((name) => name !== node);
}

/** How the zones have changed. */
export type Disruption = 'all-became-disrupted' | 'all-were-disrupted' | undefined;

/**
 * Brings the zones up to date with the numbers of ready and not-ready nodes of each. Tells when all zones became
 * disrupted (all taints have to go), or were so until now (every node's grace starts anew).
 */
export function updateZones(
  zones: Map<string, Zone>,
  counts: ReadonlyMap<string, { readonly ready: number; readonly notReady: number }>,
  settings: ControllerManagerSettings,
  now: Micros,
): Disruption {
  const states = new Map(
    [...counts].map(([key, { ready, notReady }]) => [key, zoneStateOf(ready, notReady, settings)]),
  );
  // A zone of nodes that are all excluded has no say.
  const counted = [...zones].filter(([key]) => counts.has(key));
  const areAllDisrupted = [...states.values()].every((state) => state === 'FullDisruption');
  const wereAllDisrupted = counted.every(([, { state }]) => state === 'FullDisruption');
  if (areAllDisrupted && wereAllDisrupted) return undefined;
  if (areAllDisrupted) {
    for (const [, zone] of counted) {
      setRate(zone, 0, now);
      zone.state = 'FullDisruption';
    }
    return 'all-became-disrupted';
  }
  for (const [key, zone] of counted) {
    const state = states.get(key) ?? zone.state;
    const { ready = 0, notReady = 0 } = counts.get(key) ?? {};
    if (wereAllDisrupted || state !== zone.state) setRate(zone, rateFor(state, ready + notReady, settings), now);
    zone.state = state;
  }
  return wereAllDisrupted ? 'all-were-disrupted' : undefined;
}
