// The part of the axis that the tracks do not reach: while a run grows, how far it has come and how fast, with the way
// to stop it; after it was stopped, the way to go on. It stands right of the tracks where there is room, else at the
// stage's right edge.

import type { ComponentChildren, JSX } from 'preact';
import { formatDuration } from '../../src/base/duration.ts';
import { count, shortCount, t } from '../i18n/i18n.ts';
import type { RunProgress } from '../protocol.ts';
import { continueRun } from '../state/branches.ts';
import { stageScale } from '../state/preferences.ts';
import { phase, reached, run, stopRun } from '../state/run.ts';
import { sceneView } from '../state/scene-view.ts';
import { wholeSeconds } from '../state/words.ts';
import { timeScale } from '../timeline/axis.ts';
import { METRICS } from '../timeline/metrics.ts';

/** A million events and more in one run are told before they are there. */
const MANY_ROWS = 1_000_000;

/** Over the stage. */
export function Unfinished(): JSX.Element | null {
  const shown = run.value;
  const now = phase.value;
  if (shown?.isUnderWay) {
    return <Beside ground="unfinished-ground">{now.name === 'running' ? <UnderWay {...now} /> : null}</Beside>;
  }
  if (shown?.stopped?.canContinue !== true || now.name !== 'ready') return null;
  return (
    <Beside>
      <ContinueButton />
    </Beside>
  );
}

interface BesideProps {
  /** Class of the ground right of the tracks, where that is not drawn. */
  readonly ground?: string;
  readonly children: ComponentChildren;
}

function Beside({ ground, children }: BesideProps): JSX.Element {
  const view = sceneView();
  const scale = stageScale.value;
  const left = Math.min(Math.max(timeScale(view)(reached.value), 0), view.width) * scale;
  const top = `${(METRICS.minimap + METRICS.axis) * scale}px`;
  return (
    <>
      {ground === undefined ? null : <div class={ground} style={{ left: `${left}px`, top }} aria-hidden="true" />}
      <div class="unfinished" style={{ top }}>
        <span class="unfinished-room" style={{ width: `${left}px` }} />
        <div class="unfinished-box">{children}</div>
      </div>
    </>
  );
}

/** `simulated 7m12s of 12m · 418 k events/s · Stop`, with a bar for those who do not see the tracks grow. */
export function UnderWay({
  progress,
  rowsPerSecond,
}: {
  readonly progress: RunProgress;
  readonly rowsPerSecond: number;
}): JSX.Element {
  const { at, until, rows, isStopped } = progress;
  const share = until === 0 ? 0 : at / until;
  const expected = share > 0.02 ? Math.round(rows / share / 100_000) * 100_000 : 0;
  const text = t('run.progress', { a: wholeSeconds(at), b: formatDuration(until) });
  if (isStopped) return <b>{t('run.stopped', { t: wholeSeconds(at), limit: t('run.by.hand') })}</b>;
  return (
    <>
      <div
        class="under-way-bar"
        role="progressbar"
        aria-label={text}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <span>{text}</span>
      <span class="under-way-rate">{t('run.rate', { n: shortCount(rowsPerSecond) })}</span>
      {expected < MANY_ROWS ? null : <b>{t('run.expected', { n: count(expected) })}</b>}
      <button type="button" class="quiet-button framed" onClick={stopRun}>
        {t('run.stop')}
      </button>
    </>
  );
}

export function ContinueButton(): JSX.Element {
  return (
    <button type="button" class="quiet-button framed" onClick={() => void continueRun()}>
      {t('run.continue')}
    </button>
  );
}
