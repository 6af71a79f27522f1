// The upper canvas as a draw list: frame of the minimap, cursor with its pill, area, selection, hover, chain, and the
// values of the Deployments at the cursor. Drawn each time the hand moves, so it stays small.

import { formatDuration, sentenceDuration } from '../../src/base/duration.ts';
import type { PodBar, Timeline } from '../../src/report/timeline-model.ts';
import { shownChain } from '../state/answers.ts';
import { hits } from '../state/finder.ts';
import { hover, markedId, namedId } from '../state/hover.ts';
import { barsOfPod } from '../state/moments.ts';
import { notes } from '../state/notes.ts';
import { run, timeline, until } from '../state/run.ts';
import { sceneView } from '../state/scene-view.ts';
import { selectedId, selection } from '../state/selection.ts';
import { twinFocus } from '../state/twin.ts';
import { type Area, area, cursor, layout, range, sketch } from '../state/view.ts';
import { setting, stoppedText } from '../state/words.ts';
import { timeScale } from '../timeline/axis.ts';
import { chainItems, placeChain } from '../timeline/chain.ts';
import { color, type DrawItem, type Rect } from '../timeline/draw-list.ts';
import { placeFlags } from '../timeline/flags.ts';
import { barRect } from '../timeline/hit.ts';
import { isDense, METRICS } from '../timeline/metrics.ts';
import { minimapFrameItems, minimapHitItems } from '../timeline/minimap.ts';
import { noteItems } from '../timeline/notes.ts';
import { replacementItems } from '../timeline/replaced.ts';
import { barsOf, barY, nodeId, objectOfRow, podId, rowOfObject, rowsBetween, workloadId } from '../timeline/rows.ts';
import { cursorValueItems, type SceneView } from '../timeline/scene.ts';
import { stopItems } from '../timeline/stop-mark.ts';
import { readout } from '../timeline/ticks.ts';
import { markRing } from './mark-ring.ts';

export function overlayItems(): readonly DrawItem[] {
  const shown = timeline.value;
  if (shown === undefined) return [];
  const view = sceneView();
  const body = { x: 0, y: METRICS.top, width: view.width, height: Math.max(view.height - METRICS.top, 0) };
  const tracks = { ...body, y: METRICS.minimap + METRICS.axis, height: view.height - METRICS.minimap - METRICS.axis };
  const steps = shownChain.value;
  const { measure, words } = setting.value;
  const flags = steps === undefined ? [] : placeFlags(shown.flags, view, measure, words.flag);
  const chain = steps === undefined ? [] : chainItems(placeChain(steps, shown, layout.value, view, flags));
  return [
    ...minimapFrameItems(range.value, until.value, view.width),
    ...minimapHitItems(hits.value, until.value, view.width),
    ...minimapHitItems(
      notes.value.map(({ at }) => at),
      until.value,
      view.width,
    ),
    ...noteItems(notes.value, view, measure),
    ...(run.value?.stopped === undefined ? [] : stopItems(shown.until, stoppedText(run.value), view, measure)),
    ...areaItems(view),
    ...markRing(shown, selection.value, view),
    ...markRing(shown, twinFocus.value?.mark, view),
    {
      type: 'clip',
      rect: body,
      items: [
        ...namedItems(shown, namedId.value ?? hoveredId(), view),
        ...rowOutline(shown, markedId.value ?? '', view),
        ...outlineItems(shown, selectedId(), view),
        ...twinRing(shown, view),
        ...(steps === undefined ? replacementItems(shown, layout.value, selectedId(), view) : []),
        ...(steps === undefined ? cursorValueItems(shown, layout.value, cursor.value, view, setting.value) : []),
      ],
    },
    { type: 'clip', rect: tracks, items: chain },
    ...cursorItems(view),
  ];
}

/** What is under the pointer: a node, a workload, of a pod its owner. */
function hoveredId(): string | undefined {
  const over = hover.value?.hit;
  if (over?.type === 'bar') return over.bar.owner === '' ? podId(over.bar) : over.bar.owner;
  if (over?.type === 'workload') return workloadId(over.track);
  return over?.type === 'node' ? nodeId(over.node) : undefined;
}

