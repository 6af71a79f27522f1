// The bar under the header for what is done at the cursor's moment: a line of kubectl, a fault from the catalogue, YAML
// to apply. Whatever it is becomes a branch beside the run that is shown.

import type { JSX } from 'preact';
import { isNamedIn, quoted } from '../../src/base/quoted.ts';
import { t } from '../i18n/i18n.ts';
import type { InputProblem } from '../protocol.ts';
import { type ActMode, act, actMode, actProblems, applied, closeAct, openAct, runAct } from '../state/act.ts';
import { run } from '../state/run.ts';
import { cursor } from '../state/view.ts';
import { readout } from '../timeline/ticks.ts';
import { CommandField } from './command-field.tsx';
import { FaultForm } from './fault-form.tsx';
import { focusOnce } from './focus-once.ts';
import { Glyph } from './glyphs.tsx';
import { Meant, ProblemText } from './problem-text.tsx';
import { Tabs } from './tabs.tsx';

export function ActBar(): JSX.Element | null {
  const mode = actMode.value;
  if (mode === undefined) return null;
  const moment = `t=${readout(cursor.value)}`;
  const names: readonly { readonly id: ActMode; readonly label: string }[] = [
    { id: 'kubectl', label: t('act.kubectl') },
    { id: 'fault', label: t('act.fault') },
    { id: 'apply', label: t('act.apply') },
  ];
  return (
    <section class="act-bar" aria-label={t('act.label', { t: moment })} data-keys="own" onKeyDown={onKey}>
      <div class="act-head">
        <Tabs names={names} chosen={mode} label={t('act.open')} onChoose={openAct} />
        <span class="act-moment mono">{moment}</span>
        <span class="act-hint">{t('act.hint')}</span>
        <button
          type="button"
          class="button button-primary"
          disabled={act.value === undefined}
          onClick={() => void runAct()}
        >
          {t('act.run')}
        </button>
        <button type="button" class="icon-button" title={`${t('app.close')} (Esc)`} onClick={closeAct}>
          <Glyph name="close" />
        </button>
      </div>
      {mode === 'kubectl' ? <CommandField /> : null}
      {mode === 'fault' ? <FaultForm /> : null}
      {mode === 'apply' ? <AppliedText /> : null}
      {actProblems.value.length === 0 ? null : (
        <div class="act-problems" role="alert">
          {actProblems.value.map((problem) => (
            <ActProblem key={problem.text} {...problem} />
          ))}
        </div>
      )}
    </section>
  );
}

/** One sentence, and what was probably meant. Only a file that was applied has a place to look at. */
function ActProblem({ file, line, column, message, found, meant }: InputProblem): JSX.Element {
  const isApplied = actMode.value === 'apply' && file !== run.value?.source.main;
  return (
    <p>
      {isApplied ? `${line}:${column}: ` : ''}
      <ProblemText text={message} />
      {found === '' || isNamedIn(message, found) ? '' : `: ${quoted(found)}`}{' '}
      {meant === undefined ? null : <Meant name={meant} />}
    </p>
  );
}

function onKey(event: KeyboardEvent): void {
  if (event.key === 'Escape') {
    closeAct();
    event.preventDefault();
  }
  const isDone = actMode.value === 'fault' && event.target instanceof HTMLInputElement && !event.defaultPrevented;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || isDone)) void runAct();
}

function AppliedText(): JSX.Element {
  return (
    <textarea
      class="act-yaml mono"
      lang="en"
      rows={7}
      spellcheck={false}
      aria-label={t('act.yaml')}
      placeholder={'apiVersion: v1\nkind: Pod\n…'}
      ref={focusOnce}
      value={applied.value}
      onInput={(event) => {
        applied.value = event.currentTarget.value;
      }}
    />
  );
}
