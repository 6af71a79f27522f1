// The tree beside the canvas: real elements for every row in view, with its values at the cursor. It scrolls with the
// tracks; its rows stand in their own file.

import type { JSX } from 'preact';
import { count, t } from '../i18n/i18n.ts';
import { baseScale, rem } from '../state/preferences.ts';
import { timeline } from '../state/run.ts';
import { selectedId } from '../state/selection.ts';
import { cursor, layout, scrollTo, scrollY, stageSize } from '../state/view.ts';
import { warningsUntil } from '../timeline/events.ts';
import { METRICS } from '../timeline/metrics.ts';
import { barsOf, podId, type Row, rowsBetween } from '../timeline/rows.ts';
import { TreeRow } from './tree-rows.tsx';

export function Tree(): JSX.Element | null {
  const shown = timeline.value;
  if (shown === undefined) return <div class="tree" />;
  const warnings = warningsUntil(shown.events, cursor.value);
  const chosen = selectedId();
  const isChosen = (id: string): boolean => id === chosen;
  const visible = rowsBetween(layout.value, scrollY.value - 200, scrollY.value + stageSize.value.height + 200);
  const hasChosen = visible.some((row) => isChosen(row.id) || barsOf(shown, row).some((bar) => isChosen(podId(bar))));
  return (
    <div class="tree">
      <div class="tree-row tree-sticky tree-actions">
        <span class="tree-name">{t('track.actions')}</span>
      </div>
      <div class="tree-row tree-sticky tree-events">
        <span class="tree-name">{t('track.events')}</span>
        <span class="tree-value">{t('track.warnings', { n: count(warnings) })}</span>
      </div>
      <div
        class="tree-scroll"
        role="tree"
        tabIndex={0}
        aria-label={t('track.tracks')}
        aria-activedescendant={hasChosen ? `row:${chosen}` : undefined}
        onScroll={(event) => scrollTo(event.currentTarget.scrollTop / baseScale.value)}
        ref={(element) => {
          const top = scrollY.value * baseScale.value;
          if (element !== null && Math.abs(element.scrollTop - top) > 1) element.scrollTop = top;
        }}
      >
        <div class="tree-content" style={{ height: rem(layout.value.height + 24) }}>
          {visible.map((row) => (
            <div key={row.id} class={isSliced(row) ? 'tree-sliced' : undefined}>
              <TreeRow row={row} shown={shown} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** Whether an end of the tracks would slice a row's words; the canvas leaves such words out, too. */
function isSliced(row: Row): boolean {
  const head = row.kind === 'node' ? METRICS.nodeHead : row.kind === 'noNode' ? METRICS.groupHead : row.height;
  const middle = row.y + head / 2;
  const half = row.kind === 'hpa' || (row.kind === 'workload' && !row.isSmall) ? 14 : 6;
  const top = scrollY.value;
  return middle - half < top || middle + half > top + stageSize.value.height - METRICS.top;
}
