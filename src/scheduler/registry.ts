// The plugins that there are, listed by hand in order of execution, and the default profile.
// Mirrors pkg/scheduler/apis/config/v1/default_plugins.go and pkg/scheduler/framework/plugins/registry.go (v1.36).

import { deepEqual } from '../base/deep-equal.ts';
import type { Plugin, Profile, Profiles } from './framework.ts';
import { DEFAULT_SCHEDULER } from './framework.ts';
import type { PluginArgs } from './plugin-args.ts';
import { defaultArgs } from './plugin-args.ts';
import { defaultBinder } from './plugins/default-binder.ts';
import { createDefaultPreemption } from './plugins/default-preemption.ts';
import { dynamicResources } from './plugins/dynamic-resources.ts';
import { imageLocality } from './plugins/image-locality.ts';
import { createInterPodAffinity } from './plugins/inter-pod-affinity.ts';
import { createNodeAffinity } from './plugins/node-affinity.ts';
import { nodeDeclaredFeatures } from './plugins/node-declared-features.ts';
import { nodeName } from './plugins/node-name.ts';
import { nodePorts } from './plugins/node-ports.ts';
import { createBalancedAllocation } from './plugins/node-resources-balanced-allocation.ts';
import { createNodeResourcesFit } from './plugins/node-resources-fit.ts';
import { nodeUnschedulable } from './plugins/node-unschedulable.ts';
import { nodeVolumeLimits } from './plugins/node-volume-limits.ts';
import { createPodTopologySpread } from './plugins/pod-topology-spread.ts';
import { prioritySort } from './plugins/priority-sort.ts';
import { schedulingGates } from './plugins/scheduling-gates.ts';
import { taintToleration } from './plugins/taint-toleration.ts';
import { createVolumeBinding } from './plugins/volume-binding.ts';
import { volumeRestrictions } from './plugins/volume-restrictions.ts';
import { volumeZone } from './plugins/volume-zone.ts';
import type { EnabledPlugin } from './profile.ts';
import { buildProfile, NO_SETS } from './profile.ts';

/** A plugin made from the settings that it has, if any. */
type PluginMaker = (args: PluginArgs) => Plugin;

const REGISTERED: readonly (readonly [PluginMaker, weight?: number])[] = [
  [() => schedulingGates],
  [() => prioritySort],
  [() => nodeUnschedulable],
  [() => nodeName],
  [() => taintToleration, 3],
  [(args) => createNodeAffinity(args.NodeAffinity), 2],
  [() => nodePorts],
  [(args) => createNodeResourcesFit(args.NodeResourcesFit)],
  [() => volumeRestrictions],
  [() => nodeVolumeLimits],
  [(args) => createVolumeBinding(args.VolumeBinding)],
  [() => volumeZone],
  [(args) => createPodTopologySpread(args.PodTopologySpread), 2],
  [(args) => createInterPodAffinity(args.InterPodAffinity), 2],
  [() => dynamicResources, 2],
  [(args) => createDefaultPreemption(args.DefaultPreemption)],
  [(args) => createBalancedAllocation(args.NodeResourcesBalancedAllocation)],
  [() => imageLocality],
  [() => defaultBinder],
  [() => nodeDeclaredFeatures],
];

const DEFAULT_PLUGINS: readonly Plugin[] = REGISTERED.map(([make]) => make(defaultArgs));

/** What multiPoint enables in a profile that changes nothing, with the weights of the scores. */
export const defaultPlugins: readonly EnabledPlugin[] = REGISTERED.map(([, weight = 1], index) => ({
  name: DEFAULT_PLUGINS[index]?.name ?? '',
  weight,
}));

const argsByPlugin: WeakMap<Plugin, PluginArgs> = new WeakMap(DEFAULT_PLUGINS.map((plugin) => [plugin, defaultArgs]));

/** The settings that a plugin was made with; undefined for one that is not built in. Each reads its own alone. */
export function builtInArgs(plugin: Plugin): PluginArgs | undefined {
  return argsByPlugin.get(plugin);
}

/** All plugins by name. Those whose settings are the default ones are the same values as in the default profile. */
export function pluginsOf(args: PluginArgs): ReadonlyMap<string, Plugin> {
  const settings: { readonly [plugin: string]: unknown } = { ...args };
  const defaults: { readonly [plugin: string]: unknown } = { ...defaultArgs };
  return new Map(
    REGISTERED.map(([make], index): readonly [string, Plugin] => {
      const usual = DEFAULT_PLUGINS[index] ?? make(defaultArgs);
      if (deepEqual(settings[usual.name], defaults[usual.name])) return [usual.name, usual];
      const made = make(args);
      argsByPlugin.set(made, args);
      return [usual.name, made];
    }),
  );
}

/** The profile of a scheduler without a configuration. */
export const defaultProfile: Profile = buildProfile(
  { schedulerName: DEFAULT_SCHEDULER, percentageOfNodesToScore: 0 },
  pluginsOf(defaultArgs),
  { ...NO_SETS, multiPoint: { enabled: defaultPlugins, disabled: [] } },
);

/** The profiles of that scheduler: the one. */
export const defaultProfiles: Profiles = new Map([[defaultProfile.schedulerName, defaultProfile]]);
