// Why: the chain of causes, and first the sum of it in one sentence with the settings that made most of it. The same
// numbers stand on the canvas.

import type { JSX } from 'preact';
import { sentenceDuration } from '../../src/base/duration.ts';
import type { ChainStep } from '../../src/report/timeline-model.ts';
import { listText, t } from '../i18n/i18n.ts';
import { momentWord, settingWord } from '../i18n/sentence.ts';
import { stepCause } from '../state/actions.ts';
import { chain, decision, objectView } from '../state/answers.ts';
import { selectedId, selection } from '../state/selection.ts';
import { ChainSteps } from './chain-steps.tsx';
import { EffectList } from './effect-list.tsx';
import { RichText } from './rich-text.tsx';
import { WhyScheduling } from './why-scheduling.tsx';
import { WhyThere } from './why-there.tsx';

const LEAST_SHARE = 0.1;
const MOST_SETTINGS = 3;
/** Timers that nobody sets. */
const NO_SETTINGS: ReadonlySet<string> = new Set(['for', 'life', 'disk']);

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
      <WhyThere view={seen} />
    </>
  );
}

function WhyChain(): JSX.Element | null {
  const steps = chain.value;
  const isObject = selection.value?.kind === 'object';
  const view = objectView.value;
  // The head says so.
  if (isObject && (view?.existence === 'notYet' || view?.existence === 'never')) return null;
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
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return <p class="why-note">{t('why.none')}</p>;
  return (
    <>
      {last.at > first.at ? (
        <p class="why-sum">
          <RichText message={sumSentence(first, last, steps)} />
        </p>
      ) : null}
      <ChainSteps steps={steps} />
    </>
  );
}

/** The sum, with the settings that made most of it: each at least a tenth. */
function sumSentence(first: ChainStep, last: ChainStep, steps: readonly ChainStep[]): string {
  const whole = last.at - first.at;
  const values = { d: sentenceDuration(whole), a: momentWord(first), b: momentWord(last) };
  const waits = new Map<string, number>();
  for (const { via, waited } of steps.slice(1)) if (via !== undefined) waits.set(via, (waits.get(via) ?? 0) + waited);
  const long = [...waits].filter(([, waited]) => waited >= whole * LEAST_SHARE).slice(0, MOST_SETTINGS);
  if (long.length === 0) return t('why.sum', values);
  const waited = long.reduce((sum, [, each]) => sum + each, 0);
  const what = listText(
    long.map(([via]) => settingWord(via)),
    'list.and',
  );
  const sort = long.some(([via]) => NO_SETTINGS.has(via)) ? 'Wait' : 'Setting';
  const share = Math.floor((waited / whole) * 100);
  return `${t('why.sum', values)}${t(`why.sum${sort}${long.length as 1 | 2 | 3}`, { share, what })}`;
}
