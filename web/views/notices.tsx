// What stands in place of the tracks while there is no run: nothing chosen, being read, refused,
// broken.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import type { InputProblem } from '../protocol.ts';
import { phase } from '../state/run.ts';

export function Notices(): JSX.Element | null {
  const now = phase.value;
  switch (now.name) {
    case 'ready':
      return null;
    case 'empty':
      return <p class="notice">{t('open.empty')}</p>;
    case 'reading':
      return (
        <>
          <div class="progress" role="progressbar" aria-label={t('open.reading', { file: now.file })} />
          <p class="notice notice-late">{t('open.reading', { file: now.file })}</p>
        </>
      );
    case 'refused':
      return <Problems problems={now.problems} />;
    case 'failed':
      return (
        <p class="banner" role="alert">
          {t('open.failed', { message: now.message })}
        </p>
      );
  }
}

function Problems({ problems }: { readonly problems: readonly InputProblem[] }): JSX.Element {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return (
    <section class="problems" role="alert">
      <h2>{t('input.notRun', { e: errors, w: problems.length - errors })}</h2>
      <p>{t('input.kept')}</p>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.file}:${problem.line}:${problem.column}:${problem.message}`} class={problem.severity}>
            <span class="mono">
              {problem.file}:{problem.line}:{problem.column}
            </span>
            <span lang="en">
              {problem.message}
              {problem.hint === undefined ? '' : `. ${problem.hint}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
