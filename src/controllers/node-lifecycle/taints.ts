// The taints that follow a node's conditions: NoExecute for a node that is not ready or not reachable, never both;
// NoSchedule as a mirror of the conditions and of spec.unschedulable.
// Mirrors pkg/controller/nodelifecycle/node_lifecycle_controller.go and pkg/controller/util/node/controller_utils.go
// (v1.36).

import type { Micros } from '../../base/time.ts';
import { apiTime } from '../../cluster/api-server.ts';
import type { Request } from '../../cluster/request.ts';
import type { Node, Taint } from '../../model/objects.ts';

const NOT_READY = 'node.kubernetes.io/not-ready';
const UNREACHABLE = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** Condition type, status, and the key of the taint that mirrors it. */
const MIRRORED: readonly (readonly [string, string, string])[] = [
  ['Ready', 'False', NOT_READY],
  ['Ready', 'Unknown', UNREACHABLE],
  ['MemoryPressure', 'True', 'node.kubernetes.io/memory-pressure'],
  ['DiskPressure', 'True', 'node.kubernetes.io/disk-pressure'],
  ['PIDPressure', 'True', 'node.kubernetes.io/pid-pressure'],
  ['NetworkUnavailable', 'True', 'node.kubernetes.io/network-unavailable'],
];
const MIRROR_KEYS: ReadonlySet<string> = new Set([UNSCHEDULABLE, ...MIRRORED.map(([, , key]) => key)]);

/** Which NoExecute taint a node has, or is to have. */
export type EvictionTaint = 'not-ready' | 'unreachable' | 'none';

const EVICTION_KEYS: ReadonlyMap<string, EvictionTaint> = new Map([
  [NOT_READY, 'not-ready'],
  [UNREACHABLE, 'unreachable'],
]);

/** The controller's NoExecute taints of a node. */
export function evictionTaints(node: Node): ReadonlySet<EvictionTaint> {
  const found = new Set<EvictionTaint>();
  for (const { key, effect } of node.spec.taints ?? []) {
    const taint = effect === 'NoExecute' ? EVICTION_KEYS.get(key) : undefined;
    if (taint !== undefined) found.add(taint);
  }
  return found;
}

/** The patch that leaves a node this NoExecute taint and not the other one; one that is there gets the time anew. */
export function evictionTaintPatch(node: Node, wanted: EvictionTaint, now: Micros): Request {
  const isOurs = ({ key, effect }: Taint): boolean => effect === 'NoExecute' && EVICTION_KEYS.has(key);
  const kept = (node.spec.taints ?? []).filter((taint) => !isOurs(taint));
  if (wanted === 'none') return taintsPatch(node, kept);
  const key = wanted === 'not-ready' ? NOT_READY : UNREACHABLE;
  return taintsPatch(node, [...kept, { key, effect: 'NoExecute', timeAdded: apiTime(now) }]);
}

/** The patch by which the NoSchedule taints mirror the node's conditions; undefined if they do. */
export function mirrorPatch(node: Node, now: Micros): Request | undefined {
  const wanted = new Set<string>();
  for (const { type, status } of node.status.conditions ?? []) {
    const mirrored = MIRRORED.find((entry) => entry[0] === type && entry[1] === status);
    if (mirrored !== undefined) wanted.add(mirrored[2]);
  }
  if (node.spec.unschedulable === true) wanted.add(UNSCHEDULABLE);
  const taints = node.spec.taints ?? [];
  const isMirror = ({ key, effect }: Taint): boolean => effect === 'NoSchedule' && MIRROR_KEYS.has(key);
  const present = new Set(taints.filter(isMirror).map(({ key }) => key));
  const missing = [...wanted].filter((key) => !present.has(key));
  const kept = taints.filter((taint) => !isMirror(taint) || wanted.has(taint.key));
  if (missing.length === 0 && kept.length === taints.length) return undefined;
  const added = missing.map((key): Taint => ({ key, effect: 'NoSchedule', timeAdded: apiTime(now) }));
  return taintsPatch(node, [...kept, ...added]);
}

/** Refused if the node has changed since it was read: the list is written as a whole, or (null) taken away. */
function taintsPatch(node: Node, taints: readonly Taint[]): Request {
  const { name, uid, resourceVersion } = node.metadata;
  const patch = { spec: { taints: taints.length > 0 ? taints : null } };
  return { verb: 'patch', kind: 'Node', key: name, patchType: 'merge', patch, uid, resourceVersion };
}
