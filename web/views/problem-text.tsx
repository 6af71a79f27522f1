// The texts of a problem in the page's language, with the language that they came out in: what the API server says
// stays English.

import type { JSX } from 'preact';
import { isNamedIn, quoted } from '../../src/base/quoted.ts';
import { chinese, language, t } from '../i18n/i18n.ts';
import type { InputProblem } from '../protocol.ts';
import { isFidelityOpen } from '../state/commands.ts';

export function problemText(text: string): string {
  return chinese()?.problem(text) ?? text;
}

export function ProblemText({ text }: { readonly text: string }): JSX.Element {
  const shown = problemText(text);
  return <span lang={shown === text ? 'en' : language.value}>{shown}</span>;
}

/** `Did you mean x?` */
export function Meant({ name }: { readonly name: string }): JSX.Element {
  const [before, after] = t('edit.meant', { x: '\n' }).split('\n');
  return (
    <span class="meant">
      {before}
      <code lang="en">{name}</code>
      {after}
    </span>
  );
}

/** What was found and allowed, and what else helps; of what is not modelled, the way to all that is not. */
export function ProblemMore({ problem }: { readonly problem: InputProblem }): JSX.Element | null {
  const { message, found, allowed, note = '' } = problem;
  const parts = [
    found === '' || isNamedIn(message, found) || note !== '' ? '' : t('edit.found', { x: quoted(found) }),
    allowed === '' ? '' : t('edit.allowed', { x: problemText(allowed) }),
    ...(note === '' ? [] : note.split('; ').map(problemText)),
  ].filter((part) => part !== '');
  const isUnmodelled = note.startsWith('accepted and ');
  if (parts.length === 0) return null;
  return (
    <p class="problem-more">
      {parts.join(language.value === 'zh' ? '；' : '; ')}
      {isUnmodelled ? (
        <>
          {language.value === 'zh' ? '。' : '. '}
          <button type="button" class="text-link" onClick={() => (isFidelityOpen.value = true)}>
            {t('fidelity.see')}
          </button>
        </>
      ) : null}
    </p>
  );
}
