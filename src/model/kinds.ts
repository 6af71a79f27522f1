// The kinds of the API: group and version, plural (the resource's name in texts and URLs), scope, and the short names
// of kubectl. One table, because texts such as `deployments.apps "web" not found` are built from it everywhere.

export interface KindInfo {
  readonly kind: string;
  readonly apiVersion: string;
  /** Lower-case plural: `pods`. */
  readonly plural: string;
  readonly isNamespaced: boolean;
  readonly shortNames: readonly string[];
  /** Only of kinds that a CustomResourceDefinition made, or that nothing is known of. */
  readonly custom?: CustomNames;
}

/** What a CustomResourceDefinition says of its kind beside. */
export interface CustomNames {
  readonly singular: string;
  /** Such as `all`. */
  readonly categories: readonly string[];
  /** Versions that are served. */
  readonly versions: readonly string[];
}

const NAMESPACED: readonly (readonly [string, string, string, ...string[]])[] = [
  ['Pod', 'v1', 'pods', 'po'],
  ['Service', 'v1', 'services', 'svc'],
  ['ConfigMap', 'v1', 'configmaps', 'cm'],
  ['Secret', 'v1', 'secrets'],
  ['ServiceAccount', 'v1', 'serviceaccounts', 'sa'],
  ['Event', 'v1', 'events', 'ev'],
  ['Endpoints', 'v1', 'endpoints', 'ep'],
  ['LimitRange', 'v1', 'limitranges', 'limits'],
  ['ResourceQuota', 'v1', 'resourcequotas', 'quota'],
  ['PersistentVolumeClaim', 'v1', 'persistentvolumeclaims', 'pvc'],
  ['ReplicationController', 'v1', 'replicationcontrollers', 'rc'],
  ['PodTemplate', 'v1', 'podtemplates'],
  ['Deployment', 'apps/v1', 'deployments', 'deploy'],
  ['ReplicaSet', 'apps/v1', 'replicasets', 'rs'],
  ['StatefulSet', 'apps/v1', 'statefulsets', 'sts'],
  ['DaemonSet', 'apps/v1', 'daemonsets', 'ds'],
  ['ControllerRevision', 'apps/v1', 'controllerrevisions'],
  ['Job', 'batch/v1', 'jobs'],
  ['CronJob', 'batch/v1', 'cronjobs', 'cj'],
  ['HorizontalPodAutoscaler', 'autoscaling/v2', 'horizontalpodautoscalers', 'hpa'],
  ['PodDisruptionBudget', 'policy/v1', 'poddisruptionbudgets', 'pdb'],
  ['Ingress', 'networking.k8s.io/v1', 'ingresses', 'ing'],
  ['NetworkPolicy', 'networking.k8s.io/v1', 'networkpolicies', 'netpol'],
  ['Role', 'rbac.authorization.k8s.io/v1', 'roles'],
  ['RoleBinding', 'rbac.authorization.k8s.io/v1', 'rolebindings'],
  ['Lease', 'coordination.k8s.io/v1', 'leases'],
  ['EndpointSlice', 'discovery.k8s.io/v1', 'endpointslices'],
  ['CSIStorageCapacity', 'storage.k8s.io/v1', 'csistoragecapacities'],
];

