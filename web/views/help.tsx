// The list of keys, made from their registry, and what the mouse
// does.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import { COMMAND_GROUPS, isHelpOpen } from '../state/commands.ts';
import { Panel } from './panel.tsx';

export function Help(): JSX.Element {
  return (
    <Panel class="help" title={t('help.title')} isOpen={isHelpOpen}>
      <dl class="help-keys">
        {COMMAND_GROUPS.map((group) => (
          <div key={group.help}>
            <dt>
              {group.shown.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(group.help)}</dd>
          </div>
        ))}
      </dl>
      <h3 class="section-head">{t('help.mouse')}</h3>
      <p>{t('help.wheel')}</p>
      <p>{t('help.drag')}</p>
    </Panel>
  );
}
