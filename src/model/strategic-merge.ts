// Patches: JSON merge patch, and Kubernetes' strategic merge patch, which merges certain lists item by item.
// Mirrors staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (v1.36) and RFC 7386.

type Fields = { readonly [field: string]: unknown };

/** Merge key of the lists that are merged by item, by field name; other lists are replaced. */
const MERGE_KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ['containers', ['name']],
  ['initContainers', ['name']],
  ['ephemeralContainers', ['name']],
  ['env', ['name']],
  ['volumes', ['name']],
  ['imagePullSecrets', ['name']],
  ['schedulingGates', ['name']],
  ['resourceClaims', ['name']],
  ['secrets', ['name']],
  ['volumeMounts', ['mountPath']],
  ['volumeDevices', ['devicePath']],
  ['hostAliases', ['ip']],
  ['podIPs', ['ip']],
  ['hostIPs', ['ip']],
  ['topologySpreadConstraints', ['topologyKey']],
  ['ports', ['containerPort', 'port']],
  ['conditions', ['type']],
  ['addresses', ['type']],
  ['ownerReferences', ['uid']],
]);

/** Lists of plain values that are merged as sets. */
const SETS: ReadonlySet<string> = new Set(['finalizers']);

/** RFC 7386: null removes, objects merge, everything else replaces. */
export function jsonMergePatch(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const merged: { [field: string]: unknown } = isFields(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field];
    else merged[field] = jsonMergePatch(merged[field], value);
  }
  return merged;
}

/** The strategic merge of a patch into an object (or a part of one). */
export function strategicMerge(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  if (patch.$patch === 'replace') return without(patch, ['$patch']);
  const merged: { [field: string]: unknown } = isFields(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (field.startsWith('$')) continue;
    if (value === null) delete merged[field];
    else merged[field] = Array.isArray(value) ? mergeList(field, merged[field], value, patch) : strategicMerge(merged[field], value);
  }
  return merged;
}

function mergeList(field: string, target: unknown, patch: readonly unknown[], parent: Fields): readonly unknown[] {
  const current = Array.isArray(target) ? (target as readonly unknown[]) : [];
  if (SETS.has(field)) {
    const removed = (parent[`$deleteFromPrimitiveList/${field}`] ?? []) as readonly unknown[];
    return [...new Set([...current, ...patch])].filter((item) => !removed.includes(item));
  }
  const keys = MERGE_KEYS.get(field);
  if (keys === undefined || !patch.every(isFields)) return patch;
  if (patch.some((item) => isFields(item) && item.$patch === 'replace')) {
    return patch.filter((item) => isFields(item) && item.$patch !== 'replace');
  }
  const merged = [...current];
  for (const item of patch as readonly Fields[]) {
    const key = keys.find((name) => item[name] !== undefined);
    const index = key === undefined ? -1 : merged.findIndex((other) => isFields(other) && other[key] === item[key]);
    if (item.$patch === 'delete') {
      if (index >= 0) merged.splice(index, 1);
    } else if (index >= 0) merged[index] = strategicMerge(merged[index], item);
    else merged.push(strategicMerge({}, item));
  }
  return merged;
}

function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
