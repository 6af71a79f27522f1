// The tools of the header in a menu, where there is no room for them: on a phone, and on a narrow projector. The same
// buttons; the style sheet writes their titles beside them.

import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';
import { draft } from '../state/editor.ts';
import { Glyph } from './glyphs.tsx';
import { OwnControls } from './own-controls.tsx';
import { PageControls } from './page-controls.tsx';

const ID = 'page-menu';

export function PageMenu(): JSX.Element {
  const menu = useRef<HTMLDivElement>(null);
  return (
    <div class="header-page">
      <button type="button" class="icon-button" title={t('app.menu')} popovertarget={ID}>
        <Glyph name="menu" size={20} />
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its buttons are what is clicked; it only hears of it */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it by key */}
      <div
        ref={menu}
        id={ID}
        class="page-menu"
        popover="auto"
        onClick={({ target }) => {
          if (target instanceof Element && target.closest('button:not(.link-place *)') !== null) {
            menu.current?.hidePopover();
          }
        }}
      >
        {draft.value === undefined ? <OwnControls /> : null}
        <PageControls />
      </div>
    </div>
  );
}
