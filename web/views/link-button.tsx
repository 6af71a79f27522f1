// Copies a link to the view. Where a link cannot hold the whole view it says so, and offers a file in its
// place.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import { copiedLink, copyLink } from '../state/copied-link.ts';
import { saveView } from './exports.ts';
import { Glyph } from './glyphs.tsx';

export function LinkButton(): JSX.Element {
  const said = copiedLink;
  const isCopied = said.value === 'copied';
  const problem = said.value === 'copied' ? undefined : said.value;
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
        onClick={() => void copyLink()}
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
