// What this run and the model leave out: the warnings of the run's files, then the whole table of simplifications, the
// same as `orrery fidelity` prints.

import type { JSX } from 'preact';
import { SIMPLIFICATIONS } from '../../src/model/fidelity.ts';
import { FIDELITY_ZH } from '../i18n/fidelity-zh.ts';
import { language, t } from '../i18n/i18n.ts';
import { isFidelityOpen } from '../state/commands.ts';
import { editShownAt } from '../state/own-files.ts';
import { run } from '../state/run.ts';
import { Panel } from './panel.tsx';
import { ProblemText, problemText } from './problem-text.tsx';

export function Fidelity(): JSX.Element {
  const warnings = run.value?.warnings ?? [];
  const stop = language.value === 'zh' ? '。' : '. ';
  return (
    <Panel class="help fidelity" title={t('fidelity.title')} isOpen={isFidelityOpen}>
      {warnings.length === 0 ? null : (
        <>
          <h3 class="section-head">{t('fidelity.here')}</h3>
          <ul>
            {warnings.map((warning) => (
              <li key={warning.text}>
                <button type="button" class="text-link mono" onClick={() => void editShownAt(warning)}>
                  {warning.file.slice(warning.file.lastIndexOf('/') + 1)}:{warning.line}
                </button>{' '}
                <ProblemText text={warning.message} />
                {warning.note === undefined ? null : <span>{` · ${problemText(warning.note)}`}</span>}
              </li>
            ))}
          </ul>
          <h3 class="section-head">{t('fidelity.all')}</h3>
        </>
      )}
      <dl>
        {SIMPLIFICATIONS.map((each) => {
          const [what, changes] = (language.value === 'zh' && FIDELITY_ZH[each.name]) || [each.what, each.changes];
          return (
            <div key={each.name}>
              <dt lang="en">{each.name}</dt>
              <dd>
                {what}
                {stop}
                <span>
                  {changes}
                  {stop.trim()}
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
    </Panel>
  );
}