const CLUSTER_WIDE: readonly (readonly [string, string, string, ...string[]])[] = [
  ['Node', 'v1', 'nodes', 'no'],
  ['Namespace', 'v1', 'namespaces', 'ns'],
  ['PersistentVolume', 'v1', 'persistentvolumes', 'pv'],
  ['StorageClass', 'storage.k8s.io/v1', 'storageclasses', 'sc'],
  ['CSINode', 'storage.k8s.io/v1', 'csinodes'],
  ['CSIDriver', 'storage.k8s.io/v1', 'csidrivers'],
  ['VolumeAttachment', 'storage.k8s.io/v1', 'volumeattachments'],
  ['RuntimeClass', 'node.k8s.io/v1', 'runtimeclasses'],
  ['ValidatingAdmissionPolicy', 'admissionregistration.k8s.io/v1', 'validatingadmissionpolicies'],
  ['ValidatingAdmissionPolicyBinding', 'admissionregistration.k8s.io/v1', 'validatingadmissionpolicybindings'],
  ['ValidatingWebhookConfiguration', 'admissionregistration.k8s.io/v1', 'validatingwebhookconfigurations'],
  ['MutatingWebhookConfiguration', 'admissionregistration.k8s.io/v1', 'mutatingwebhookconfigurations'],
  ['PriorityClass', 'scheduling.k8s.io/v1', 'priorityclasses', 'pc'],
  ['IngressClass', 'networking.k8s.io/v1', 'ingressclasses'],
  ['ClusterRole', 'rbac.authorization.k8s.io/v1', 'clusterroles'],
  ['ClusterRoleBinding', 'rbac.authorization.k8s.io/v1', 'clusterrolebindings'],
  ['CustomResourceDefinition', 'apiextensions.k8s.io/v1', 'customresourcedefinitions', 'crd', 'crds'],
];

function infos(rows: typeof NAMESPACED, isNamespaced: boolean): KindInfo[] {
  return rows.map(([kind, apiVersion, plural, ...shortNames]) => ({
    kind,
    apiVersion,
    plural,
    isNamespaced,
    shortNames,
  }));
}

/** All known kinds. */
export const KINDS: readonly KindInfo[] = [...infos(NAMESPACED, true), ...infos(CLUSTER_WIDE, false)];

const BY_KIND: ReadonlyMap<string, KindInfo> = new Map(KINDS.map((info) => [info.kind, info]));

/** What is known of a kind; an unknown one counts as `undefinedKind`. */
export function kindInfo(kind: string): KindInfo {
  return BY_KIND.get(kind) ?? undefinedKind('', kind);
}

/** A kind of which nothing is known but its name: it has a regular plural and is in a namespace. */
export function undefinedKind(apiVersion: string, kind: string): KindInfo {
  const singular = kind.toLowerCase();
  const plural = /[^aeiou]y$/.test(singular)
    ? `${singular.slice(0, -1)}ies`
    : `${singular}${/(s|x|ch|sh)$/.test(singular) ? 'es' : 's'}`;
  const custom = { singular, categories: [], versions: [apiVersion.slice(apiVersion.indexOf('/') + 1)] };
  return { kind, apiVersion, plural, isNamespaced: true, shortNames: [], custom };
}

/** Whether a kind is in the table. */
export function isKnownKind(kind: string): boolean {
  return BY_KIND.has(kind);
}

/**
 * The kind behind a word of kubectl's: singular, plural or short name, any case, with or without the group. `more`:
 * kinds beside those that are built in.
 */
export function kindOfWord(word: string, more: readonly KindInfo[] = []): KindInfo | undefined {
  const [name = '', ...rest] = word.toLowerCase().split('.');
  const group = rest.join('.');
  return [...KINDS, ...more].find((info) => {
    const { apiVersion, kind, plural, shortNames, custom } = info;
    if (plural !== name && (custom?.singular ?? kind.toLowerCase()) !== name && !shortNames.includes(name))
      return false;
    return group === '' || group === groupOf(apiVersion) || group === apiVersion.split('/').reverse().join('.');
  });
}

/** `apps` of `apps/v1`; empty for `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** The resource with its group as texts name it: `pods`, `deployments.apps`. */
export function resourceText(kind: string | KindInfo): string {
  const { apiVersion, plural } = typeof kind === 'string' ? kindInfo(kind) : kind;
  const group = groupOf(apiVersion);
  return group === '' ? plural : `${plural}.${group}`;
}

/** The kind with its group as texts name it: `Pod`, `Deployment.apps`. */
export function qualifiedKind(kind: string | KindInfo): string {
  const info = typeof kind === 'string' ? kindInfo(kind) : kind;
  const group = groupOf(info.apiVersion);
  return group === '' ? info.kind : `${info.kind}.${group}`;
}
