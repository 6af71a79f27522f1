// The drawer of a marked area. Summary: its pods by state at the end, what happened in it, why that took so long, the
// worst of it, and ways on: zoom, CSV, and fields for its ends, so that no drag is needed.

import type { JSX } from 'preact';
import { sentenceDuration } from '../../src/base/duration.ts';
import { cpuTime, memoryTime } from '../i18n/amounts.ts';
import { countedNodes, countedPods } from '../i18n/counted.ts';
import { count, t } from '../i18n/i18n.ts';
import { timerWord } from '../i18n/sentence.ts';
import { select } from '../state/actions.ts';
import { parts, slowStep, summary, used, usedByPod } from '../state/area.ts';
import { figuresCsv } from '../state/area-csv.ts';
import type { Amount, AreaSummary } from '../state/area-summary.ts';
import { timeline } from '../state/run.ts';
import { drawerTab, objectName } from '../state/selection.ts';
import { type Area, area, fitRange, glideTo } from '../state/view.ts';
import { classWord, wholeSeconds } from '../state/words.ts';
import { objectOfRow } from '../timeline/rows.ts';
import { parseMoment, readout } from '../timeline/ticks.ts';
import { CopyButton } from './copy-button.tsx';
import { TimeLink } from './time-link.tsx';

export function AreaHead(): JSX.Element | null {
  const marked = area.value;
  const found = summary.value;
  if (marked === undefined || found === undefined) return null;
  const span = wholeSeconds(Math.round(marked.to - marked.from));
  const place = placeName();
  return (
    <>
      <p class="drawer-kind">{t('area.title')}</p>
      <h2 class="drawer-title">{place === '' ? span : `${place} · ${span}`}</h2>
      <p class="drawer-facts">
        <span>
          <Span marked={marked} />
          {found.nodes === 0 ? '' : ` · ${countedNodes(found.nodes)}`}
          {` · ${countedPods(found.pods)}`}
        </span>
      </p>
    </>
  );
}

/** Of an area of one row the row's name. */
function placeName(): string {
  const row = parts.value?.row;
  if (row?.kind === 'strip' || row?.kind === 'section') {
    const isZone = row.kind === 'strip' ? row.isZone : row.id.startsWith('section/zone/');
    return isZone ? t('track.zone', { name: row.name }) : row.name;
  }
  const isObject = row?.kind === 'node' || row?.kind === 'nodeBar' || row?.kind === 'workload';
  return isObject ? objectName(objectOfRow(row)).name : '';
}

/** Both ends are links. */
function Span({ marked: { from, to } }: { readonly marked: Area }): JSX.Element {
  const [before, between, after] = t('area.span', { from: '\u0000', to: '\u0000' }).split('\u0000');
  return (
    <span>
      {before}
      <TimeLink at={from} text={`t=${wholeSeconds(from)}`} />
      {between}
      <TimeLink at={to} text={wholeSeconds(to)} />
      {after}
    </span>
  );
}

export function AreaTab(): JSX.Element | null {
  const marked = area.value;
  const found = summary.value;
  if (timeline.value === undefined || marked === undefined || found === undefined) return null;
  return (
    <section class="area-tab">
      <h3 class="section-head">{t('area.atEnd')}</h3>
      <AtEnd found={found} />
      <h3 class="section-head">{t('area.inside')}</h3>
      <Facts found={found} />
      <Slow found={found} />
      <Worst found={found} />
      <Ends marked={marked} />
      <p class="area-buttons">
        <button type="button" class="button" onClick={() => glideTo(fitRange(marked))}>
          {t('area.zoom')} <kbd>F</kbd>
        </button>
        <CopyButton text={() => figuresCsv(marked, found, used.value)} label={t('area.csv')} />
      </p>
    </section>
  );
}

