// The outline of a flag or of a KubeEvent's diamond: of the selected one, and of the one that has the focus in the
// timeline's table. A crowd of flags, and a diamond for several events, is outlined as one.

import type { Timeline } from '../../src/report/timeline-model.ts';
import { isSameSelection, type Selection } from '../state/selection.ts';
import { setting } from '../state/words.ts';
import { color, type DrawItem, type Rect } from '../timeline/draw-list.ts';
import { eventsOf, placeEvents } from '../timeline/events.ts';
import { placeFlags } from '../timeline/flags.ts';
import { METRICS } from '../timeline/metrics.ts';
import type { SceneView } from '../timeline/scene.ts';

const AIR = 2;

export function markRing(shown: Timeline, chosen: Selection | undefined, view: SceneView): readonly DrawItem[] {
  const rect = chosen === undefined ? undefined : markRect(shown, chosen, view);
  if (rect === undefined) return [];
  const { x, y, width, height } = rect;
  const grown = { x: x - AIR, y: y - AIR, width: width + 2 * AIR, height: height + 2 * AIR };
  return [{ type: 'rect', ...grown, edge: color('accent'), edgeWidth: 2, radius: 3 }];
}

function markRect(shown: Timeline, chosen: Selection, view: SceneView): Rect | undefined {
  const top = METRICS.minimap + METRICS.axis;
  if (chosen.kind === 'flag') {
    const { measure, words } = setting.value;
    const isChosen = (flag: Timeline['flags'][number]): boolean => isSameSelection({ kind: 'flag', flag }, chosen);
    const placed = placeFlags(shown.flags, view, measure, words.flag).find(({ flags }) => flags.some(isChosen));
    if (placed === undefined) return undefined;
    const { x, width, row } = placed;
    return { x, y: top + 2 + row * METRICS.flagRow, width, height: METRICS.flagHeight };
  }
  if (chosen.kind !== 'event' || METRICS.events === 0) return undefined;
  const { at } = chosen.event;
  const near = placeEvents(shown.events, view).find((mark) => {
    const { times } = mark.source;
    const [from, to] = [times[mark.first] ?? 0, times[mark.first + mark.count - 1] ?? 0];
    if (at < from || at > to) return false;
    return eventsOf(mark, mark.count).some((event) => isSameSelection({ kind: 'event', event }, chosen));
  });
  if (near === undefined) return undefined;
  const middle = top + METRICS.actions + METRICS.events / 2;
  return { x: near.x - near.radius, y: middle - near.radius, width: 2 * near.radius, height: 2 * near.radius };
}
