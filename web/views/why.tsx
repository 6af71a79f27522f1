// Why: the chain of causes in numbered sentences from the scenario's line to now, the delay between each two, and first
// the sum in one sentence. The same numbers stand on the canvas.

import type { JSX } from 'preact';
import { sentenceDuration } from '../../src/base/duration.ts';
import type { ChainStep } from '../../src/report/timeline-model.ts';
import { t } from '../i18n/i18n.ts';
import { chainSentence, momentWord, placelessSentence, timerWord } from '../i18n/sentence.ts';
import { stepCause, visitStep } from '../state/actions.ts';
import { chain, chainStep, decision, objectView } from '../state/answers.ts';
import { editShownAt } from '../state/own-files.ts';
import { selectedId, selection } from '../state/selection.ts';
import { readout } from '../timeline/ticks.ts';
import { Absence } from './absence.tsx';
import { EffectList } from './effect-list.tsx';
import { RichText } from './rich-text.tsx';
import { WhyScheduling } from './why-scheduling.tsx';

const LONG_WAIT_MICROS = 20_000_000;
const LONG_SHARE = 0.1;

export function Why(): JSX.Element {
  const seen = decision.value;
  const isPod = selectedId()?.startsWith('Pod/') === true;
  if (!isPod || seen === undefined) return <WhyChain />;
  if (seen.result !== 'scheduled') {
    return (
      <>
        <WhyScheduling view={seen} />
        <WhyChain />
      </>
    );
  }
  return (
    <>
      <WhyChain />
      <details class="why-there">
        <summary>{t('decision.whyThere', { node: seen.chosen })}</summary>
        <WhyScheduling view={seen} />
      </details>
    </>
  );
}

function WhyChain(): JSX.Element {
  const steps = chain.value;
  const isObject = selection.value?.kind === 'object';
  const view = objectView.value;
  if (isObject && (view?.existence === 'notYet' || view?.existence === 'never')) {
    return (
      <p class="why why-note">
        <Absence view={view} />
      </p>
    );
  }
  return (
    <section class="why">
      <div class="why-head">
        <h3 class="section-head">{t(isObject ? 'why.title' : 'why.titleEvent')}</h3>
        <span class="why-walk">
          <button type="button" class="quiet-button" onClick={() => stepCause(-1)}>
            <kbd>[</kbd> {t('why.cause')}
          </button>
          <button type="button" class="quiet-button" onClick={() => stepCause(1)}>
            {t('why.effect')} <kbd>]</kbd>
          </button>
        </span>
      </div>
      {steps === undefined ? <p class="why-note">{t('why.asking')}</p> : <Chain steps={steps} />}
      <EffectList />
    </section>
  );
}

function Chain({ steps }: { readonly steps: readonly ChainStep[] }): JSX.Element {
  const first = steps[0];
  const last = steps.at(-1);
  if (first === undefined || last === undefined) return <p class="why-note">{t('why.none')}</p>;
  const whole = last.at - first.at;
  return (
    <>
      {steps.length > 1 && whole > 0 ? (
        <p class="why-sum">
          <RichText message={sumSentence(steps)} />
        </p>
      ) : null}
      <ol class="chain">
        {steps.map((step, index) => (
          <Step key={step.seq} step={step} index={index} whole={whole} />
        ))}
      </ol>
    </>
  );
}

/** The sum, with the longest wait where it made at least a tenth. */
function sumSentence(steps: readonly ChainStep[]): string {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return '';
  const whole = last.at - first.at;
  const longest = steps.slice(1).reduce<ChainStep | undefined>((most, step) => {
    return most === undefined || step.waited > most.waited ? step : most;
  }, undefined);
  const values = { d: sentenceDuration(whole), a: momentWord(first), b: momentWord(last) };
  if (longest === undefined || longest.via === undefined || longest.waited < whole * LONG_SHARE) {
    return t('why.sum', values);
  }
  const share = Math.round((longest.waited / whole) * 100);
  return t('why.sumWait', { ...values, share, what: timerWord(longest.via) });
}

interface StepProps {
  readonly step: ChainStep;
  readonly index: number;
  readonly whole: number;
}

function Step({ step, index, whole }: StepProps): JSX.Element {
  const isLong = step.waited > LONG_WAIT_MICROS || (whole > 0 && step.waited > whole * LONG_SHARE);
  const isCurrent = chainStep.value === index;
  const { source } = step;
  return (
    <li class={isCurrent ? 'chain-step current' : 'chain-step'}>
      {index === 0 || step.waited === 0 ? null : <Delay step={step} isLong={isLong} />}
      <button
        type="button"
        class="chain-button"
        onClick={() => visitStep(index)}
        aria-current={isCurrent ? 'step' : undefined}
      >
        <span class="chain-number">{index + 1}</span>
        <span class="chain-text">
          <span class="chain-sentence">
            <RichText message={source === undefined ? chainSentence(step) : placelessSentence(step)} />
          </span>
          <span class="chain-facts" lang="en">
            <span class="mono">{readout(step.at)}</span>
            {step.actor === '' ? '' : ` · ${step.actor}`}
            {step.via === undefined ? '' : ' · '}
            <span class="mono">{step.via}</span>
          </span>
        </span>
      </button>
      {source === undefined ? null : (
        <button type="button" class="text-link mono chain-source" onClick={() => void editShownAt(source)}>
          {step.values.place ?? source.file}
        </button>
      )}
    </li>
  );
}

function Delay({ step, isLong }: { readonly step: ChainStep; readonly isLong: boolean }): JSX.Element {
  const d = sentenceDuration(step.waited);
  if (!isLong) return <span class="chain-delay">+{d}</span>;
  const waited =
    step.via === undefined ? t('why.waitedPlain', { d }) : t('why.waited', { d, what: timerWord(step.via) });
  return <span class="chain-delay long">{waited}</span>;
}
