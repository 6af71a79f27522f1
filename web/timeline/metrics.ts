// Sizes of the timeline in CSS pixels, on a grid of 4. Measured once here, used by rows, drawing and
// hit testing alike.

export const METRICS = {
  minimap: 42,
  axis: 28,
  actions: 42,
  flagRow: 20,
  flagHeight: 16,
  events: 20,
  groupHead: 22,
  component: 16,
  deployment: 58,
  smallDeployment: 32,
  hpa: 44,
  nodeHead: 22,
  /** A node as one bar. */
  nodeBar: 15,
  /** The pods of a whole cluster by state. */
  states: 128,
  /** Air above a strip of nodes. */
  stripTop: 1,
  lane: 16,
  laneGap: 2,
  /** Air under the last lane of a node. */
  laneFoot: 4,
  barPadding: 6,
} as const;

/** Height of what stays on top while the tracks scroll: minimap, axis, actions and faults, events. */
export const TOP_HEIGHT: number = METRICS.minimap + METRICS.axis + METRICS.actions + METRICS.events;

/** Height of a number of lanes. */
export function lanesHeight(laneCount: number): number {
  return laneCount * (METRICS.lane + METRICS.laneGap);
}
