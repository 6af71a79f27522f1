// What this run and the model leave out: the warnings of the run's files, then the whole table of simplifications, the
// same as `orrery fidelity` prints. Its texts are about Kubernetes' own words and stay English in both languages.

import type { JSX } from 'preact';
import { SIMPLIFICATIONS } from '../../src/model/fidelity.ts';
import { t } from '../i18n/i18n.ts';
import { isFidelityOpen } from '../state/commands.ts';
import { run } from '../state/run.ts';
import { Panel } from './panel.tsx';

export function Fidelity(): JSX.Element {
  const warnings = run.value?.timeline.warnings ?? [];
  return (
    <Panel class="help fidelity" title={t('fidelity.title')} isOpen={isFidelityOpen}>
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
    </Panel>
  );
}
