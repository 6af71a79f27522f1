// How the nodes were scored: a bar of each plugin's points by its weight, the raw value in its tip, the total, and by
// how much the best was better than the next.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import type { DecisionView } from '../protocol.ts';

const MOST_NODES = 12;

/** Why nothing was scored, by what ended the search before all nodes were looked at. */
const UNSCORED = {
  none: 'decision.only',
  nominatedNode: 'decision.onlyNominated',
  firstFit: 'decision.onlyFirst',
  enough: 'decision.onlyFirst',
  error: 'decision.only',
} as const;

export function Scores({ view }: { readonly view: DecisionView }): JSX.Element | null {
  const scored = view.nodes.filter(({ total }) => total !== undefined);
  if (scored.length < 2) return <p class="why-note">{t(UNSCORED[view.endedBy ?? 'none'])}</p>;
  const ranked = scored.toSorted((a, b) => (b.total ?? 0) - (a.total ?? 0)).slice(0, MOST_NODES);
  const most = ranked[0]?.total ?? 1;
  const best = ranked.filter(({ total }) => total === most).length;
  return (
    <>
      <h3 class="section-head">{t('decision.scores')}</h3>
      <table class="scores">
        <tbody>
          {ranked.map(({ node, scores, total }) => (
            <tr key={node} class={node === view.chosen ? 'chosen' : ''}>
              <th scope="row" lang="en">
                {node}
              </th>
              <td class="score-bar">
                {scores.map(({ plugin, points, raw }, index) => (
                  <i
                    key={plugin}
                    class={index % 2 === 0 ? 'even' : 'odd'}
                    style={{ width: `${(points / Math.max(most, 1)) * 100}%` }}
                    title={`${plugin}: ${points} (${raw})`}
                  />
                ))}
              </td>
              <td>{total}</td>
              <td class="tip-muted">{total === most ? '' : `−${most - (total ?? 0)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {best > 1 ? <p class="why-note">{t('decision.tie', { n: best })}</p> : null}
    </>
  );
}
