// The axes that a reader can choose, by the names that stand in a link. Apart from the axis itself, so that reading a
// link needs no run.

export const AXES = ['linear', 'idle', 'chain', 'index'] as const;
export type AxisChoice = (typeof AXES)[number];
