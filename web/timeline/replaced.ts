// Which pod took the place of which. Pods are replaced, never moved: a new bar starts elsewhere under another name.
// The timeline says so only for the selected pod, by a dotted curve from the end of the old bar to the start of the
// new one.

import type { PodBar, Timeline } from '../../src/report/timeline-model.ts';
import { timeScale } from './axis.ts';
import { color, type DrawItem } from './draw-list.ts';
import { memoized } from './memo.ts';
import { METRICS } from './metrics.ts';
import { barsOf, barY, podId, type RowLayout } from './rows.ts';
import type { SceneView } from './scene.ts';

/** A controller replaces at once; later pods are new ones. */
const LONGEST_MICROS = 60_000_000;
const BULGE_PIXELS = 24;
const SIGN_PIXELS = 8;

interface Replacements {
  /** By id of a pod the id of the one before it. */
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

interface Life {
  readonly id: string;
  readonly owner: string;
  readonly from: number;
  /** When its owner stopped counting it; undefined while it counts. */
  readonly left: number | undefined;
}

/** Of an owner's pods each one created takes the place of the earliest that left and has no successor yet. */
export const replacements: (timeline: Timeline) => Replacements = memoized((timeline: Timeline) => {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  for (const lives of livesByOwner(timeline).values()) {
    const leaving = lives.filter(({ left }) => left !== undefined).toSorted((a, b) => (a.left ?? 0) - (b.left ?? 0));
    for (const life of lives.toSorted((a, b) => a.from - b.from)) {
      const old = leaving.find(
        ({ id, left = 0, from }) =>
          !after.has(id) && left <= life.from && life.from - left < LONGEST_MICROS && from < life.from,
      );
      if (old === undefined) continue;
      before.set(life.id, old.id);
      after.set(old.id, life.id);
    }
  }
  return { before, after };
});

function livesByOwner(timeline: Timeline): ReadonlyMap<string, readonly Life[]> {
  const lives = new Map<string, Life>();
  for (const bar of [timeline.noNode, ...timeline.nodes].flatMap((track) => track.bars)) {
    if (bar.owner === '') continue;
    const id = podId(bar);
    const known = lives.get(id);
    const left = leftAt(bar);
    const from = Math.min(known?.from ?? bar.from, bar.from);
    lives.set(id, { id, owner: bar.owner, from, left: left ?? known?.left });
  }
  const byOwner = new Map<string, Life[]>();
  for (const life of lives.values()) {
    const own = byOwner.get(life.owner);
    if (own === undefined) byOwner.set(life.owner, [life]);
    else own.push(life);
  }
  return byOwner;
}

function leftAt(bar: PodBar): number | undefined {
  const terminating = bar.segments.find((segment) => segment.state === 'terminating');
  return terminating?.from ?? (bar.isGone ? bar.to : undefined);
}

/** The curves to and from the selected pod, in pixels of the stage. */
export function replacementItems(
  timeline: Timeline,
  layout: RowLayout,
  id: string | undefined,
  view: SceneView,
): readonly DrawItem[] {
  if (id === undefined || !id.startsWith('Pod/')) return [];
  const { before, after } = replacements(timeline);
  return [[before.get(id), id] as const, [id, after.get(id)] as const].flatMap(([old, fresh]) =>
    old === undefined || fresh === undefined ? [] : curve(timeline, layout, old, fresh, view),
  );
}

function curve(
  timeline: Timeline,
  layout: RowLayout,
  old: string,
  fresh: string,
  view: SceneView,
): readonly DrawItem[] {
  const x = timeScale(view);
  const from = endOf(timeline, layout, old, (bar) => leftAt(bar) ?? bar.to);
  const to = endOf(timeline, layout, fresh, (bar) => bar.from);
  if (from === undefined || to === undefined) return [];
  const dy = METRICS.top - view.scrollY + METRICS.lane / 2;
  const [start, end] = [
    { x: x(from.at), y: from.y + dy },
    { x: x(to.at), y: to.y + dy },
  ] as const;
  // Around the words of both, which begin at its ends.
  const left = Math.min(start.x, end.x) - BULGE_PIXELS;
  const bulge = { x: left < SIGN_PIXELS ? Math.max(start.x, end.x) + BULGE_PIXELS : left, y: (start.y + end.y) / 2 };
  const points = [start, bulge, end];
  return [
    { type: 'path', points, curve: 'round', stroke: color('accent'), width: 1.6, dash: [2, 3] },
    {
      type: 'text',
      ...bulge,
      text: '↷',
      font: 'bodyBold',
      color: color('accent'),
      align: 'center',
      plate: color('canvas', 0.85),
    },
  ];
}

/** Where a pod's last bar stands, and a moment of it. */
function endOf(
  timeline: Timeline,
  layout: RowLayout,
  id: string,
  momentOf: (bar: PodBar) => number,
): { readonly at: number; readonly y: number } | undefined {
  const key = id.slice(id.indexOf('/') + 1);
  for (const row of layout.rows.toReversed()) {
    const bar = barsOf(timeline, row).findLast((candidate) => candidate.key === key);
    if (bar !== undefined) return { at: momentOf(bar), y: barY(row, bar) };
  }
  return undefined;
}
