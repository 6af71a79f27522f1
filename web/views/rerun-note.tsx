// Said for a moment after the files were saved elsewhere and run again: how much is different, and on
// demand what.

import type { JSX } from 'preact';
import { count, t } from '../i18n/i18n.ts';
import { isRerunCompared, rerun } from '../state/disk.ts';
import { Panel } from './panel.tsx';

export function RerunNote(): JSX.Element | null {
  const found = rerun.value;
  if (found === undefined) return null;
  if (isRerunCompared.value) {
    return (
      <Panel class="help rerun" title={t('rerun.title')} isOpen={isRerunCompared}>
        {found.diffs.map(({ name, text }) => (
          <section key={name} lang="en">
            <h3 class="section-head">{name}</h3>
            <pre class="mono">
              {text.split('\n').map((line, index) => (
                <span key={index} class={SIGNS[line.slice(0, 1)] ?? ''}>{`${line}\n`}</span>
              ))}
            </pre>
          </section>
        ))}
      </Panel>
    );
  }
  return (
    <p class="rerun-note" role="status">
      {t(found.lines === 1 ? 'rerun.one' : 'rerun.many', { n: count(found.lines) })}
      {' · '}
      <button type="button" class="text-link" onClick={() => (isRerunCompared.value = true)}>
        {t('rerun.compare')}
      </button>
    </p>
  );
}

const SIGNS: { readonly [sign: string]: string } = { '+': 'rerun-new', '-': 'rerun-old', '@': 'rerun-place' };
