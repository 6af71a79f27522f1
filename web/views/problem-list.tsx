// Everything that is wrong with the files, in the order of the text: what, what was found and what is allowed, the name
// that was probably meant with a button that puts it in. The same list as the command line prints.

import type { JSX } from 'preact';
import { language, t } from '../i18n/i18n.ts';
import type { InputProblem } from '../protocol.ts';
import {
  applySuggestions,
  draft,
  errorCount,
  goToProblem,
  isRefused,
  problems,
  shownProblem,
  walkProblems,
} from '../state/editor.ts';
import { CopyButton } from './copy-button.tsx';
import { Glyph } from './glyphs.tsx';
import { problemCounts } from './problem-counts.ts';
import { Meant, ProblemMore, ProblemText } from './problem-text.tsx';

/** Rows of a list that is longer help nobody before the first ones are mended. */
const MOST_ROWS = 300;

export function ProblemList(): JSX.Element {
  const list = problems.value ?? [];
  const suggested = list.filter(({ meant }) => meant !== undefined);
  return (
    <section class="problem-list" aria-label={t('edit.label')}>
      <div class="problem-head">
        <div role={isRefused.value ? 'alert' : 'status'}>
          <h2>{title(list)}</h2>
          <p>{advice(list)}</p>
        </div>
        {list.length === 0 ? null : (
          <div class="problem-buttons">
            {suggested.length === 0 ? null : (
              <button type="button" class="button button-primary" onClick={() => applySuggestions(suggested)}>
                {suggested.length === 1 ? t('edit.applyOne') : t('edit.apply', { n: suggested.length })}
              </button>
            )}
            <CopyButton label={t('edit.copy')} text={() => list.map(({ text }) => text).join('\n')} />
            <button type="button" class="quiet-button" title={t('edit.next')} onClick={() => walkProblems(1)}>
              <kbd>F8</kbd> <span>{t('edit.next')}</span>
            </button>
          </div>
        )}
      </div>
      <ol>
        {list.slice(0, MOST_ROWS).map((problem, index) => (
          <Row key={`${problem.file}:${problem.line}:${problem.column}:${problem.message}`} {...{ problem, index }} />
        ))}
      </ol>
      {list.length === 0 ? <Keys /> : null}
    </section>
  );
}

const KEYS = [
  ['Ctrl+Enter', 'edit.keyRun'],
  ['Ctrl+Space', 'edit.keyComplete'],
  ['F8', 'edit.keyNext'],
  ['Esc', 'edit.keyBack'],
] as const;

/** While nothing is wrong there is room for what the keys do. */
function Keys(): JSX.Element {
  return (
    <>
      <h3 class="section-head">{t('edit.keys')}</h3>
      <dl class="problem-keys">
        {KEYS.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function title(list: readonly InputProblem[]): string {
  if (problems.value === undefined) return t('edit.checking');
  if (list.length === 0) return t('edit.good');
  const { errors, warnings } = problemCounts();
  const parts = [errors, warnings].filter((part) => part !== '');
  const counts = parts.join(language.value === 'zh' ? '，' : ', ');
  return isRefused.value && errors !== '' ? t('edit.notRun', { x: counts }) : counts;
}

function advice(list: readonly InputProblem[]): string {
  if (isRefused.value && errorCount.value > 0) {
    return t(draft.value?.source.isOwn === true ? 'edit.keep' : 'edit.keepDisk');
  }
  return list.length === 0 || errorCount.value === 0 ? t('edit.ready') : t('edit.typing');
}

function Row({ problem, index }: { readonly problem: InputProblem; readonly index: number }): JSX.Element {
  const { severity, message, meant, file, line, column } = problem;
  const files = draft.value?.files ?? [];
  const isShown = shownProblem.value === index;
  return (
    <li class={`problem problem-${severity}${isShown ? ' current' : ''}`}>
      <span class="problem-sign">
        <Glyph name={severity === 'error' ? 'close' : 'warning'} size={severity === 'error' ? 8 : 16} />
      </span>
      <button type="button" class="problem-place" aria-current={isShown} onClick={() => goToProblem(index)}>
        <b>
          <ProblemText text={message} />
        </b>
        <span class="mono">
          {files.length > 1 ? `${file.slice(file.lastIndexOf('/') + 1)}:` : ''}
          {line}:{column}
        </span>
      </button>
      <ProblemMore problem={problem} />
      {meant === undefined ? null : (
        <p class="problem-meant">
          <Meant name={meant} />{' '}
          <button type="button" class="text-link" onClick={() => applySuggestions([problem])}>
            {t('edit.replace')}
          </button>
        </p>
      )}
    </li>
  );
}
