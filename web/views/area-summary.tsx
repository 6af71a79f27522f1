// The tab of a marked area: its pods by state at the end, what happened in it, the worst of it, and ways on: zoom, CSV,
// and fields for its ends, so that no drag is needed.

import { computed, type ReadonlySignal } from '@preact/signals';
import type { JSX } from 'preact';
import { sentenceDuration } from '../../src/base/duration.ts';
import { countedNodes, countedPods } from '../i18n/counted.ts';
import { count, t } from '../i18n/i18n.ts';
import { select } from '../state/actions.ts';
import { type AreaSummary, areaCsv, areaSummary } from '../state/area-summary.ts';
import { timeline } from '../state/run.ts';
import { drawerTab, objectName } from '../state/selection.ts';
import { type Area, area, fitRange, glideTo, layout } from '../state/view.ts';
import { stateWord } from '../state/words.ts';
import { parseMoment, readout } from '../timeline/ticks.ts';
import { CopyButton } from './copy-button.tsx';

const summary: ReadonlySignal<AreaSummary | undefined> = computed(() => {
  const shown = timeline.value;
  const marked = area.value;
  return shown === undefined || marked === undefined ? undefined : areaSummary(shown, layout.value, marked);
});

export function AreaHead(): JSX.Element | null {
  const marked = area.value;
  const found = summary.value;
  if (marked === undefined || found === undefined) return null;
  return (
    <>
      <p class="drawer-kind">{t('area.title')}</p>
      <h2 class="drawer-title">{sentenceDuration(Math.round(marked.to - marked.from))}</h2>
      <p class="drawer-facts">
        <span class="mono">
          t={readout(marked.from)} – {readout(marked.to)}
        </span>
        <span>
          {countedNodes(found.nodes)} · {countedPods(found.pods)}
        </span>
      </p>
    </>
  );
}

export function AreaTab(): JSX.Element | null {
  const shown = timeline.value;
  const marked = area.value;
  const found = summary.value;
  if (shown === undefined || marked === undefined || found === undefined) return null;
  return (
    <section class="area-tab">
      <h3 class="section-head">{t('area.atEnd')}</h3>
      <AtEnd found={found} />
      <h3 class="section-head">{t('area.inside')}</h3>
      <dl class="area-facts">
        <Fact label={t('area.created')} value={count(found.created)} />
        <Fact label={t('area.gone')} value={count(found.gone)} />
        <Fact label={t('area.evicted')} value={count(found.evicted)} />
        <Fact label={t('area.restarts')} value={count(found.restarts)} />
        <Fact label={t('area.nodesLost')} value={count(found.nodesLost)} />
        <Fact label={t('area.waiting')} value={waitText(found)} />
        <Fact label={t('area.requested')} value={`${found.cpuHours.toFixed(2)} CPU·h`} />
      </dl>
      <Worst found={found} />
      <Ends marked={marked} />
      <p class="area-buttons">
        <button type="button" class="button" onClick={() => glideTo(fitRange(marked))}>
          {t('area.zoom')} <kbd>F</kbd>
        </button>
        <span class="button">
          {t('area.csv')} <CopyButton text={() => areaCsv(shown, layout.value, marked)} />
        </span>
      </p>
    </section>
  );
}

function AtEnd({ found }: { readonly found: AreaSummary }): JSX.Element {
  const most = found.atEnd.reduce((max, { count: n }) => Math.max(max, n), 1);
  if (found.atEnd.length === 0) return <p class="why-note">{t('area.noPods')}</p>;
  return (
    <dl class="area-states">
      {found.atEnd.map(({ state, count: n }) => (
        <div key={state}>
          <dt>{stateWord(state)}</dt>
          <dd>
            <i class={`chip-${state}`} style={{ width: `${(n / most) * 100}%` }} />
            <b>{count(n)}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function waitText({ waiting, waitedP50Micros, waitedMaxMicros }: AreaSummary): string {
  if (waiting === 0) return '0';
  const [p50, max] = [sentenceDuration(waitedP50Micros), sentenceDuration(waitedMaxMicros)];
  return t('area.waits', { n: count(waiting), p50, max });
}

/** The worst of the area, with the way to its causes. */
function Worst({ found: { worst } }: { readonly found: AreaSummary }): JSX.Element | null {
  if (worst === undefined) return null;
  const why = (): void => {
    select({ kind: 'object', id: worst.id }, worst.from);
    drawerTab.value = 'why';
  };
  return (
    <>
      <h3 class="section-head">{t('area.worst')}</h3>
      <p>
        <span lang="en">
          {objectName(worst.id).name} <b>{worst.word}</b>
        </span>{' '}
        <button type="button" class="text-link" onClick={why}>
          {t('area.why')}
        </button>
      </p>
    </>
  );
}

/** The two ends as fields. */
function Ends({ marked }: { readonly marked: Area }): JSX.Element {
  const start = timeline.value?.startsAtEpochMicros ?? 0;
  const field = (label: string, value: number, accept: (at: number) => void): JSX.Element => (
    <label>
      {label}{' '}
      <input
        key={value}
        class="mono"
        size={12}
        defaultValue={readout(value)}
        onChange={(event) => {
          const at = parseMoment(event.currentTarget.value, start);
          if (at !== undefined) accept(at);
        }}
      />
    </label>
  );
  const set = (from: number, to: number): void => {
    if (from < to) area.value = { ...marked, from, to };
  };
  return (
    <p class="area-ends">
      {field(t('area.from'), marked.from, (at) => set(at, marked.to))}
      {field(t('area.to'), marked.to, (at) => set(marked.from, at))}
    </p>
  );
}
