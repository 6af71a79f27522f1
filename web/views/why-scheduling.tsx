// Why a pod is where it is, or nowhere, as the scheduler saw it: kubectl's text, every node by every filter that
// refused one, what would make the pod fit; of a pod that found its node, how the nodes were scored.

import type { JSX } from 'preact';
import type { DecisionView } from '../decision-protocol.ts';
import type { MessageKey } from '../i18n/en.ts';
import { listText, t } from '../i18n/i18n.ts';
import { readout } from '../timeline/ticks.ts';
import { CopyButton } from './copy-button.tsx';
import { FitEdits } from './fit-edits.tsx';
import { QueueLines, Room } from './room.tsx';
import { Scores } from './scores.tsx';
import { TimeLink } from './time-link.tsx';
import { VerdictMatrix } from './verdict-matrix.tsx';

export function WhyScheduling({ view }: { readonly view: DecisionView }): JSX.Element {
  return (
    <section class="why scheduling">
      {view.message === '' ? null : <Message view={view} />}
      <p class="why-note">
        {attemptText(view)} <TimeLink at={view.at} text={`t=${readout(view.at)}`} />
        {t('why.stop')}
        {view.wakes.length === 0 ? '' : retryText(view)}
      </p>
      {view.result === 'scheduled' ? <Scores view={view} /> : null}
      {view.columns.length === 0 ? null : <VerdictMatrix view={view} />}
      {view.edits.length === 0 ? null : <FitEdits edits={view.edits} />}
      {view.room === undefined ? null : <Room room={view.room} />}
      {view.queue.length === 0 ? null : <QueueLines lines={view.queue} />}
    </section>
  );
}

function attemptText({ result, attempt, chosen }: DecisionView): string {
  return t(result === 'scheduled' ? 'decision.placed' : 'decision.failed', { n: attempt, node: chosen });
}

/** What the scheduler waits for before it tries again. */
function retryText({ wakes }: DecisionView): string {
  const words = wakes.map(({ kind, action }) => t(`wake.${action}` as MessageKey, { kind }));
  return t('why.retry', { what: listText(words, 'list.or'), d: '5m' });
}

function Message({ view }: { readonly view: DecisionView }): JSX.Element {
  const reason = view.result === 'gated' ? 'SchedulingGated' : 'FailedScheduling';
  return (
    <>
      <h3 class="section-head">{t('decision.says')}</h3>
      <div class="kubectl-quote">
        <pre class="kubectl-text" lang="en">
          <b>Warning {reason}</b> {view.message}
        </pre>
        <CopyButton text={view.message} />
      </div>
    </>
  );
}
