// The chain of causes in numbered sentences from the scenario's line to now, the delay between each two. A whole step
// can be clicked; in it the line of the scenario, and what the scheduler thought, are links of their own.

import type { JSX } from 'preact';
import { sentenceDuration } from '../../src/base/duration.ts';
import type { ChainStep } from '../../src/report/timeline-model.ts';
import { t } from '../i18n/i18n.ts';
import { chainSentence, sentenceParts, timerWord } from '../i18n/sentence.ts';
import { visitStep } from '../state/actions.ts';
import { chainStep, decision } from '../state/answers.ts';
import { entryText } from '../state/entry-text.ts';
import { editShownAt } from '../state/own-files.ts';
import { run } from '../state/run.ts';
import { readout } from '../timeline/ticks.ts';
import { RichText } from './rich-text.tsx';
import { showScheduling } from './why-there.tsx';

const LONG_WAIT_MICROS = 20_000_000;
const LONG_SHARE = 0.1;
/** Where all takes but a moment nothing is waited for. */
const LEAST_WAIT_MICROS = 1_000_000;

export function ChainSteps({ steps }: { readonly steps: readonly ChainStep[] }): JSX.Element {
  const whole = (steps.at(-1)?.at ?? 0) - (steps[0]?.at ?? 0);
  return (
    <ol class="chain">
      {steps.map((step, index) => (
        <Step key={step.seq} step={step} index={index} whole={whole} />
      ))}
    </ol>
  );
}

interface StepProps {
  readonly step: ChainStep;
  readonly index: number;
  readonly whole: number;
}

function Step({ step, index, whole }: StepProps): JSX.Element {
  const isLong = step.waited > Math.min(LONG_WAIT_MICROS, Math.max(whole * LONG_SHARE, LEAST_WAIT_MICROS));
  const isCurrent = chainStep.value === index;
  const id = `chain-step-${index}`;
  return (
    <li class={isCurrent ? 'chain-step current' : 'chain-step'}>
      {index === 0 || step.waited === 0 ? null : <Delay step={step} isLong={isLong} />}
      <div class="chain-row">
        <button
          type="button"
          class="chain-number"
          onClick={() => visitStep(index)}
          aria-labelledby={id}
          aria-current={isCurrent ? 'step' : undefined}
        >
          {index + 1}
        </button>
        <span class="chain-text">
          <span class="chain-sentence" id={id}>
            <Sentence step={step} />
          </span>
          <Facts step={step} />
        </span>
      </div>
    </li>
  );
}

function Sentence({ step }: { readonly step: ChainStep }): JSX.Element {
  const { source, values } = step;
  if (source === undefined) {
    const isOfDecision = step.sentence.startsWith('pod.bound') && decision.value?.result === 'scheduled';
    return (
      <>
        <RichText message={chainSentence(step)} />
        {isOfDecision ? (
          <>
            {' '}
            <button type="button" class="text-link" onClick={showScheduling}>
              {t('why.there')}
            </button>
          </>
        ) : null}
      </>
    );
  }
  const [before, after] = sentenceParts(step, 'place');
  return (
    <>
      <RichText message={before} />
      <button type="button" class="text-link chain-source" onClick={() => void editShownAt(source)}>
        {values.place ?? source.file}
      </button>
      <RichText message={after} />
    </>
  );
}

/** When, by whom, by which setting, and what the scenario has there. */
function Facts({ step: { at, actor, setting, source } }: { readonly step: ChainStep }): JSX.Element {
  const written = source === undefined ? '' : entryText(run.value?.source.files ?? [], source);
  return (
    <span class="chain-facts" lang="en">
      <span class="chain-time">{readout(at)}</span>
      {actor === '' ? null : <span>{actor}</span>}
      {setting === undefined ? null : <span class="mono">{setting}</span>}
      {written === '' ? null : <span class="mono chain-written">{written}</span>}
    </span>
  );
}

function Delay({ step, isLong }: { readonly step: ChainStep; readonly isLong: boolean }): JSX.Element {
  const d = sentenceDuration(step.waited);
  if (!isLong) return <span class="chain-delay">+{d}</span>;
  return (
    <span class="chain-delay long">
      <b>{t('why.waitedPlain', { d })}</b>
      {step.via === undefined ? '' : ` · ${timerWord(step.via)}`}
    </span>
  );
}
