// The list of keys, made from their registry, and what the mouse does. Each single key is a button: it takes the next
// key that is pressed in its place. Single keys can be switched off.

import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import { COMMAND_GROUPS, isHelpOpen } from '../state/commands.ts';
import { isFixedKey, keyLabel, keymap, pressedKey, resetKeys, setSingleKeys, tradeKey } from '../state/keymap.ts';
import { Panel } from './panel.tsx';
import { WheelChoice } from './wheel-question.tsx';

export function Help(): JSX.Element {
  const waiting = useSignal<string | undefined>(undefined);
  return (
    <Panel class="help" title={t('help.title')} isOpen={isHelpOpen}>
      <dl class="help-keys">
        {COMMAND_GROUPS.map(({ help, commands }) => (
          <div key={help}>
            <dt>
              {commands
                .flatMap(({ keys }) => keys)
                .map((key) => (
                  <KeyButton key={key} registered={key} waiting={waiting} />
                ))}
            </dt>
            <dd>{t(help)}</dd>
          </div>
        ))}
      </dl>
      <p class="help-choices">
        <label>
          <input
            type="checkbox"
            checked={keymap.value.hasSingleKeys}
            onChange={(event) => setSingleKeys(event.currentTarget.checked)}
          />{' '}
          {t('help.singleKeys')}
        </label>
        <button type="button" class="quiet-button" onClick={resetKeys}>
          {t('help.reset')}
        </button>
      </p>
      <h3 class="section-head">{t('help.mouse')}</h3>
      <WheelChoice />
      <p>{t('help.drag')}</p>
    </Panel>
  );
}

interface KeyButtonProps {
  readonly registered: string;
  /** The key of the registry that waits for another one. */
  readonly waiting: Signal<string | undefined>;
}

function KeyButton({ registered, waiting }: KeyButtonProps): JSX.Element {
  const label = keyLabel(pressedKey(registered));
  if (isFixedKey(registered)) return <kbd>{label}</kbd>;
  const isWaiting = waiting.value === registered;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isWaiting || event.key === 'Tab' || event.key === 'Shift') return;
    event.preventDefault();
    event.stopPropagation();
    waiting.value = undefined;
    if (event.key !== 'Escape') tradeKey(registered, event.key.toLowerCase());
  };
  return (
    <button
      type="button"
      class="key-button"
      title={t('help.otherKey', { key: label })}
      aria-pressed={isWaiting}
      onClick={() => {
        waiting.value = isWaiting ? undefined : registered;
      }}
      onKeyDown={onKeyDown}
      onBlur={() => {
        if (waiting.value === registered) waiting.value = undefined;
      }}
    >
      <kbd>{isWaiting ? t('help.press') : label}</kbd>
    </button>
  );
}
