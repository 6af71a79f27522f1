// What Orrery simplifies, as one table: what is different from a real cluster, why, and what that changes for whoever
// looks at a run. Where a manifest can ask for what is not modelled, the fields stand beside it: they are accepted, and
// reading one gives a warning. Whoever builds one of these takes its line away.

/** One line of the table. */
export interface Simplification {
  /** Area and subject, as in `kubelet/init-containers`. */
  readonly name: string;
  /** What is different here. */
  readonly what: string;
  readonly why: string;
  /** What that changes in a run. */
  readonly changes: string;
  /** Fields of manifests without effect because of it, as `Type.field` of the API; `Type.field=value` is one value. */
  readonly fields?: readonly string[];
  /** Kinds of which nothing acts on the objects because of it. */
  readonly kinds?: readonly string[];
}

const SPINE = 'Not built yet';
const OUTSIDE = 'Outside of what a control plane decides';

/** Fields of one type, as `Type.field`. */
export function fieldsOf(type: string, ...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(' ').map((field) => `${type}.${field}`));
}

/** All of them, by name. */
export const SIMPLIFICATIONS: readonly Simplification[] = [
  {
    name: 'api/access',
    what: 'Every request is allowed: no users, RBAC, webhooks, admission policies',
    why: OUTSIDE,
    changes: 'Nothing is forbidden, and no webhook changes or delays a write',
    kinds: [
      ...['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding', 'MutatingWebhookConfiguration'],
      ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration'],
    ],
  },
  {
    name: 'api/custom-resources',
    what: 'Custom resources are not converted; CEL rules with rarer functions are passed over',
    why: SPINE,
    changes: 'Such a rule refuses nothing, and no operator acts on a custom resource',
    kinds: ['CustomResourceDefinition'],
  },
  {
    name: 'api/etcd',
    what: 'The store never fails, compacts, or loses its leader',
    why: SPINE,
    changes: 'No write is lost or slow; kube-apiserver can be stopped, etcd cannot',
  },
  {
    name: 'api/latency',
    what: 'A write takes 4 ms, a read 1 ms, whatever the load; no priority and fairness',
    why: 'Medians of recorded control planes',
    changes: 'An API server never slows down; only the limits of clients do',
  },
  {
    name: 'api/leases',
    what: 'Leases of nodes are functions of time, not stored objects',
    why: 'A beat of every node each 10 s would be most of a run',
    changes: 'No Lease can be listed; heartbeats make no events',
    kinds: ['Lease'],
  },
  {
    name: 'api/lists',
    what: 'A component that starts knows the present state at once',
    why: 'Lists of such clusters take milliseconds',
    changes: 'A restarted component acts some milliseconds too early',
  },
  {
    name: 'api/outages',
    what: 'While kube-apiserver is stopped requests wait, kubectl is refused; then clients come back one by one',
    why: 'Back-off of reflectors, and recorded restarts of those that lost their lease',
    changes: 'Kubelets come back within 30 s, kube-controller-manager after 16 to 19 s, kube-scheduler 36 to 40 s',
  },
  {
    name: 'api/quotas',
    what: 'ResourceQuota and LimitRange are stored and not enforced',
    why: SPINE,
    changes: 'Pods beyond a quota are created; no default requests are put in',
    kinds: ['LimitRange', 'ResourceQuota'],
  },
  {
    name: 'api/service-accounts',
    what: 'A pod’s account is looked up, the default one counts as there; its token volume is not stored',
    why: 'Its random name would end the sharing of specs',
    changes: 'describe shows no token volume, and no program is refused for its rights',
  },
  {
    name: 'api/validation',
    what: 'Fields, types and most rules are checked when a manifest is read and when it is written',
    why: 'Rare rules (exotic volumes, admission policies) are left out',
    changes: 'Some manifests run that a real API server refuses',
  },
  {
    name: 'autoscaling/metrics',
    what: 'metrics-server scrapes all nodes at one instant each 15 s; a sample is what is used just then',
    why: 'Usage is a function of time: an average over the window would cost an integral',
    changes: 'A step of load is seen whole in the next sample, not half of it first',
  },
  {
    name: 'autoscaling/other-metrics',
    what: 'No adapter serves custom or external metrics',
    why: 'Nothing here has any',
    changes: 'An autoscaler with a Pods, Object or External metric tells that it cannot get it',
    fields: fieldsOf('MetricSpec', 'external object pods'),
  },
  {
    name: 'autoscaling/status',
    what: "Changes of an autoscaler's currentMetrics alone are not stored; readers get them computed",
    why: 'They would be most of the writes of a quiet day',
    changes: 'Its resourceVersion stands still while only metrics change, and a watch does not tell them',
  },
  {
    name: 'cloud/none',
    what: 'No cloud: nodes are those of the pools, from the start to the end',
    why: SPINE,
    changes: 'No node is added or removed; no load balancer gets an address',
    fields: fieldsOf('ServiceSpec', 'type=LoadBalancer'),
  },
  {
    name: 'components/leader-election',
    what: 'One scheduler and one controller-manager, no Lease objects; a stopped one was told to end',
    why: 'Leases are not stored',
    changes: 'Nobody takes over; a restarted scheduler acts after 0.2 s, a controller-manager after 15 to 19 s',
  },
  {
    name: 'controllers/endpoints',
    what: 'Endpoints of Services are EndpointSlices only; hints for the topology mode Auto are not given',
    why: 'Endpoints objects are deprecated; the mode needs the CPU of whole zones',
    changes: 'kubectl get endpoints shows none; with topology-mode Auto traffic would not stay in its zone',
  },
  {
    name: 'controllers/garbage-collector',
    what: 'An owner that does not control a dependent is checked when the dependent changes',
    why: 'Dependents are indexed by their controller',
    changes: 'Such dependents may outlive their owner',
  },
  {
    name: 'controllers/others',
    what: 'Deployments, ReplicaSets, namespaces, endpoints, volumes, autoscalers and budgets have controllers',
    why: SPINE,
    changes: 'Objects of these kinds are stored, and nothing acts on them',
    kinds: ['CronJob', 'ControllerRevision', 'DaemonSet', 'Job', 'PodTemplate', 'ReplicationController', 'StatefulSet'],
  },
  {
    name: 'kubectl/commands',
    what: 'No server-side apply, no dry runs on the server, no exec, logs or diff; create makes common kinds',
    why: 'They need field managers, programs that print, or files beside the scenario',
    changes: 'Such commands and flags are refused by name before the run',
  },
  {
    name: 'kubectl/start',
    what: 'A command starts in 150 ms and asks one thing after another',
    why: 'Recorded medians; a real one evicts the pods of a node side by side',
    changes: 'The evictions of a drain are some milliseconds apart',
  },
  {
    name: 'kubelet/device-claims',
    what: 'No dynamic resource allocation',
    why: SPINE,
    changes: 'Claims are not allocated, and pods run without them',
    fields: [...fieldsOf('PodSpec', 'resourceClaims'), ...fieldsOf('ResourceRequirements', 'claims')],
  },
  {
    name: 'kubelet/environment-files',
    what: 'Environment variables from files of a volume are not read',
    why: SPINE,
    changes: 'A missing file does not end in CreateContainerConfigError',
    fields: fieldsOf('EnvVarSource', 'fileKeyRef'),
  },
  {
    name: 'kubelet/ephemeral-containers',
    what: 'Containers for debugging run where a patch puts them in; kubectl debug is missing',
    why: SPINE,
    changes: 'A manifest that has them runs without them',
    fields: fieldsOf('PodSpec', 'ephemeralContainers'),
  },
  {
    name: 'kubelet/images',
    what: 'Pulls take 1 s and 50 MB/s, need no secret; images stay on a node for ever',
    why: 'Medians of ordinary nodes',
    changes: 'No pull is refused for its credentials; no disk fills up',
    fields: fieldsOf('PodSpec', 'imagePullSecrets'),
  },
  {
    name: 'kubelet/node-pressure',
    what: 'Containers use the memory that behaviours say; a node never runs short',
    why: SPINE,
    changes: 'Over its limit a container is killed; nothing is throttled or evicted',
    fields: fieldsOf('EmptyDirVolumeSource', 'sizeLimit'),
  },
  {
    name: 'kubelet/programs',
    what: 'No program runs: behaviours say when a container is ready and when it exits',
    why: 'Simulation instead of execution',
    changes: 'A command that would exit or fail does not, unless a behaviour says so',
    fields: fieldsOf('Container', 'args command'),
  },
  {
    name: 'kubelet/resize',
    what: 'Pods are not resized in place',
    why: SPINE,
    changes: 'Changed resources of a running pod have no effect on its node',
    fields: fieldsOf('Container', 'resizePolicy'),
  },
  {
    name: 'kubelet/runtime-class',
    what: 'One container runtime, which is Linux on amd64',
    why: SPINE,
    changes: 'A missing RuntimeClass refuses no pod; no overhead is put in; a pod for Windows runs',
    fields: fieldsOf('PodSpec', 'os runtimeClassName'),
    kinds: ['RuntimeClass'],
  },
  {
    name: 'kubelet/security-context',
    what: 'Containers have no users, capabilities or profiles of their own',
    why: OUTSIDE,
    changes: 'No pod behaves differently',
    fields: [
      ...fieldsOf('Container', 'securityContext'),
      ...fieldsOf('PodSpec', 'hostIPC hostPID hostUsers securityContext'),
    ],
  },
  {
    name: 'kubelet/stop-signals',
    what: 'Every container is stopped by TERM',
    why: SPINE,
    changes: 'A program that waits for another signal stops all the same',
    fields: fieldsOf('Lifecycle', 'stopSignal'),
  },
  {
    name: 'network/services',
    what: 'No kube-proxy, DNS, network policies, ingress; no traffic',
    why: SPINE,
    changes: 'Services have endpoints, yet no request travels: nothing routes, balances or forbids one',
    kinds: ['Endpoints', 'Ingress', 'IngressClass', 'NetworkPolicy'],
    fields: fieldsOf(
      'ServiceSpec',
      'externalIPs externalName externalTrafficPolicy internalTrafficPolicy loadBalancerClass loadBalancerIP',
      'loadBalancerSourceRanges sessionAffinity sessionAffinityConfig',
    ),
  },
  {
    name: 'nodes/allocatable',
    what: "All of a node's capacity is allocatable",
    why: 'What is reserved differs from cloud to cloud',
    changes: 'A real node of that size holds a little less',
  },
  {
    name: 'nodes/manifests',
    what: 'No machine stands behind a Node of a manifest (see cluster.pools)',
    why: 'A machine has a kubelet, which a manifest does not describe',
    changes: 'Such a node never becomes ready',
    kinds: ['Node'],
  },
  {
    name: 'nodes/network',
    what: 'A node is cut off both ways at once; requests of its kubelet wait instead of failing',
    why: 'Single packets and connections are not modelled',
    changes: 'No half-open links; after the cut everything that waited arrives at once',
  },
  {
    name: 'nodes/shutdown',
    what: 'No graceful shutdown of nodes',
    why: SPINE,
    changes: 'Pods of a node that goes down learn nothing of it',
  },
  {
    name: 'scheduler/extenders',
    what: 'Extenders are not called',
    why: 'A call over HTTP leaves the simulation',
    changes: 'Nodes are filtered and scored by plugins alone; a policy of your own is a plugin',
    fields: fieldsOf('KubeSchedulerConfiguration', 'extenders'),
  },
  {
    name: 'scheduler/groups',
    what: 'Pods are scheduled one by one; no gangs',
    why: SPINE,
    changes: 'Half of a group may be placed while the rest waits',
    fields: fieldsOf('PodSpec', 'schedulingGroup'),
  },
  {
    name: 'scheduler/image-locality',
    what: 'Nodes do not report the images that they have, so that ImageLocality scores 0',
    why: SPINE,
    changes: 'Nodes that have an image already are not preferred',
  },
  {
    name: 'scheduler/process',
    what: 'Nodes are looked at one after another, by one instance that needs no lease',
    why: 'With more than one worker a real scheduler does not repeat its own decisions',
    changes: 'The search ends where that of one worker would',
    fields: fieldsOf(
      'KubeSchedulerConfiguration',
      'parallelism leaderElection delayCacheUntilActive enableProfiling enableContentionProfiling',
    ),
  },
  {
    name: 'storage/attaching',
    what: 'Volumes are attached and mounted 0.3 s after the pod is bound, and keep nothing',
    why: OUTSIDE,
    changes: 'No Multi-Attach error; a volume is never full, slow or broken',
    fields: [
      ...fieldsOf('Container', 'volumeDevices'),
      ...fieldsOf(
        'Volume',
        'cephfs fc flexVolume flocker gitRepo glusterfs hostPath image nfs photonPersistentDisk quobyte scaleIO',
        'storageos',
      ),
      ...fieldsOf('VolumeProjection', 'clusterTrustBundle podCertificate'),
    ],
  },
  {
    name: 'storage/in-tree',
    what: 'No in-tree volume is migrated to CSI',
    why: 'It takes annotations that drivers write',
    changes: 'In-tree volumes do not count towards the limits of a node',
  },
  {
    name: 'storage/provisioning',
    what: 'One provisioner makes the volumes of all classes, in 3 s, and deletes them in 3 s',
    why: 'A median of cloud disks',
    changes: 'No provisioner is missing, fails or runs out of room',
  },
  {
    name: 'storage/volumes',
    what: 'A volume stays as it was made: not cloned, restored, expanded, modified or recycled',
    why: SPINE,
    changes: 'Volumes begin empty, keep their size and attributes, and are not there for others after Recycle',
    fields: [
      ...fieldsOf('PersistentVolumeClaimSpec', 'dataSource dataSourceRef volumeAttributesClassName'),
      ...fieldsOf('PersistentVolumeSpec', 'persistentVolumeReclaimPolicy=Recycle'),
      ...fieldsOf('StorageClass', 'allowVolumeExpansion'),
    ],
  },
  {
    name: 'time/durations',
    what: 'Calls of the container runtime take the same time on every node',
    why: 'Medians of ordinary nodes',
    changes: 'Starts line up more than in a real cluster; behaviours can spread them',
  },
];

/** Fields without effect that are true where they are absent: false is what asks for something. */
export const TRUE_WHERE_ABSENT: readonly string[] = [
  ...fieldsOf('PodSpec', 'hostUsers'),
  ...fieldsOf('KubeSchedulerConfiguration', 'enableContentionProfiling enableProfiling'),
];
