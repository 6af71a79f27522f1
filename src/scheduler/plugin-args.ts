// What can be set for the plugins that have settings, with the values that hold where nothing is set.
// Mirrors staging/src/k8s.io/kube-scheduler/config/v1/types_pluginargs.go and pkg/scheduler/apis/config/v1/defaults.go
// (v1.36).

import type { NodeAffinity, TopologySpreadConstraint } from '../model/objects.ts';

/** A resource that a score looks at. */
export interface ResourceSpec {
  readonly name: string;
  /** 1 to 100. */
  readonly weight: number;
}

/** A point of a function from utilisation (percent) to score (0 to 10). */
export interface ShapePoint {
  readonly utilization: number;
  readonly score: number;
}

export interface ScoringStrategy {
  readonly type: 'LeastAllocated' | 'MostAllocated' | 'RequestedToCapacityRatio';
  readonly resources: readonly ResourceSpec[];
  /** For RequestedToCapacityRatio: utilisation rises from point to point. */
  readonly shape: readonly ShapePoint[];
}

/** Settings by plugin. */
export interface PluginArgs {
  readonly DefaultPreemption: {
    readonly minCandidateNodesPercentage: number;
    readonly minCandidateNodesAbsolute: number;
  };
  readonly InterPodAffinity: {
    readonly hardPodAffinityWeight: number;
    readonly ignorePreferredTermsOfExistingPods: boolean;
  };
  readonly NodeAffinity: { readonly addedAffinity: NodeAffinity | undefined };
  readonly NodeResourcesBalancedAllocation: { readonly resources: readonly ResourceSpec[] };
  readonly NodeResourcesFit: {
    readonly ignoredResources: readonly string[];
    readonly ignoredResourceGroups: readonly string[];
    readonly scoringStrategy: ScoringStrategy;
  };
  readonly PodTopologySpread: {
    readonly defaultConstraints: readonly TopologySpreadConstraint[];
    readonly defaultingType: 'System' | 'List';
  };
  readonly VolumeBinding: { readonly bindTimeoutSeconds: number };
}

const CPU_AND_MEMORY: readonly ResourceSpec[] = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
];

/** The settings of a scheduler without a configuration. */
export const defaultArgs: PluginArgs = {
  DefaultPreemption: { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 },
  InterPodAffinity: { hardPodAffinityWeight: 1, ignorePreferredTermsOfExistingPods: false },
  NodeAffinity: { addedAffinity: undefined },
  NodeResourcesBalancedAllocation: { resources: CPU_AND_MEMORY },
  NodeResourcesFit: {
    ignoredResources: [],
    ignoredResourceGroups: [],
    scoringStrategy: { type: 'LeastAllocated', resources: CPU_AND_MEMORY, shape: [] },
  },
  PodTopologySpread: { defaultConstraints: [], defaultingType: 'System' },
  VolumeBinding: { bindTimeoutSeconds: 600 },
};
