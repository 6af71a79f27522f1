// The tip over a strip of many nodes: every state among the pods of the few nodes under the pointer, with its number,
// and the way to see them.

import type { JSX } from 'preact';
import type { NodeTrack } from '../../src/report/timeline-model.ts';
import { countedNodes, countedPods } from '../i18n/counted.ts';
import { count, t } from '../i18n/i18n.ts';
import { WordCounts } from '../state/area-parts.ts';
import { hover } from '../state/hover.ts';
import { timeline } from '../state/run.ts';
import { sceneView } from '../state/scene-view.ts';
import { classWord } from '../state/words.ts';
import { timeScale } from '../timeline/axis.ts';
import { STATES_BY_SEVERITY } from '../timeline/states.ts';
import { readout } from '../timeline/ticks.ts';
import { Chip } from './chip.tsx';

export function StripTip({ nodes }: { readonly nodes: readonly number[] }): JSX.Element | null {
  const shown = timeline.value;
  const over = hover.value;
  if (shown === undefined || over === undefined) return null;
  const at = timeScale(sceneView()).invert(over.x);
  const tracks = nodes.flatMap((index) => shown.nodes[index] ?? []);
  const words = wordsAt(tracks, at);
  const pods = STATES_BY_SEVERITY.reduce((sum, state) => sum + words.sumOf(state), 0);
  return (
    <>
      <p class="mono">
        <b>t={readout(at)}</b> · {countedNodes(tracks.length)} · {countedPods(pods)}
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
      <p class="tip-keys">{t('tip.strip', { n: count(tracks.length) })}</p>
    </>
  );
}

/** The states of the nodes' pods at a moment. */
function wordsAt(tracks: readonly NodeTrack[], at: number): WordCounts {
  const words = new WordCounts();
  for (const bar of tracks.flatMap(({ bars }) => bars)) {
    const segment = bar.segments.find(({ from, to }) => from <= at && at < to);
    if (segment !== undefined) words.add(segment, 1);
  }
  return words;
}