/** Outlines of all bars of an object that is pointed at, or whose name is: a pod's, an owner's, a node's. */
function namedItems(shown: Timeline, id: string | undefined, view: SceneView): readonly DrawItem[] {
  if (id === undefined) return [];
  const owners = ownersOf(shown, id);
  const over = hover.value?.hit;
  const widthOf = (bar: PodBar): number => (over?.type === 'bar' && over.bar.key === bar.key ? 2 : 1);
  const visible = rowsBetween(layout.value, view.scrollY, view.scrollY + view.height - METRICS.top);
  return visible.flatMap((row) =>
    barsOf(shown, row)
      .filter((bar) => podId(bar) === id || owners.has(bar.owner) || objectOfRow(row) === id)
      .map((bar): DrawItem => {
        const rect = barRect(bar, barY(row, bar), view);
        return { type: 'rect', ...rect, edge: color('ink'), edgeWidth: widthOf(bar), radius: 2 };
      }),
  );
}

/** The owners of pods that belong to an object: itself, or a Deployment's ReplicaSets. */
function ownersOf(shown: Timeline, id: string): ReadonlySet<string> {
  const track = shown.workloads.find((candidate) => workloadId(candidate) === id);
  const names = track?.replicaSets.map((name) => `ReplicaSet/${track.namespace}/${name}`) ?? [];
  return new Set([id, ...names]);
}

/** The outline of the selected pod's bars, or of a row of something else. */
function outlineItems(shown: Timeline, id: string | undefined, view: SceneView): readonly DrawItem[] {
  if (id === undefined) return [];
  const outline = (rect: Rect): DrawItem => {
    return { type: 'rect', ...grown(rect, 2), edge: color('accent'), edgeWidth: 2, radius: 3 };
  };
  if (barsOfPod(shown, id).length > 0) {
    const key = id.slice(id.indexOf('/') + 1);
    const visible = rowsBetween(layout.value, view.scrollY, view.scrollY + view.height - METRICS.top);
    return visible.flatMap((row) =>
      barsOf(shown, row)
        .filter((bar) => bar.key === key)
        .map((bar) => outline(barRect(bar, barY(row, bar), view))),
    );
  }
  return rowOutline(shown, id, view);
}

function rowOutline(shown: Timeline, id: string, view: SceneView): readonly DrawItem[] {
  const row = rowOfObject(shown, layout.value, id);
  if (row === undefined) return [];
  const height = row.kind === 'node' ? METRICS.nodeHead : row.height;
  const rect = { x: -6, y: row.y + METRICS.top - view.scrollY, width: view.width + 12, height };
  return [{ type: 'rect', ...rect, edge: color('accent'), edgeWidth: 1.5 }];
}

function grown(rect: Rect, by: number): Rect {
  return { x: rect.x - by, y: rect.y - by, width: rect.width + 2 * by, height: rect.height + 2 * by };
}

function cursorItems(view: SceneView): readonly DrawItem[] {
  const x = timeScale(view)(cursor.value);
  const inMinimap = (cursor.value / until.value) * view.width;
  const ink = color('accent');
  const items: DrawItem[] = [
    { type: 'rect', x: inMinimap - 0.75, y: 0, width: 1.5, height: METRICS.minimap, fill: ink },
  ];
  if (x < -1 || x > view.width + 1) return items;
  const top = METRICS.minimap + (isDense.value ? 0 : 14);
  const line = { type: 'rect', y: top, height: view.height - top } as const;
  // The last row of a lecture hall sees the cursor by its halo, and its moment in the header.
  if (isDense.value) {
    const halo: DrawItem = { ...line, x: x - 3.5, width: 7, fill: color('accent', 0.18) };
    return [...items, halo, { ...line, x: x - 0.75, width: 1.5, fill: ink }];
  }
  return [...items, { ...line, x: x - 0.75, width: 1.5, fill: ink }, ...pillItems(view)];
}

/** The cursor's readout on the axis. */
function pillItems(view: SceneView): readonly DrawItem[] {
  const { x, width } = pillOf(view);
  const y = METRICS.minimap + 4;
  const text = `t=${readout(cursor.value)}`;
  const label = { type: 'text', text, font: 'mono', color: color('onAccent'), align: 'center' } as const;
  return [
    { type: 'rect', x, y, width, height: 20, fill: color('accent'), radius: 6 },
    { ...label, x: x + width / 2, y: y + 10 },
  ];
}

/** Where the cursor's readout stands on the axis. */
function pillOf(view: SceneView): { readonly x: number; readonly width: number } {
  const width = Math.ceil(setting.value.measure(`t=${readout(cursor.value)}`, 'mono')) + 14;
  const centre = timeScale(view)(cursor.value);
  return { x: Math.min(Math.max(centre - width / 2, 2), view.width - width - 2), width };
}

