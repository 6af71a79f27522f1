// Copies a text whole, and says that it has: a tick stands in place of the icon until the button
// is left.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import { Glyph } from './glyphs.tsx';

interface CopyButtonProps {
  readonly text: string | (() => string | Promise<string>);
  /** Words beside the icon. */
  readonly label?: string;
}

export function CopyButton({ text, label }: CopyButtonProps): JSX.Element {
  const isCopied = useSignal(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : await text());
    isCopied.value = true;
  };
  return (
    <button
      type="button"
      class={label === undefined ? 'icon-button' : 'button'}
      title={isCopied.value ? t('app.copied') : t('app.copy')}
      onClick={() => void copy()}
      onBlur={() => {
        isCopied.value = false;
      }}
    >
      <Glyph name={isCopied.value ? 'check' : 'copy'} size={label === undefined ? 16 : 14} />
      {label === undefined ? null : <span> {label}</span>}
    </button>
  );
}
