// What a policy of your own is written against: the types of the scheduling framework and a few functions, the same as
// the built-in plugins use. A policy is one file that exports one plugin:
//
//   import { type Plugin, unschedulable } from 'orrery/policy';
//   export const plugin: Plugin = { name: 'NoBatch', filter: (pod) => ... };
//
// The rules of each extension point stand beside it in framework.ts.

import { deepFreeze } from '../base/deep-freeze.ts';
import type { Pod } from '../model/objects.ts';
import { type RequestAmounts, requestNumbers } from '../model/pod-requests.ts';
import { requestedOf } from './plugins/scored-resources.ts';

export { type Civil, civilOf } from '../base/wall-clock.ts';
export type { Node, Pod } from '../model/objects.ts';
export type { RequestAmounts } from '../model/pod-requests.ts';
export type { WakeUp } from './cluster-event.ts';
export {
  type FilterFailure,
  type Lister,
  MAX_NODE_SCORE,
  type Permitted,
  type Plugin,
  type PostFiltered,
  type PreBound,
  type PreFiltered,
  type PreScored,
  type Reserved,
  type Snapshot,
  type Status,
  type Trial,
  unresolvable,
  unschedulable,
} from './framework.ts';
export type { Amounts, NodeInfo } from './node-info.ts';
export { normalizeToMax } from './plugins/normalize-to-max.ts';

/** What a pod requests: CPU in thousandths, memory and ephemeral storage in bytes, other resources by name. */
export function requestsOf(pod: Pod): RequestAmounts {
  return deepFreeze(requestNumbers(pod));
}

/** How much of a resource a pod requests: `cpu` in thousandths, `memory` in bytes, `nvidia.com/gpu` in whole ones. */
export function requestOf(pod: Pod, resource: string): number {
  return requestedOf(resource, requestNumbers(pod));
}
