// Copies a link to the view. Where a link cannot hold the whole view it says so, and offers a file in its
// place.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { MessageKey } from '../i18n/en.ts';
import { t } from '../i18n/i18n.ts';
import { linkProblem } from '../state/view-link.ts';
import { saveView } from './exports.ts';
import { Glyph } from './glyphs.tsx';

export function LinkButton(): JSX.Element {
  const said = useSignal<'copied' | MessageKey | undefined>(undefined);
  const problem = said.value === 'copied' ? undefined : said.value;
  const isCopied = said.value === 'copied';
  const copy = async (): Promise<void> => {
    const found = linkProblem();
    if (found === undefined) await navigator.clipboard.writeText(location.href);
    said.value = found ?? 'copied';
  };
  return (
    <div
      class="link-place"
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) said.value = undefined;
      }}
    >
      <button
        type="button"
        class="icon-button"
        title={isCopied ? t('app.copied') : t('app.copyLink')}
        onClick={() => void copy()}
      >
        <Glyph name={isCopied ? 'check' : 'link'} />
      </button>
      {problem === undefined ? null : (
        <div class="link-notice" role="alert">
          <p>{t(problem)}</p>
          <button
            type="button"
            class="button"
            onClick={() => {
              saveView();
              said.value = undefined;
            }}
          >
            {t('link.save')}
          </button>
        </div>
      )}
    </div>
  );
}
