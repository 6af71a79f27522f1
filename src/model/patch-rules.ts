// How strategic merge patches treat the fields of the API: which lists are merged item by item and by which key, which
// lists of plain values are sets, which objects keep only the fields that a patch names.
//
// By name of the field: the API uses a name for one sort of list only, but for `ports`, which the field around tells.
// Data from the patchStrategy and patchMergeKey tags of staging/src/k8s.io/api/**/types.go (v1.36).

/** What is special about a field. */
export type PatchRule = {
  /** Items of the list are told apart by this field; a list without one is replaced as a whole. */
  readonly mergeKey?: string;
  /** A list of plain values that is merged as a set. */
  readonly isSet?: boolean;
  /** A patch names all fields that stay; used for unions such as volumes. */
  readonly retainsKeys?: boolean;
};

const NONE: PatchRule = {};

const RULES: ReadonlyMap<string, PatchRule> = new Map<string, PatchRule>([
  ...['containers', 'initContainers', 'ephemeralContainers', 'env', 'imagePullSecrets', 'schedulingGates'].map(
    (field) => [field, { mergeKey: 'name' }] as const,
  ),
  ...['volumes', 'resourceClaims'].map((field) => [field, { mergeKey: 'name', retainsKeys: true }] as const),
  ...['hostAliases', 'hostIPs', 'podIPs'].map((field) => [field, { mergeKey: 'ip' }] as const),
  ['volumeMounts', { mergeKey: 'mountPath' }],
  ['volumeDevices', { mergeKey: 'devicePath' }],
  ['topologySpreadConstraints', { mergeKey: 'topologyKey' }],
  ['conditions', { mergeKey: 'type' }],
  ['addresses', { mergeKey: 'type' }],
  ['ownerReferences', { mergeKey: 'uid' }],
  ['secrets', { mergeKey: 'name' }],
  ['finalizers', { isSet: true }],
  ['podCIDRs', { isSet: true }],
  ['strategy', { retainsKeys: true }],
]);

const CONTAINER_LISTS: ReadonlySet<string> = new Set(['containers', 'initContainers', 'ephemeralContainers']);

/** The rule of a field within an object that is (an item of) the field `parent`. */
export function patchRuleOf(field: string, parent: string): PatchRule {
  if (field === 'ports') return { mergeKey: CONTAINER_LISTS.has(parent) ? 'containerPort' : 'port' };
  return RULES.get(field) ?? NONE;
}
