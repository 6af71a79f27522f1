// Said of a run that broke on its way: what broke, when, after which row and in whose hands, and the command that runs
// into it again. What happened up to there is shown like any other run.

import type { JSX } from 'preact';
import { count, t } from '../i18n/i18n.ts';
import type { Broken } from '../protocol.ts';
import type { Run } from '../state/run.ts';
import { goTo } from '../state/view.ts';
import { readout } from '../timeline/ticks.ts';
import { CopyButton } from './copy-button.tsx';

export function BrokenRun({ broken, run }: { readonly broken: Broken; readonly run: Run }): JSX.Element {
  const { timeline, source } = run;
  const command = `orrery run ${source.main} --seed ${timeline.seed}`;
  return (
    <div class="broken-run" role="alert">
      <p>
        <b>{t(broken.isPolicy ? 'broken.policy' : 'broken.invariant')}</b> <span lang="en">{broken.message}</span>
      </p>
      <p class="broken-where">
        <button type="button" class="text-link mono" onClick={() => goTo(timeline.until)}>
          t={readout(timeline.until)}
        </button>
        <span>{t('broken.row', { n: count(broken.row) })}</span>
        {broken.actor === '' ? null : (
          <span>
            {t('broken.actor')}{' '}
            <span class="mono" lang="en">
              {broken.actor}
            </span>
          </span>
        )}
        <span>{t('broken.kept')}</span>
      </p>
      <p class="broken-again">
        <code lang="en">{command}</code>
        <CopyButton text={command} label={t('app.copy')} />
      </p>
    </div>
  );
}
