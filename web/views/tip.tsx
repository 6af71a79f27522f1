// The tip beside what the pointer rests on: its name and state, since when and for how long. Everything it says can
// also be reached without a pointer, in the drawer.

import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { NodeTrack, PodBar, Segment } from '../../src/report/timeline-model.ts';
import { count, t } from '../i18n/i18n.ts';
import { chainSentence } from '../i18n/sentence.ts';
import { type Hover, hover, isTipShown } from '../state/hover.ts';
import { stageScale } from '../state/preferences.ts';
import { reached, timeline } from '../state/run.ts';
import { type TipCause, tipCause, tipKey } from '../state/tip-cause.ts';
import { cursor, stageSize } from '../state/view.ts';
import { flagWord, nodeWord, wholeSeconds } from '../state/words.ts';
import type { Rect } from '../timeline/draw-list.ts';
import { eventsOf } from '../timeline/events.ts';
import type { Hit } from '../timeline/hit.ts';
import { podId } from '../timeline/rows.ts';
import { stepAt } from '../timeline/steps.ts';
import { readout } from '../timeline/ticks.ts';
import { Chip } from './chip.tsx';
import { RichText } from './rich-text.tsx';
import { StripTip } from './strip-tip.tsx';

const MAX_EVENTS = 4;

export function Tip(): JSX.Element | null {
  const box = useRef<HTMLDivElement>(null);
  const over = hover.value;
  // Read here, so that the tip is placed anew once it has grown by the answer.
  const found = tipCause.value;
  const content = over === undefined || !isTipShown.value ? null : tipContent(over.hit, found);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || over === undefined) return;
    const scale = stageScale.value;
    const [width, height] = [stageSize.value.width * scale, stageSize.value.height * scale];
    const [own, tall] = [element.offsetWidth, element.offsetHeight];
    const covered = coveredBy(over);
    const below = (covered.y + covered.height) * scale + 8;
    const x = over.x * scale + 16 + own > width - 8 ? over.x * scale - own - 16 : over.x * scale + 16;
    const y = below + tall > height - 8 ? covered.y * scale - tall - 8 : below;
    element.style.transform = `translate(${Math.round(Math.max(x, 8))}px, ${Math.round(Math.max(y, 8))}px)`;
  });
  return content === null ? null : (
    <div class="tip" ref={box} role="tooltip">
      {content}
    </div>
  );
}

/** What the tip must not lie over: the whole bar, else a little around the pointer. */
function coveredBy({ hit, y }: Hover): Pick<Rect, 'y' | 'height'> {
  return hit.type === 'bar' ? hit.rect : { y: y - 8, height: 20 };
}

function tipContent(hit: Hit, found: TipCause | undefined): JSX.Element | null {
  switch (hit.type) {
    case 'bar':
      return <BarTip bar={hit.bar} segment={hit.segment} found={found} />;
    case 'node':
      return <NodeTip node={hit.node} segment={hit.segment} />;
    case 'flag':
      return (
        <>
          {hit.flag.flags.map((flag) => (
            <p key={flag.seq}>
              <b lang={flag.kind === 'action' ? 'en' : undefined}>
                {flag.kind === 'action' ? flag.text : flagWord(flag)}
              </b>{' '}
              <span class="tip-muted">t={readout(flag.at)}</span>
            </p>
          ))}
        </>
      );
    case 'events':
      return (
        <>
          {eventsOf(hit.mark, MAX_EVENTS).map((event) => (
            <p key={event.seq} lang="en">
              <b>{event.reason}</b> <span class="tip-muted">{event.about}</span>
              <br />
              {event.message}
            </p>
          ))}
          <MoreEvents hidden={hit.mark.count - MAX_EVENTS} />
        </>
      );
    case 'strip':
      return <StripTip nodes={hit.nodes} />;
    default:
      return null;
  }
}

function MoreEvents({ hidden }: { readonly hidden: number }): JSX.Element | null {
  return hidden > 0 ? <p class="tip-muted">{t('tip.more', { n: count(hidden) })}</p> : null;
}

