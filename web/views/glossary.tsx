// Every word of the glossary with what it means, for those who do not point at words. The words stay
// English.

import type { JSX } from 'preact';
import { GLOSSARY, glossOf } from '../i18n/glossary.ts';
import { t } from '../i18n/i18n.ts';
import { isGlossaryOpen } from '../state/commands.ts';
import { Panel } from './panel.tsx';

export function Glossary(): JSX.Element {
  return (
    <Panel class="help fidelity" title={t('glossary.title')} isOpen={isGlossaryOpen}>
      <dl>
        {Object.keys(GLOSSARY).map((word) => (
          <div key={word}>
            <dt lang="en">{word}</dt>
            <dd>{glossOf(word)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
