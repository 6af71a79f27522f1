// The tip over a strip of many nodes: every state among the pods of the few nodes under the pointer, with its number,
// and the way to see them.

import type { JSX } from 'preact';
import type { NodeTrack } from '../../src/report/timeline-model.ts';
import { countedNodes, countedPods } from '../i18n/counted.ts';
import { count, t } from '../i18n/i18n.ts';
import { stayOf, WordCounts } from '../state/area-parts.ts';
import { hover } from '../state/hover.ts';
import { timeline } from '../state/run.ts';
import { sceneView } from '../state/scene-view.ts';
import { classWord, wholeSeconds } from '../state/words.ts';
import { MARK_PIXELS, markRange } from '../timeline/heat.ts';
import { SEVERITY, STATES_BY_SEVERITY } from '../timeline/states.ts';
import type { TimeRange } from '../timeline/viewport.ts';
import { Chip } from './chip.tsx';

export function StripTip({ nodes }: { readonly nodes: readonly number[] }): JSX.Element | null {
  const shown = timeline.value;
  const over = hover.value;
  if (shown === undefined || over === undefined) return null;
  const under = markRange(over.x, sceneView());
  const tracks = nodes.flatMap((index) => shown.nodes[index] ?? []);
  const words = wordsIn(tracks, under);
  const pods = STATES_BY_SEVERITY.reduce((sum, state) => sum + words.sumOf(state), 0);
  const isMarked = STATES_BY_SEVERITY.some((state) => {
    const n = words.sumOf(state);
    return SEVERITY[state] >= 2 && n > 0 && n * 2 < pods;
  });
  return (
    <>
      <p class="mono">
        <b>
          {t('area.span', {
            from: wholeSeconds(Math.max(under.from, 0)),
            to: wholeSeconds(Math.min(under.to, shown.until)),
          })}
        </b>{' '}
        · {countedNodes(tracks.length)} · {countedPods(pods)}
      </p>
      <p lang="en" class="tip-muted">
        {tracks.length > 1 ? `${tracks[0]?.name} … ${tracks.at(-1)?.name}` : tracks[0]?.name}
      </p>
      <table class="tip-states">
        <tbody>
          {STATES_BY_SEVERITY.map((state) =>
            words.sumOf(state) === 0 ? null : (
              <tr key={state}>
                <td>{count(words.sumOf(state))}</td>
                <td>
                  <Chip state={state} word={state === 'unknown' ? classWord(state) : (words.mainOf(state) ?? '')} />
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
      {isMarked ? <p class="tip-muted">{t('tip.mark', { n: MARK_PIXELS })}</p> : null}
      <p class="tip-keys">{t('tip.strip', { n: count(tracks.length) })}</p>
    </>
  );
}

/** The worst states of the nodes' pods between two moments. */
function wordsIn(tracks: readonly NodeTrack[], range: TimeRange): WordCounts {
  const words = new WordCounts();
  for (const bar of tracks.flatMap(({ bars }) => bars)) {
    const { worst } = stayOf(bar, range);
    if (worst !== undefined) words.add(worst, 1);
  }
  return words;
}