function areaItems(view: SceneView): readonly DrawItem[] {
  const marked = sketch.value ?? area.value;
  if (marked === undefined) return [];
  const x = timeScale(view);
  const left = x(marked.from);
  const width = x(marked.to) - left;
  const top = METRICS.minimap;
  const box = rowsBox(marked, view);
  const seconds = Math.round(marked.to - marked.from);
  const text = seconds < 1_000 ? formatDuration(seconds) : sentenceDuration(seconds);
  const ground: readonly DrawItem[] =
    box === undefined
      ? [
          { type: 'rect', x: left, y: top, width, height: view.height - top, fill: color('accent', 0.1) },
          { type: 'rect', x: left, y: top, width: 1, height: view.height - top, fill: color('accent', 0.8) },
          {
            type: 'rect',
            x: left + width - 1,
            y: top,
            width: 1,
            height: view.height - top,
            fill: color('accent', 0.8),
          },
        ]
      : [
          {
            type: 'rect',
            x: left,
            ...box,
            width,
            fill: color('accent', 0.1),
            edge: color('accent'),
            edgeWidth: 1.5,
          },
        ];
  return [
    ...ground,
    { type: 'rect', x: left, y: top + 4, width, height: 20, fill: color('accentSoft') },
    ...areaLabel(text, left, width, view),
  ];
}

/** How long the area is: in its middle, beside the cursor's readout, or beside the area where it has no room inside. */
function areaLabel(text: string, left: number, width: number, view: SceneView): readonly DrawItem[] {
  const { measure } = setting.value;
  const [own, pill, right] = [measure(text, 'smallBold') + 12, pillOf(view), left + width];
  const starts = [
    left + (width - own) / 2,
    pill.x - own,
    pill.x + pill.width,
    ...[Math.max(right, pill.x + pill.width), right, left - own, Math.min(left, pill.x) - own],
  ];
  const isFree = (at: number): boolean => at + own <= pill.x || at >= pill.x + pill.width;
  const isInside = (at: number): boolean => at >= left && at + own <= right;
  const inView = starts.filter((at) => isFree(at) && at >= 0 && at + own <= view.width);
  const start = inView.find(isInside) ?? inView.find((at) => at >= right || at + own <= left);
  if (start === undefined) return [];
  const top = METRICS.minimap + 4;
  return [
    { type: 'rect', x: start, y: top, width: own, height: 20, fill: color('accentSoft') },
    {
      type: 'text',
      x: start + own / 2,
      y: top + 10,
      text,
      font: 'smallBold',
      color: color('accent'),
      align: 'center',
    },
  ];
}

/** Top and height of the marked rows on the stage. */
function rowsBox(marked: Area, view: SceneView): { readonly y: number; readonly height: number } | undefined {
  const rows = layout.value.rows.filter((row) => marked.rows?.includes(row.id) === true);
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const y = Math.max(first.y + METRICS.top - view.scrollY, METRICS.top);
  return { y, height: Math.max(last.y + last.height + METRICS.top - view.scrollY - y, 0) };
}

/** The ring around the stretch that has the focus in the table. */
function twinRing(shown: Timeline, view: SceneView): readonly DrawItem[] {
  const focus = twinFocus.value;
  if (focus === undefined) return [];
  const { id, cell } = focus;
  if (cell === undefined) return outlineItems(shown, id, view);
  const x = timeScale(view);
  const [left, right] = [Math.max(x(cell.from), -4), Math.min(x(cell.to), view.width + 4)];
  const key = id.slice(id.indexOf('/') + 1);
  return layout.value.rows.flatMap((row): readonly DrawItem[] => {
    const bar = barsOf(shown, row).find((candidate) => candidate.key === key && candidate.to > cell.from);
    const isRow = bar === undefined && row.id === id;
    if (bar === undefined && !isRow) return [];
    const y = (bar === undefined ? row.y : barY(row, bar)) + METRICS.top - view.scrollY;
    const height = bar !== undefined ? METRICS.lane : row.kind === 'node' ? METRICS.nodeHead : row.height;
    const rect = grown({ x: left, y, width: Math.max(right - left, 3), height }, 3);
    return [{ type: 'rect', ...rect, edge: color('accent'), edgeWidth: 2, radius: 3 }];
  });
}
