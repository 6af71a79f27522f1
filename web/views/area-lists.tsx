// The pods and the KubeEvents of a marked area: pods with the worst first, events by their reason. What the copy button
// gives is the whole of it, as CSV.

import type { JSX } from 'preact';
import { count, t } from '../i18n/i18n.ts';
import { eventSorts, parts, usedByPod } from '../state/area.ts';
import { csv, podsCsv } from '../state/area-csv.ts';
import { type Part, stayOf } from '../state/area-parts.ts';
import { timeline } from '../state/run.ts';
import { area, layout } from '../state/view.ts';
import { wholeSeconds } from '../state/words.ts';
import { podId } from '../timeline/rows.ts';
import { SEVERITY } from '../timeline/states.ts';
import { Chip } from './chip.tsx';
import { ObjectLink } from './object-link.tsx';
import { TimeLink } from './time-link.tsx';

/** More rows than this are for a spreadsheet. */
const MOST_ROWS = 200;

export function AreaPods(): JSX.Element | null {
  const marked = area.value;
  const covered = parts.value;
  if (marked === undefined || covered === undefined) return null;
  const stays = covered.parts.map((part) => ({ part, ...stayOf(part.bar, marked) }));
  const worst = ({ worst: segment }: (typeof stays)[number]): number => (segment ? SEVERITY[segment.state] : 0);
  const rows = stays.toSorted((a, b) => worst(b) - worst(a)).slice(0, MOST_ROWS);
  const isAll = rows.length === stays.length;
  return (
    <section class="events-tab area-list">
      {isAll ? null : (
        <p class="why-note">{t('area.firstRows', { n: count(rows.length), all: count(stays.length) })}</p>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">{t('area.pod')}</th>
            <th scope="col">{t('area.worstState')}</th>
            <th scope="col">{t('area.lastState')}</th>
          </tr>
        </thead>
        <tbody lang="en">
          {rows.map(({ part, last, worst: segment }) => (
            <tr key={`${podId(part.bar)} ${part.node}`}>
              <td>
                <PodName part={part} />
              </td>
              <td>{segment === undefined ? '' : <Chip state={segment.state} word={segment.word} />}</td>
              <td>{last === undefined ? '' : <Chip state={last.state} word={last.word} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function PodName({ part: { bar, node } }: { readonly part: Part }): JSX.Element {
  return (
    <>
      <ObjectLink id={podId(bar)} text={bar.key.slice(bar.key.indexOf('/') + 1)} />
      <span class="tip-muted"> {node}</span>
    </>
  );
}

export function AreaEvents(): JSX.Element | null {
  const [shown, marked, covered] = [timeline.value, area.value, parts.value];
  if (shown === undefined || marked === undefined || covered === undefined) return null;
  const sorts = eventSorts(shown, marked, covered);
  if (sorts.length === 0) return <p class="why-note">{t('events.none')}</p>;
  return (
    <section class="events-tab area-list">
      <table lang="en">
        <thead>
          <tr>
            <th scope="col">Type</th>
            <th scope="col">Reason</th>
            <th scope="col">Count</th>
            <th scope="col">First</th>
            <th scope="col">Last</th>
          </tr>
        </thead>
        <tbody>
          {sorts.map(({ isWarning, reason, count: n, first, last }) => (
            <tr key={`${isWarning} ${reason}`} class={isWarning ? 'event warning' : 'event'}>
              <td>{isWarning ? 'Warning' : 'Normal'}</td>
              <td>{reason}</td>
              <td>{count(n)}</td>
              <td>
                <TimeLink at={first.at} text={wholeSeconds(first.at)} />
              </td>
              <td>
                <TimeLink at={last.at} text={wholeSeconds(last.at)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What the copy button of such a list gives. */
export function listCsv(tab: 'areaPods' | 'areaEvents'): string {
  const [shown, marked, covered] = [timeline.value, area.value, parts.value];
  if (shown === undefined || marked === undefined || covered === undefined) return '';
  if (tab === 'areaPods') return podsCsv(shown, layout.value, marked, usedByPod.value ?? new Map());
  const lines = eventSorts(shown, marked, covered).map(({ isWarning, reason, count: n, first, last }) => [
    isWarning ? 'Warning' : 'Normal',
    reason,
    n,
    first.at / 1_000_000,
    last.at / 1_000_000,
  ]);
  return csv([['type', 'reason', 'count', 'first', 'last'], ...lines]);
}
