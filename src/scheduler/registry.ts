// The plugins that there are, listed by hand in order of execution, and the default profile.
// Mirrors pkg/scheduler/apis/config/v1/default_plugins.go (v1.36).

import type { Plugin, Profile } from './framework.ts';
import { defaultBinder } from './plugins/default-binder.ts';
import { defaultPreemption } from './plugins/default-preemption.ts';
import { dynamicResources } from './plugins/dynamic-resources.ts';
import { nodeAffinity } from './plugins/node-affinity.ts';
import { nodeName } from './plugins/node-name.ts';
import { nodeResourcesBalancedAllocation } from './plugins/node-resources-balanced-allocation.ts';
import { nodeResourcesFit } from './plugins/node-resources-fit.ts';
import { nodeUnschedulable } from './plugins/node-unschedulable.ts';
import { podTopologySpread } from './plugins/pod-topology-spread.ts';
import { prioritySort } from './plugins/priority-sort.ts';
import { schedulingGates } from './plugins/scheduling-gates.ts';
import { taintToleration } from './plugins/taint-toleration.ts';

/** Every plugin with the weight of its score in the default profile (1 where it does not score). */
export const defaultPlugins: readonly { readonly plugin: Plugin; readonly weight: number }[] = [
  { plugin: schedulingGates, weight: 1 },
  { plugin: prioritySort, weight: 1 },
  { plugin: nodeUnschedulable, weight: 1 },
  { plugin: nodeName, weight: 1 },
  { plugin: taintToleration, weight: 3 },
  { plugin: nodeAffinity, weight: 2 },
  { plugin: nodeResourcesFit, weight: 1 },
  { plugin: podTopologySpread, weight: 2 },
  { plugin: dynamicResources, weight: 1 },
  { plugin: defaultPreemption, weight: 1 },
  { plugin: nodeResourcesBalancedAllocation, weight: 1 },
  { plugin: defaultBinder, weight: 1 },
];

/** The profile of a scheduler without a configuration. */
export const defaultProfile: Profile = {
  schedulerName: 'default-scheduler',
  plugins: defaultPlugins,
  percentageOfNodesToScore: 0,
};
