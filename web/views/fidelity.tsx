// What this run and the model leave out: the warnings of the run's files, then the whole table of simplifications, the
// same as `orrery fidelity` prints. Its texts are about Kubernetes' own words and stay English in both languages.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { SIMPLIFICATIONS } from '../../src/model/fidelity.ts';
import { t } from '../i18n/i18n.ts';
import { isFidelityOpen } from '../state/commands.ts';
import { run } from '../state/run.ts';
import { Glyph } from './glyphs.tsx';

export function Fidelity(): JSX.Element {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  const warnings = run.value?.timeline.warnings ?? [];
  return (
    <div class="help fidelity" role="dialog" aria-label={t('fidelity.title')}>
      <div class="help-head">
        <h2>{t('fidelity.title')}</h2>
        <button
          type="button"
          class="icon-button"
          ref={close}
          title={`${t('app.close')} (Esc)`}
          onClick={() => {
            isFidelityOpen.value = false;
          }}
        >
          <Glyph name="close" />
        </button>
      </div>
      {warnings.length === 0 ? null : (
        <>
          <h3 class="section-head">{t('fidelity.here')}</h3>
          <ul lang="en">
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </>
      )}
      <h3 class="section-head">{t('fidelity.all')}</h3>
      <dl lang="en">
        {SIMPLIFICATIONS.map(({ name, what, changes }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {what}. <span>{changes}.</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