function AtEnd({ found }: { readonly found: AreaSummary }): JSX.Element {
  const most = found.atEnd.reduce((max, { count: n }) => Math.max(max, n), 1);
  if (found.atEnd.length === 0) return <p class="why-note">{t('area.noPods')}</p>;
  return (
    <dl class="area-states">
      {found.atEnd.map(({ state, word, count: n }) => (
        <div key={state}>
          <dt lang={state === 'unknown' ? undefined : 'en'}>{state === 'unknown' ? classWord(state) : word}</dt>
          <dd>
            <i class={`pattern chip-${state}`} style={{ width: `${(n / most) * 100}%` }} />
            <b>{count(n)}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** `sub` belongs to the fact above it. */
type Fact = readonly [label: string, value: string, sub?: true];

/** What happened; what did not is left out. */
function Facts({ found }: { readonly found: AreaSummary }): JSX.Element {
  const changes = factsOf(found);
  const facts = changes.length === 0 ? [[t('area.quiet'), ''] as const] : changes;
  return (
    <dl class="area-facts">
      {[...facts, ...amountsOf(found.requested)].map(([label, value, sub]) => (
        <div key={label}>
          <dt class={sub ? 'area-sub' : undefined}>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function factsOf(found: AreaSummary): readonly Fact[] {
  const { tainting, waiting, waitedP50Micros, waitedMaxMicros, evicted } = found;
  const { everyMicros, nodes } = tainting;
  const facts: Fact[] = [];
  const add = (label: string, n: number): void => void (n > 0 && facts.push([label, count(n)]));
  add(t('area.nodesLost'), found.nodesLost);
  add(t('area.tainted'), nodes);
  if (everyMicros !== undefined) facts.push([t('area.rate'), t('area.perSecond', { n: perSecond(everyMicros) }), true]);
  add(t('area.evicted'), evicted);
  if (found.replacedElsewhere > 0) facts.push([t('area.replaced'), count(found.replacedElsewhere), true]);
  add(t('area.created'), found.created);
  add(t('area.gone'), found.gone);
  add(t('area.restarts'), found.restarts);
  if (waiting > 0) {
    const [p50, max] = [sentenceDuration(waitedP50Micros), sentenceDuration(waitedMaxMicros)];
    facts.push([t('area.waiting'), t('area.waits', { n: count(waiting), p50, max })]);
  }
  if (everyMicros !== undefined && tainting.isWholeZone && nodes < found.nodes) {
    const whole = wholeSeconds(everyMicros * found.nodes);
    facts.push([t('area.evictAll', { nodes: countedNodes(found.nodes) }), whole]);
  }
  return facts;
}

function perSecond(everyMicros: number): string {
  return String(Number((1_000_000 / everyMicros).toPrecision(2)));
}

function amountsOf(requested: Amount | undefined): readonly Fact[] {
  const isKnown = usedByPod.value !== undefined;
  const text = ({ cpuSeconds, byteSeconds }: Amount): string => `${cpuTime(cpuSeconds)} · ${memoryTime(byteSeconds)}`;
  return [
    ...(requested === undefined ? [] : [[t('area.requested'), text(requested)] as const]),
    [t('area.used'), !isKnown ? '…' : used.value === undefined ? t('area.unmeasured') : text(used.value)],
  ];
}

/** The wait that made most of it, with the setting that it comes from. */
function Slow({ found }: { readonly found: AreaSummary }): JSX.Element | null {
  const slow = slowStep.value;
  if (slow === undefined) return null;
  const { step, flag, wholeMicros } = slow;
  const { isWholeZone, everyMicros } = found.tainting;
  const isRate = step.via === 'node-eviction-rate' && everyMicros !== undefined;
  const d = isRate ? wholeSeconds(everyMicros) : sentenceDuration(step.waited);
  const waited = { d, what: timerWord(step.via ?? ''), whole: sentenceDuration(wholeMicros) };
  return (
    <>
      <h3 class="section-head">{t('area.slow')}</h3>
      <p>
        {isRate ? t(isWholeZone ? 'area.slowZone' : 'area.slowNodes', { d }) : t('area.slowWait', waited)}
        <br />
        <span class="mono area-setting">{flag === undefined ? step.via : `${step.via}=${flag}`}</span>
      </p>
    </>
  );
}

/** The worst of the area, with the way to its causes. */
function Worst({ found: { worst } }: { readonly found: AreaSummary }): JSX.Element | null {
  if (worst === undefined) return null;
  const why = (): void => {
    select({ kind: 'object', id: worst.id }, worst.at);
    drawerTab.value = 'why';
  };
  return (
    <>
      <h3 class="section-head">{t('area.worst')}</h3>
      <p>
        <span lang="en">
          {objectName(worst.id).name} <b>{worst.state === 'unknown' ? classWord('unknown') : worst.word}</b>
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
