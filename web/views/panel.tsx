// A panel that floats over the page: a title, a button that closes it, and what it holds. It takes the focus when it
// opens; Esc closes it as one level of the page.

import type { Signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';
import { Glyph } from './glyphs.tsx';

export interface PanelProps {
  readonly title: string;
  readonly isOpen: Signal<boolean>;
  readonly class: string;
  readonly children: ComponentChildren;
}

export function Panel({ title, isOpen, class: className, children }: PanelProps): JSX.Element {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  return (
    <div class={className} role="dialog" aria-label={title}>
      <div class="help-head">
        <h2>{title}</h2>
        <button
          type="button"
          class="icon-button"
          ref={close}
          title={`${t('app.close')} (Esc)`}
          onClick={() => {
            isOpen.value = false;
          }}
        >
          <Glyph name="close" />
        </button>
      </div>
      {children}
    </div>
  );
}
