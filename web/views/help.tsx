// The list of keys, made from their registry, and what the mouse
// does.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';
import { COMMAND_GROUPS, isHelpOpen } from '../state/commands.ts';
import { Glyph } from './glyphs.tsx';

export function Help(): JSX.Element {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  return (
    <div class="help" role="dialog" aria-label={t('app.help')}>
      <div class="help-head">
        <h2>{t('help.title')}</h2>
        <button
          type="button"
          class="icon-button"
          ref={close}
          title={`${t('app.close')} (Esc)`}
          onClick={() => {
            isHelpOpen.value = false;
          }}
        >
          <Glyph name="close" />
        </button>
      </div>
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
    </div>
  );
}
