// How the nodes were scored: a bar of each plugin's points by its weight, the total, by how much the best was better
// than the next, and which plugins made that difference; where several had the most, the draw.

import type { JSX } from 'preact';
import type { DecisionNode, DecisionView } from '../decision-protocol.ts';
import { t } from '../i18n/i18n.ts';
import { RichText } from './rich-text.tsx';

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
  const isChosen = ({ node }: DecisionNode): number => Number(node === view.chosen);
  const ranked = scored.toSorted((a, b) => (b.total ?? 0) - (a.total ?? 0) || isChosen(b) - isChosen(a));
  const [best, next] = ranked;
  const most = best?.total ?? 1;
  const equals = ranked.filter(({ total }) => total === most).length;
  return (
    <>
      <h3 class="section-head">{t('decision.scores')}</h3>
      <div class="matrix-frame">
        <table class="scores">
          <tbody>
            {ranked.slice(0, MOST_NODES).map((node) => (
              <ScoreRow key={node.node} node={node} most={most} isChosen={node.node === view.chosen} />
            ))}
          </tbody>
        </table>
      </div>
      {equals > 1 ? (
        <p class="why-note">{t('decision.tie', { n: equals, draw: view.draw ?? '', node: view.chosen })}</p>
      ) : null}
      {best === undefined || next === undefined ? null : <Lead best={best} next={next} />}
    </>
  );
}

interface ScoreRowProps {
  readonly node: DecisionNode;
  readonly most: number;
  readonly isChosen: boolean;
}

function ScoreRow({ node: { node, zone, scores, total = 0 }, most, isChosen }: ScoreRowProps): JSX.Element {
  return (
    <tr class={isChosen ? 'chosen' : ''}>
      <th scope="row" lang="en">
        {node} <span class="tip-muted">{zone}</span>
      </th>
      <td class="score-bar">
        {scores.map(({ plugin, points, raw }) => (
          <i
            key={plugin}
            style={{ width: `${(points / Math.max(most, 1)) * 100}%` }}
            title={`${plugin}: ${points} (${raw})`}
          />
        ))}
      </td>
      <td class="number">{total}</td>
      <td class="number tip-muted">{total === most ? '' : `−${most - total}`}</td>
    </tr>
  );
}

/** The points of the best node beside those of the next one, plugin by plugin where they differ. */
function Lead({ best, next }: { readonly best: DecisionNode; readonly next: DecisionNode }): JSX.Element | null {
  const rows = best.scores.map(({ plugin, points, raw }, index) => {
    const other = next.scores[index] ?? { points: 0, raw: 0 };
    return { plugin, points, raw, other, lead: points - other.points };
  });
  const different = rows.filter(({ lead }) => lead !== 0);
  const same = rows.filter(({ lead, points }) => lead === 0 && points > 0);
  if (different.length === 0) return null;
  return (
    <>
      <h3 class="section-head">{t('decision.lead')}</h3>
      <div class="matrix-frame">
        <table class="scores lead">
          <thead>
            <tr>
              <th scope="col">{t('decision.plugin')}</th>
              <th scope="col" class="number" lang="en">
                {best.node}
              </th>
              <th scope="col" class="number" lang="en">
                {next.node}
              </th>
              <th scope="col" />
            </tr>
          </thead>
          <tbody>
            {different.map(({ plugin, points, raw, other, lead }) => (
              <tr key={plugin}>
                <th scope="row" lang="en">
                  {plugin.split(/(?=[A-Z])/).map((part) => (
                    <span key={part}>
                      <wbr />
                      {part}
                    </span>
                  ))}
                </th>
                <td class="number" title={String(raw)}>
                  {points}
                </td>
                <td class="number" title={String(other.raw)}>
                  {other.points}
                </td>
                <td class="number">
                  <b>{lead > 0 ? `+${lead}` : `−${-lead}`}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {same.length === 0 ? null : (
        <p class="why-note">
          <RichText
            message={t('decision.same', {
              points: same.map(({ plugin, points }) => `${plugin} ${points}`).join(', '),
            })}
          />
        </p>
      )}
    </>
  );
}
