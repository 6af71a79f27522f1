// What wakes the pods that a profile's plugins rejected. A plugin that rejects pods and does not say what may change
// its mind is woken by everything.
// Mirrors pkg/scheduler/framework/runtime/framework.go, fillEnqueueExtensions, and pkg/scheduler/scheduler.go,
// buildQueueingHintMap (v1.36).

import type { WakeUp } from './cluster-event.ts';
import type { Plugin, Profile } from './framework.ts';

/** By plugin; undefined for one that any event wakes. */
export type WakeUps = ReadonlyMap<string, readonly WakeUp[] | undefined>;

/** The wake-ups of a profile's plugins. */
export function wakeUpsOf({ plugins }: Profile): WakeUps {
  return new Map(plugins.map((plugin) => [plugin.name, wakesOf(plugin)]));
}

/** Resource and action of the events that some plugin listens to; undefined for all. */
export function eventsOf(profiles: Iterable<WakeUps>): ReadonlySet<string> | undefined {
  const events = new Set<string>();
  for (const wakeUps of profiles) {
    for (const wakesOn of wakeUps.values()) {
      if (wakesOn === undefined) return undefined;
      for (const { resource, actions } of wakesOn) for (const action of actions) events.add(`${resource} ${action}`);
    }
  }
  return events;
}

function wakesOf({ wakesOn, preEnqueue, preFilter, filter, reserve, permit }: Plugin): readonly WakeUp[] | undefined {
  const rejects = [preEnqueue, preFilter, filter, reserve, permit].some((point) => point !== undefined);
  return wakesOn ?? (rejects ? undefined : []);
}
