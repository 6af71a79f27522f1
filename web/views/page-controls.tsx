// What concerns the whole page, as buttons at the end of the header: find, link, save, theme, language,
// help.

import type { JSX } from 'preact';
import { language, speak, t } from '../i18n/i18n.ts';
import { isHelpOpen } from '../state/commands.ts';
import { draft } from '../state/editor.ts';
import { openFinder } from '../state/finder-mode.ts';
import { themeName } from '../state/preferences.ts';
import { run } from '../state/run.ts';
import { chooseTheme } from '../state/theme-choice.ts';
import { EXPORTS, type ExportName } from './exports.ts';
import { Glyph } from './glyphs.tsx';
import { LinkButton } from './link-button.tsx';

export function PageControls(): JSX.Element {
  return (
    <div class="header-page">
      {draft.value === undefined && run.value !== undefined ? <RunControls /> : null}
      <ThemeButton />
      <fieldset class="languages" aria-label={t('app.language')}>
        <button type="button" aria-pressed={language.value === 'en'} lang="en" onClick={() => void speak('en')}>
          EN
        </button>
        <span aria-hidden="true">·</span>
        <button type="button" aria-pressed={language.value === 'zh'} lang="zh" onClick={() => void speak('zh')}>
          中
        </button>
      </fieldset>
      <button
        type="button"
        class="icon-button"
        title={`${t('app.help')} (?)`}
        aria-expanded={isHelpOpen.value}
        onClick={() => {
          isHelpOpen.value = !isHelpOpen.value;
        }}
      >
        <Glyph name="help" />
      </button>
    </div>
  );
}

/** What concerns the run that is shown. */
function RunControls(): JSX.Element {
  return (
    <>
      <button type="button" class="find-button" title={`${t('find.label')} (/)`} onClick={() => openFinder('find')}>
        <Glyph name="find" size={14} />
        <span>{t('find.label')}</span>
        <kbd>/</kbd>
      </button>
      <LinkButton />
      <ExportMenu />
    </>
  );
}

function ExportMenu(): JSX.Element {
  return (
    <label class="icon-button export-menu" title={t('export.label')}>
      <Glyph name="download" />
      <select
        class="picker-cover"
        aria-label={t('export.label')}
        value=""
        onChange={(event) => {
          EXPORTS[event.currentTarget.value as ExportName]();
          event.currentTarget.value = '';
        }}
      >
        <option value="" disabled>
          {t('export.label')}
        </option>
        {(Object.keys(EXPORTS) as ExportName[]).map((name) => (
          <option key={name} value={name}>
            {t(`export.${name}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

const NEXT_THEME = { light: 'dark', dark: 'projector', projector: 'light' } as const;
const THEME_KEYS = { light: 'app.themeLight', dark: 'app.themeDark', projector: 'app.themeProjector' } as const;
const THEME_GLYPHS = { light: 'sun', dark: 'moon', projector: 'screen' } as const;

/** Goes round the three themes. */
function ThemeButton(): JSX.Element {
  return (
    <button
      type="button"
      class="icon-button"
      title={`${t('app.theme')}: ${t(THEME_KEYS[themeName.value])}`}
      onClick={() => chooseTheme(NEXT_THEME[themeName.value])}
    >
      <Glyph name={THEME_GLYPHS[themeName.value]} />
    </button>
  );
}