function lasting(segment: { readonly from: number; readonly to: number }): string {
  const d = wholeSeconds(segment.to - segment.from);
  return segment.to >= reached.value ? t('tip.lasting', { d }) : t('tip.until', { d, t: wholeSeconds(segment.to) });
}

interface BarTipProps {
  readonly bar: PodBar;
  readonly segment: Segment;
  readonly found: TipCause | undefined;
}

function BarTip({ bar, segment, found }: BarTipProps): JSX.Element {
  const node = timeline.value?.nodes.find((track) => track.bars.some((other) => podId(other) === podId(bar)))?.name;
  const own = found?.key === tipKey(podId(bar), segment.from) ? found : undefined;
  const { step } = own ?? {};
  const { exit = '', waits = '' } = segment.state === 'failing' ? (own?.view ?? {}) : {};
  return (
    <>
      <p>
        <b lang="en">{bar.key.slice(bar.key.indexOf('/') + 1)}</b>
      </p>
      <p class="tip-state">
        <Chip state={segment.state} word={segment.state === 'unknown' ? t('state.lost') : segment.word} />
        {lasting(segment)}
      </p>
      <dl>
        <dt>{t('tip.from')}</dt>
        <dd class="mono">t={readout(segment.from)}</dd>
        {node === undefined ? null : <dt>{t('tip.on')}</dt>}
        {node === undefined ? null : <dd>{node}</dd>}
        {exit === '' ? null : <dt>{t('tip.exit')}</dt>}
        {exit === '' ? null : <dd lang="en">{exit}</dd>}
        <dt>{t('tip.restarts')}</dt>
        <dd>{segment.restarts}</dd>
        {waits === '' ? null : <dt>{t('tip.waits')}</dt>}
        {waits === '' ? null : <dd>{waitText(waits, segment.restarts)}</dd>}
        {segment.isStale ? <dt>{t('tip.truth')}</dt> : null}
        {segment.isStale ? <dd>{t('state.stale')}</dd> : null}
      </dl>
      {step === undefined ? null : (
        <p class="tip-cause">
          <RichText message={chainSentence(step)} />
        </p>
      )}
      <p class="tip-keys">
        {t('tip.click')} · <kbd>[</kbd> {t('tip.toCause')} · <kbd>]</kbd> {t('tip.toEffect')}
      </p>
    </>
  );
}

/** The kubelet's message; of a back-off only how long it is, and which start comes then. */
function waitText(message: string, restarts: number): JSX.Element {
  const backOff = /^back-off (\S+) restarting/.exec(message)?.[1];
  if (backOff === undefined) return <span lang="en">{message}</span>;
  return <>{t('tip.backOff', { d: backOff, n: restarts + 2 })}</>;
}

interface NodeTipProps {
  readonly node: NodeTrack;
  readonly segment: NodeTrack['segments'][number] | undefined;
}

function NodeTip({ node, segment }: NodeTipProps): JSX.Element {
  const step = stepAt(node.usage, cursor.value);
  const cpuMillis = step?.cpuMillis ?? 0;
  return (
    <>
      <p>
        <b>{node.name}</b> <span class="tip-muted">{node.zone}</span>
      </p>
      {segment === undefined ? null : (
        <p class="tip-state">
          <Chip
            state={segment.state === 'ready' ? 'running' : 'unknown'}
            word={segment.isStale && segment.state === 'ready' ? t('state.stale') : nodeWord(segment)}
          />
          {lasting(segment)}
        </p>
      )}
      <dl>
        <dt>{t('tip.requested')}</dt>
        <dd>
          {cpuMillis}m / {node.allocatable.cpuMillis}m
        </dd>
        {segment !== undefined && segment.taints.length > 0 ? <dt>{t('tip.taints')}</dt> : null}
        {segment !== undefined && segment.taints.length > 0 ? <dd>{segment.taints.join(', ')}</dd> : null}
      </dl>
    </>
  );
}
