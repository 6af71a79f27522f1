// The tip over a strip of many nodes: every state among the pods of the few nodes under the pointer, with its number,
// and the way to see them.

import type { JSX } from 'preact';
import type { NodeTrack } from '../../src/report/timeline-model.ts';
import { countedNodes, countedPods } from '../i18n/counted.ts';
import { count, t } from '../i18n/i18n.ts';
import { hover } from '../state/hover.ts';
import { timeline } from '../state/run.ts';
import { sceneView } from '../state/scene-view.ts';
import { stateWord } from '../state/words.ts';
import { timeScale } from '../timeline/axis.ts';
import { countsOfNode } from '../timeline/node-bar.ts';
import { stateCountsAt } from '../timeline/state-stack.ts';
import { STATES_BY_SEVERITY } from '../timeline/states.ts';
import { readout } from '../timeline/ticks.ts';
import { Chip } from './chip.tsx';

export function StripTip({ nodes }: { readonly nodes: readonly number[] }): JSX.Element | null {
  const shown = timeline.value;
  const over = hover.value;
  if (shown === undefined || over === undefined) return null;
  const at = timeScale(sceneView()).invert(over.x);
  const tracks = nodes.flatMap((index) => shown.nodes[index] ?? []);
  const counts = countsOfNodes(tracks, at);
  const pods = counts.reduce((sum, n) => sum + n, 0);
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
          {STATES_BY_SEVERITY.map((state, index) =>
            counts[index] === 0 ? null : (
              <tr key={state}>
                <td>{count(counts[index] ?? 0)}</td>
                <td>
                  <Chip state={state} word={stateWord(state)} />
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

/** By the order of STATES_BY_SEVERITY. */
function countsOfNodes(tracks: readonly NodeTrack[], at: number): readonly number[] {
  const each = tracks.map((node) => stateCountsAt(countsOfNode(node), at));
  return STATES_BY_SEVERITY.map((_, state) => each.reduce((sum, own) => sum + (own[state] ?? 0), 0));
}
