// Sizes of the timeline in CSS pixels, on a grid of 4. Measured once here, used by rows, drawing and hit testing alike.
// On a projector each of them is twice as large, so that what stands above the tracks leaves them room.

import { type Signal, signal } from '@preact/signals';

/** Whether height is dear: a low minimap, no row of events, lower tracks of Deployments. */
export const isDense: Signal<boolean> = signal(false);

/** Whether the reader wants lanes as low as their text; the projector's rows stay large. */
export const isCompact: Signal<boolean> = signal(false);

export const METRICS = {
  get minimap(): number {
    return isDense.value ? 24 : 42;
  },
  get axis(): number {
    return isDense.value ? 26 : 28;
  },
  actions: 42,
  flagRow: 20,
  flagHeight: 16,
  get events(): number {
    return isDense.value ? 0 : 20;
  },
  /** What stays on top while the tracks scroll: minimap, axis, actions and faults, events. */
  get top(): number {
    return this.minimap + this.axis + this.actions + this.events;
  },
  groupHead: 22,
  component: 16,
  get deployment(): number {
    return isDense.value ? 48 : 58;
  },
  smallDeployment: 32,
  hpa: 44,
  nodeHead: 22,
  /** A node as one bar. */
  nodeBar: 15,
  /** The pods of a whole cluster by state. */
  states: 128,
  /** Air above a strip of nodes. */
  stripTop: 1,
  get lane(): number {
    return isCompact.value && !isDense.value ? 12 : 16;
  },
  get laneGap(): number {
    return isCompact.value && !isDense.value ? 1 : 2;
  },
  /** Air under the last lane of a node. */
  laneFoot: 4,
  barPadding: 6,
} as const;

/** Height of a number of lanes. */
export function lanesHeight(laneCount: number): number {
  return laneCount * (METRICS.lane + METRICS.laneGap);
}
