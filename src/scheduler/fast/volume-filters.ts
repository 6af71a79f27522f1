// The volume plugins' filters as the fast cycle asks them: node by node, by the plain plugins, and only for pods whose
// volumes tie them to nodes. There are no columns for them, since few pods have such volumes.

import type { Pod } from '../../model/objects.ts';
import type { Plugin, Snapshot } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import { nodeVolumeLimits } from '../plugins/node-volume-limits.ts';
import { volumeBinding } from '../plugins/volume-binding.ts';
import { volumeRestrictions } from '../plugins/volume-restrictions.ts';
import { volumeZone } from '../plugins/volume-zone.ts';

const VOLUME_PLUGINS: readonly Plugin[] = [
  volumeRestrictions as Plugin,
  nodeVolumeLimits as Plugin,
  volumeBinding as Plugin,
  volumeZone as Plugin,
];

/** A filter with what its preFilter found out about the pod. */
export interface VolumeFilter {
  readonly plugin: Plugin;
  readonly state: unknown;
}

const NONE: readonly VolumeFilter[] = [];

/** The filters that have something to say about a pod; undefined where one of them rejects it on every node. */
export function volumeFilters(pod: Pod, snapshot: Snapshot): readonly VolumeFilter[] | undefined {
  if ((pod.spec.volumes ?? []).length === 0) return NONE;
  const filters: VolumeFilter[] = [];
  for (const plugin of VOLUME_PLUGINS) {
    const answer = plugin.preFilter?.(pod, snapshot);
    if (answer?.kind === 'rejected') return undefined;
    if (answer?.kind === 'run') filters.push({ plugin, state: answer.state });
  }
  return filters;
}

/** True if the pod's volumes keep it from the node. */
export function keepsFrom(filters: readonly VolumeFilter[], pod: Pod, node: NodeInfo | undefined): boolean {
  if (filters.length === 0 || node === undefined) return false;
  return filters.some(({ plugin, state }) => plugin.filter?.(pod, state, node) !== undefined);
}
