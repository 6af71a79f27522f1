// What stands over the tracks while there is no run, or another one is on its way: being read, under way with how far
// it has come, too large to begin without asking, stopped before its end, broken.

import { computed, type ReadonlySignal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatDuration } from '../../src/base/duration.ts';
import { count, t } from '../i18n/i18n.ts';
import { editShownAt } from '../state/own-files.ts';
import { isTwinShown } from '../state/preferences.ts';
import { phase, type RunPhase, run, settle, stopRun } from '../state/run.ts';
import { isPhone } from '../state/view.ts';
import { stoppedText, wholeSeconds } from '../state/words.ts';
import { BrokenRun } from './broken-run.tsx';
import { ProblemText } from './problem-text.tsx';
import { ContinueButton, UnderWay } from './unfinished.tsx';

const hasTracks: ReadonlySignal<boolean> = computed(() => !isPhone.value && !isTwinShown.value);

export function Notices(): JSX.Element | null {
  const now = phase.value;
  switch (now.name) {
    case 'ready':
      return run.value?.stopped === undefined ? <NothingCame /> : <StoppedNotice />;
    case 'empty':
      return null;
    case 'reading':
      return <Reading {...now} />;
    case 'running':
      return <Running {...now} />;
    case 'large':
      return <Large {...now} />;
    case 'failed':
      return (
        <p class="banner" role="alert">
          {t('open.failed', { message: now.message })}
        </p>
      );
  }
}

/** Who has told nothing for so long may never do so: a policy can hold up a run before its first step is over. */
const SILENCE_MILLIS = 1_500;

function Reading({ file }: Extract<RunPhase, { name: 'reading' }>): JSX.Element {
  const isSilent = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      isSilent.value = true;
    }, SILENCE_MILLIS);
    return () => clearTimeout(timer);
  }, [isSilent]);
  const text = t('open.reading', { file: file.slice(file.lastIndexOf('/') + 1) });
  return (
    <>
      <div class="progress" role="progressbar" aria-label={text} />
      {run.value === undefined ? <p class="notice notice-late">{text}</p> : null}
      {isSilent.value ? (
        <div class="under-way">
          <span>{text}</span>
          <StopButton />
        </div>
      ) : null}
    </>
  );
}

function StopButton(): JSX.Element {
  return (
    <button type="button" class="quiet-button framed" onClick={stopRun}>
      {t('run.stop')}
    </button>
  );
}

/** Where there are no tracks of it yet, or none are shown. */
function Running(now: Extract<RunPhase, { name: 'running' }>): JSX.Element | null {
  if (run.value?.isUnderWay && hasTracks.value) return null;
  return (
    <div class="under-way">
      <UnderWay {...now} />
    </div>
  );
}

function Large({ size, goOn }: Extract<RunPhase, { name: 'large' }>): JSX.Element {
  const { nodes, pods, rows } = size;
  return (
    <div class="under-way" role="alert">
      <span>
        <b>{t('run.large', { pods: count(pods), nodes: count(nodes) })}</b>{' '}
        {t('run.largeRows', { n: count(rows), size: memoryText(rows) })}
      </span>
      <button type="button" class="quiet-button framed" onClick={goOn}>
        {t('run.anyway')}
      </button>
      <button type="button" class="quiet-button" onClick={settle}>
        {t('run.not')}
      </button>
    </div>
  );
}

/** Log, objects and the timeline of a run take about so much. */
const BYTES_PER_ROW = 700;

function memoryText(rows: number): string {
  const megabytes = Math.round((rows * BYTES_PER_ROW) / 1e7) * 10;
  return megabytes < 1_000 ? `${megabytes} MB` : `${(megabytes / 1_000).toFixed(1)} GB`;
}

/** A run without a single pod, where the reader's files may be why. */
function NothingCame(): JSX.Element | null {
  const shown = run.value;
  const warning = shown?.warnings.at(-1);
  if (shown === undefined || warning === undefined) return null;
  const { noNode, nodes } = shown.timeline;
  if (noNode.bars.length > 0 || nodes.some(({ bars }) => bars.length > 0)) return null;
  return (
    <div class="under-way" role="status">
      <span>
        <b>{t('run.nothing')}</b> <ProblemText text={warning.message} />
      </span>
      <button type="button" class="quiet-button framed" onClick={() => void editShownAt(warning)}>
        {t('run.nothingShow', { line: warning.line })}
      </button>
    </div>
  );
}

/** Where the tracks do not say it. */
function StoppedNotice(): JSX.Element | null {
  const shown = run.value;
  const { stopped } = shown ?? {};
  if (shown === undefined || stopped === undefined) return null;
  if (stopped.broken !== undefined) return <BrokenRun broken={stopped.broken} run={shown} />;
  if (hasTracks.value) return null;
  const { timeline, until } = shown;
  return (
    <div class="under-way" role="status">
      <span>
        <b>{stoppedText(shown)}</b>
        {' · '}
        {t('run.progress', { a: wholeSeconds(timeline.until), b: formatDuration(until) })}
      </span>
      {stopped.canContinue ? <ContinueButton /> : null}
    </div>
  );
}
