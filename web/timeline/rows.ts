// The rows of the tracks from top to bottom, with their heights. One list serves the tree beside the canvas, the
// drawing, hit testing and the keys, so that they cannot disagree. It depends on the run and on what is folded, never
// on the view.

import type { DeploymentTrack, NodeTrack, PodBar, Timeline } from '../../src/report/timeline-model.ts';
import { lanesHeight, METRICS } from './metrics.ts';

type GroupName = 'control' | 'workloads' | 'nodes';

interface Placed {
  /** Stable name of the row: `group/nodes`, `Node/worker-1`, `Deployment/shop/web`, `component/etcd`, `noNode`. */
  readonly id: string;
  readonly y: number;
  readonly height: number;
}

export type Row = Placed &
  (
    | { readonly kind: 'group'; readonly group: GroupName; readonly isFolded: boolean }
    | { readonly kind: 'component'; readonly index: number }
    | { readonly kind: 'deployment'; readonly index: number; readonly isSmall: boolean }
    | { readonly kind: 'noNode'; readonly lanesY: number }
    | { readonly kind: 'node'; readonly index: number; readonly isFolded: boolean; readonly lanesY: number }
  );

export interface RowLayout {
  readonly rows: readonly Row[];
  readonly height: number;
}

/** A Deployment of few pods needs little height. */
const SMALL_PODS = 5;

/** The rows of a run; `folded` holds ids of groups and nodes. */
export function layoutRows(timeline: Timeline, folded: ReadonlySet<string>): RowLayout {
  const rows: Row[] = [];
  let y = 0;
  const group = (name: GroupName): boolean => {
    const isFolded = folded.has(`group/${name}`);
    rows.push({ kind: 'group', id: `group/${name}`, group: name, isFolded, y, height: METRICS.groupHead });
    y += METRICS.groupHead;
    return !isFolded;
  };
  if (timeline.components.length > 0 && group('control')) {
    timeline.components.forEach((component, index) => {
      rows.push({ kind: 'component', id: `component/${component.name}`, index, y, height: METRICS.component });
      y += METRICS.component;
    });
    y += 2;
  }
  if (timeline.deployments.length > 0 && group('workloads')) {
    timeline.deployments.forEach((track, index) => {
      const isSmall = peakPods(track) <= SMALL_PODS;
      const height = isSmall ? METRICS.smallDeployment : METRICS.deployment;
      rows.push({ kind: 'deployment', id: deploymentId(track), index, isSmall, y, height });
      y += height;
    });
    y += 2;
  }
  if (group('nodes')) y = layoutNodes(timeline, folded, rows, y);
  return { rows, height: y };
}

function layoutNodes(timeline: Timeline, folded: ReadonlySet<string>, rows: Row[], top: number): number {
  let y = top;
  if (timeline.noNode.laneCount > 0) {
    const height = Math.max(22, lanesHeight(timeline.noNode.laneCount) + METRICS.laneFoot);
    rows.push({ kind: 'noNode', id: 'noNode', y, height, lanesY: y + 2 });
    y += height;
  }
  timeline.nodes.forEach((node, index) => {
    const id = nodeId(node);
    const isFolded = folded.has(id);
    const lanes = isFolded ? 0 : lanesHeight(node.laneCount) + METRICS.laneFoot;
    const height = METRICS.nodeHead + 2 + lanes;
    rows.push({ kind: 'node', id, index, isFolded, y, height, lanesY: y + METRICS.nodeHead + 2 });
    y += height;
  });
  return y;
}

export function nodeId(node: NodeTrack): string {
  return `Node/${node.name}`;
}

export function deploymentId(track: DeploymentTrack): string {
  return `Deployment/${track.namespace}/${track.name}`;
}

export function podId(bar: PodBar): string {
  return `Pod/${bar.key}`;
}

/** The row that shows an object: its own, or its Deployment's for a ReplicaSet. Pods have bars instead. */
export function rowOfObject(timeline: Timeline, layout: RowLayout, id: string): Row | undefined {
  return layout.rows.find((row) => {
    if (row.id === id) return true;
    const track = row.kind === 'deployment' ? timeline.deployments[row.index] : undefined;
    return track?.replicaSets.some((name) => id === `ReplicaSet/${track.namespace}/${name}`) ?? false;
  });
}

/** The most pods that a Deployment has, or may have, at any moment. */
export function peakPods(track: DeploymentTrack): number {
  return track.steps.reduce((peak, step) => Math.max(peak, step.max, step.pods), 1);
}

/** The row at a height, `undefined` below the last and in the air between groups. */
export function rowAt(layout: RowLayout, y: number): Row | undefined {
  return layout.rows.find((row) => y >= row.y && y < row.y + row.height);
}

/** The rows that touch a stretch of heights. */
export function rowsBetween(layout: RowLayout, top: number, bottom: number): readonly Row[] {
  return layout.rows.filter((row) => row.y < bottom && row.y + row.height > top);
}

/** The bars of a row that has bars. */
export function barsOf(timeline: Timeline, row: Row): readonly PodBar[] {
  if (row.kind === 'noNode') return timeline.noNode.bars;
  if (row.kind === 'node' && !row.isFolded) return timeline.nodes[row.index]?.bars ?? [];
  return [];
}

/** Top of a bar of a row. */
export function barY(row: Row, bar: PodBar): number {
  return 'lanesY' in row ? row.lanesY + lanesHeight(bar.lane) : row.y;
}
