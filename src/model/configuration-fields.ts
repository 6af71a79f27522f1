// The fields of a KubeSchedulerConfiguration, in the notation of fields.ts: the published OpenAPI does not have them.
// From staging/src/k8s.io/kube-scheduler/config/v1/types.go and types_pluginargs.go and
// staging/src/k8s.io/component-base/config/v1alpha1/types.go (v1.36).

const POINTS = [
  ...['preEnqueue', 'queueSort', 'preFilter', 'filter', 'postFilter', 'preScore', 'score', 'reserve', 'permit'],
  ...['preBind', 'bind', 'postBind', 'multiPoint', 'placementGenerate', 'placementScore'],
];

/** Fields by type. */
export const CONFIGURATION_TYPES: { readonly [type: string]: string } = {
  KubeSchedulerConfiguration:
    'apiVersion!:s kind!:s parallelism:i leaderElection:LeaderElectionConfiguration ' +
    'clientConnection:ClientConnectionConfiguration enableProfiling:b enableContentionProfiling:b ' +
    'percentageOfNodesToScore:i podInitialBackoffSeconds:l podMaxBackoffSeconds:l ' +
    'profiles:[KubeSchedulerProfile] extenders:[Extender] delayCacheUntilActive:b',
  LeaderElectionConfiguration:
    'leaderElect:b leaseDuration:s renewDeadline:s retryPeriod:s resourceLock:s resourceName:s resourceNamespace:s',
  ClientConnectionConfiguration: 'kubeconfig:s acceptContentTypes:s contentType:s qps:n burst:i',
  KubeSchedulerProfile: 'schedulerName:s percentageOfNodesToScore:i plugins:Plugins pluginConfig:[PluginConfig]',
  Plugins: POINTS.map((point) => `${point}:PluginSet`).join(' '),
  PluginSet: 'enabled:[Plugin] disabled:[Plugin]',
  Plugin: 'name!:s weight:i',
  PluginConfig: 'name!:s args:o',
  Extender:
    'urlPrefix:s filterVerb:s preemptVerb:s prioritizeVerb:s weight:l bindVerb:s enableHTTPS:b tlsConfig:o ' +
    'httpTimeout:s nodeCacheCapable:b managedResources:[ExtenderManagedResource] ignorable:b',
  ExtenderManagedResource: 'name:s ignoredByScheduler:b',
  DefaultPreemptionArgs: 'apiVersion:s kind:s minCandidateNodesPercentage:i minCandidateNodesAbsolute:i',
  DynamicResourcesArgs: 'apiVersion:s kind:s filterTimeout:s bindingTimeout:s',
  InterPodAffinityArgs: 'apiVersion:s kind:s hardPodAffinityWeight:i ignorePreferredTermsOfExistingPods:b',
  NodeAffinityArgs: 'apiVersion:s kind:s addedAffinity:NodeAffinity',
  NodeResourcesBalancedAllocationArgs: 'apiVersion:s kind:s resources:[ResourceSpec]',
  NodeResourcesFitArgs:
    'apiVersion:s kind:s ignoredResources:[s] ignoredResourceGroups:[s] scoringStrategy:ScoringStrategy',
  PodTopologySpreadArgs: 'apiVersion:s kind:s defaultConstraints:[TopologySpreadConstraint] defaultingType:s',
  VolumeBindingArgs: 'apiVersion:s kind:s bindTimeoutSeconds:l shape:[UtilizationShapePoint]',
  ScoringStrategy: 'type:s resources:[ResourceSpec] requestedToCapacityRatio:RequestedToCapacityRatioParam',
  RequestedToCapacityRatioParam: 'shape:[UtilizationShapePoint]',
  ResourceSpec: 'name!:s weight:l',
  UtilizationShapePoint: 'utilization:i score:i',
};
