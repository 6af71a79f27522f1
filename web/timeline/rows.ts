// The rows of the tracks from top to bottom, with their heights. One list serves the tree beside the canvas, the
// drawing, hit testing and the keys, so that they cannot disagree. It depends on the run, on what is folded, pinned and
// filtered, never on the view.

import type { HpaTrack, NodeTrack, PodBar, Timeline, WorkloadTrack } from '../../src/report/timeline-model.ts';
import { lanesHeight } from './metrics.ts';
import type { StripShape } from './strip.ts';

export type GroupName = 'pinned' | 'control' | 'workloads' | 'states' | 'nodes' | 'around';

interface Placed {
  /** Stable name of the row: `group/nodes`, `Node/worker-1`, `Deployment/shop/web`, `component/etcd`, `noNode`. */
  readonly id: string;
  readonly y: number;
  readonly height: number;
}

export type Row = Placed &
  (
    | {
        readonly kind: 'group';
        readonly group: GroupName;
        readonly isFolded: boolean;
        /** Only its first row follows. */
        readonly isBrief: boolean;
        /** So many of it are left by a filter. */
        readonly shown?: number;
      }
    | { readonly kind: 'component'; readonly index: number }
    | { readonly kind: 'workload'; readonly index: number; readonly isSmall: boolean }
    | { readonly kind: 'hpa'; readonly index: number }
    | { readonly kind: 'states' }
    | { readonly kind: 'noNode'; readonly lanesY: number }
    | { readonly kind: 'node'; readonly index: number; readonly isFolded: boolean; readonly lanesY: number }
    /** A node as one bar. */
    | { readonly kind: 'nodeBar'; readonly index: number }
    /** Many nodes, none of which has a row of its own. */
    | {
        readonly kind: 'strip';
        readonly name: string;
        /** Whether the name is that of a zone. */
        readonly isZone: boolean;
        /** Indices of its nodes, in order. */
        readonly nodes: readonly number[];
        readonly shape: StripShape;
        readonly key: string;
        readonly isFolded: boolean;
      }
    /** Head of a pool, a zone, an owner or a namespace. */
    | {
        readonly kind: 'section';
        readonly name: string;
        /** Indices of its nodes; none where it is of pods. */
        readonly nodes: readonly number[];
        /** The pods of an owner or a namespace; none where it is of nodes. */
        readonly bars: readonly PodBar[];
        readonly isFolded: boolean;
        /** False where there are too many pods for lanes: it stays one line. */
        readonly canOpen: boolean;
      }
    /** Lanes of pods that are not those of one node: of an owner, or a pinned pod. */
    | { readonly kind: 'pods'; readonly bars: readonly PodBar[]; readonly lanesY: number }
  );

export interface RowLayout {
  readonly rows: readonly Row[];
  readonly height: number;
}

export function nodeId(node: NodeTrack): string {
  return `Node/${node.name}`;
}

export function workloadId(track: WorkloadTrack): string {
  return `${track.kind}/${track.namespace}/${track.name}`;
}

export function hpaId(track: HpaTrack): string {
  return `HorizontalPodAutoscaler/${track.namespace}/${track.name}`;
}

export function podId(bar: PodBar): string {
  return `Pod/${bar.key}`;
}

/** The object that a row is about: its own name, without the place it stands in. */
export function objectOfRow(row: Row): string {
  return row.id.replace(/^(?:pinned|around)\//, '');
}

/** The row that shows an object: its own, or its Deployment's for a ReplicaSet. Pods have bars instead. */
export function rowOfObject(timeline: Timeline, layout: RowLayout, id: string): Row | undefined {
  return layout.rows.find((row) => {
    if (objectOfRow(row) === id) return true;
    const track = row.kind === 'workload' ? timeline.workloads[row.index] : undefined;
    return track?.replicaSets.some((name) => id === `ReplicaSet/${track.namespace}/${name}`) ?? false;
  });
}

/** The most pods that a workload has, or may have, at any moment. */
export function peakPods(track: WorkloadTrack): number {
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
  if (row.kind === 'pods') return row.bars;
  if (row.kind === 'node' && !row.isFolded) return timeline.nodes[row.index]?.bars ?? [];
  return [];
}

/** Top of a bar of a row. */
export function barY(row: Row, bar: PodBar): number {
  return 'lanesY' in row ? row.lanesY + lanesHeight(bar.lane) : row.y;
}
