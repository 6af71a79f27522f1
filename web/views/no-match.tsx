// What is said where words match nothing: the name that is nearest to them, and the way back. In the finder, over a
// table without rows, and over the stage where a filter leaves no track.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import { filter } from '../state/arrangement.ts';
import { findObjects, nearestName } from '../state/find-results.ts';
import { others } from '../state/finder.ts';
import { stageScale } from '../state/preferences.ts';
import { timeline } from '../state/run.ts';
import { layout } from '../state/view.ts';
import { hasTracks } from '../timeline/layout.ts';
import { METRICS } from '../timeline/metrics.ts';

interface WaysOutProps {
  readonly near: string | undefined;
  /** Takes the name that is nearest, or no words. */
  readonly take: (words: string) => void;
}

export function WaysOut({ near, take }: WaysOutProps): JSX.Element {
  return (
    <>
      {near === undefined ? null : (
        <button type="button" class="text-link" onClick={() => take(near)}>
          {t('find.hint', { x: near })}
        </button>
      )}
      <button type="button" class="text-link" onClick={() => take('')}>
        {t('find.clear')} <kbd>Esc</kbd>
      </button>
    </>
  );
}

/** Below the heads that stand on a stage without tracks. */
export function NoTracks(): JSX.Element | null {
  const shown = timeline.value;
  const words = filter.value.trim();
  if (shown === undefined || words === '' || hasTracks(layout.value)) return null;
  const isElsewhere = findObjects(shown, words, 1, others.value).length > 0;
  return (
    <p class="table-none no-tracks" style={{ top: `${(METRICS.top + layout.value.height) * stageScale.value}px` }}>
      {t(isElsewhere ? 'find.none' : 'find.noObject', { q: words })}
      <WaysOut
        near={isElsewhere ? undefined : nearestName(shown, words, others.value)}
        take={(name) => {
          filter.value = name;
        }}
      />
    </p>
  );
}
