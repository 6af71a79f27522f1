// Whom preemption would hit on which node and why it chooses one, and the pod's way through the scheduler's queue:
// each attempt with what woke the pod for it.

import type { JSX } from 'preact';
import type { QueueLine, RoomTrial, RoomView } from '../decision-protocol.ts';
import type { MessageKey } from '../i18n/en.ts';
import { t } from '../i18n/i18n.ts';
import { chainSentence, timerWord } from '../i18n/sentence.ts';
import { readout } from '../timeline/ticks.ts';
import { RichText } from './rich-text.tsx';
import { TimeLink } from './time-link.tsx';

/** More nodes than this are counted, not listed. */
const MOST_TRIALS = 12;

export function Room({ room }: { readonly room: RoomView }): JSX.Element {
  const { ineligible, trials, best, decidedBy } = room;
  const untold = room.untried + Math.max(0, trials.length - MOST_TRIALS);
  return (
    <>
      <h3 class="section-head">{t('room.title')}</h3>
      {ineligible === '' ? null : <p class="why-note">{t('room.ineligible', { why: ineligible })}</p>}
      {ineligible === '' && trials.length === 0 ? <p class="why-note">{t('room.never')}</p> : null}
      <ol class="fit-edits">
        {trials.slice(0, MOST_TRIALS).map((trial) => (
          <li key={trial.node}>
            <span>
              <RichText message={trialText(trial)} />
            </span>
          </li>
        ))}
      </ol>
      {untold === 0 ? null : <p class="why-note">{t('room.untried', { n: untold })}</p>}
      {best.length === 0 ? null : (
        <p class="why-note">
          <RichText
            message={t('room.best', { nodes: best.join(', '), why: t(`room.by.${decidedBy}` as MessageKey) })}
          />
        </p>
      )}
    </>
  );
}

function trialText({ node, victims, violations, reason }: RoomTrial): string {
  if (reason !== '') return t('room.noHelp', { node, why: reason });
  const pods = victims.map(({ pod, priority }) => t('room.victim', { pod, priority })).join(', ');
  const against = violations === 0 ? '' : t('room.violations', { n: violations });
  return `${t('room.victims', { node, pods })}${against}`;
}

export function QueueLines({ lines }: { readonly lines: readonly QueueLine[] }): JSX.Element {
  return (
    <>
      <h3 class="section-head">{t('queue.title')}</h3>
      <ol class="fit-edits">
        {lines.map((line) => (
          <li key={line.attempt}>
            <span>
              <TimeLink at={line.at} text={`t=${readout(line.at)}`} /> <RichText message={resultText(line)} />{' '}
              <span class="tip-muted">{causeText(line)}</span>
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

function resultText({ attempt, result, node, victims }: QueueLine): string {
  const key = victims > 0 ? 'queue.room' : (`queue.${result}` as const);
  return t(key, { n: attempt, node, victims });
}

/** An attempt that only a timer woke follows the one before. */
function causeText({ queuedBy, via, backoffUntil }: QueueLine): string {
  const why = chainSentence(queuedBy)
    .replaceAll('*', '')
    .replace(/[.。]$/, '');
  const timer = via === '' ? '' : timerWord(via);
  if (via !== '' && queuedBy.sentence === 'pod.unschedulable') return t('queue.byTimer', { timer });
  if (backoffUntil !== undefined) return t('queue.early', { why, t: readout(backoffUntil) });
  return via === '' ? t('queue.by', { why }) : t('queue.byThen', { why, timer });
}
