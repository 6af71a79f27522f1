// The header: which run this is, the controls of playing, the readout of the cursor, and what concerns
// the whole page.

import type { JSX } from 'preact';
import { language, t } from '../i18n/i18n.ts';
import { folded } from '../state/arrangement.ts';
import { branch, branches, branchTitle, branchTree, switchTo } from '../state/branches.ts';
import { isHelpOpen } from '../state/commands.ts';
import { draft, mainFile } from '../state/editor.ts';
import { openFinder } from '../state/finder-mode.ts';
import { scenarioName } from '../state/link.ts';
import { arrival } from '../state/own-files.ts';
import { isDockOpen, themeName } from '../state/preferences.ts';
import { run, timeline } from '../state/run.ts';
import { BRIEF_FOLDS } from '../timeline/layout.ts';
import { exportPng, exportSvg, saveView } from './export.ts';
import { Glyph, Mark } from './glyphs.tsx';
import { LinkButton } from './link-button.tsx';
import { EditorControls, OwnControls } from './own-controls.tsx';
import { PlayControls } from './play-controls.tsx';

interface HeaderProps {
  /** Names of the scenarios that can be chosen. */
  readonly scenarios: readonly string[];
  readonly onChoose: (name: string) => void;
  /** Runs it again with another seed. */
  readonly onSeed: (seed: string) => void;
}

export function Header(props: HeaderProps): JSX.Element {
  const isEditing = draft.value !== undefined;
  return (
    <header class="header">
      <div class="header-run">
        <Mark />
        <h1 class="wordmark">{t('app.name')}</h1>
        <ScenarioMenu {...props} />
        {isEditing ? null : <OwnControls />}
        {isEditing ? <Arrival /> : <Seed onSeed={props.onSeed} />}
      </div>
      {isEditing ? <EditorControls name={scenarioName(run.value?.source.main ?? '')} /> : <PlayControls />}
      <PageControls />
    </header>
  );
}

function ScenarioMenu({ scenarios, onChoose }: HeaderProps): JSX.Element {
  const main = run.value?.source.main ?? '';
  const edited = draft.value;
  const current = edited === undefined ? scenarioName(main) : baseName(mainFile(edited.files));
  const names = scenarios.includes(main) || main === '' ? scenarios : [main, ...scenarios];
  return (
    <label class="picker">
      <Glyph name="file" size={14} />
      <span class="picker-text" aria-hidden="true">
        {current === '' ? t('app.scenario') : current}
      </span>
      <select
        aria-label={t('app.scenario')}
        class="picker-cover"
        value={branches.value.length > 1 ? `${BRANCH}${branch.value?.id}` : main}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (value.startsWith(BRANCH)) void switchTo(Number(value.slice(BRANCH.length)));
          else onChoose(value);
        }}
      >
        <BranchOptions />
        {names.map((name) => (
          <option key={name} value={name}>
            {scenarioName(name)}
          </option>
        ))}
      </select>
      <Glyph name="chevronDown" size={12} />
    </label>
  );
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

/** Marks a branch among the names of scenarios, which are paths. */
const BRANCH = 'branch:';

/** The branches as a tree, once there is one. */
function BranchOptions(): JSX.Element | null {
  if (branches.value.length < 2) return null;
  return (
    <optgroup label={t('branch.label')}>
      {branchTree.value.map(({ branch: each, depth }) => (
        <option key={each.id} value={`${BRANCH}${each.id}`}>
          {'\u2003'.repeat(depth) + branchTitle(each)}
        </option>
      ))}
    </optgroup>
  );
}

/** How the files under the editor came in. */
function Arrival(): JSX.Element | null {
  const way = arrival.value;
  return way === undefined ? null : <span class="seed">{t(`open.${way}`)}</span>;
}

function Seed({ onSeed }: Pick<HeaderProps, 'onSeed'>): JSX.Element {
  const seed = timeline.value?.seed;
  if (seed === undefined) return <span class="seed" />;
  return (
    <label class="seed">
      {t('app.seed')}{' '}
      <input
        key={seed}
        title={t('app.otherSeed')}
        defaultValue={seed}
        size={Math.max(seed.length, 2)}
        spellcheck={false}
        onChange={(event) => {
          const other = event.currentTarget.value.trim();
          if (other !== '' && other !== seed) onSeed(other);
          event.currentTarget.blur();
        }}
      />
    </label>
  );
}

function PageControls(): JSX.Element {
  return (
    <div class="header-page">
      <button type="button" class="find-button" title={`${t('find.label')} (/)`} onClick={() => openFinder('find')}>
        <Glyph name="find" size={14} />
        <span>{t('find.label')}</span>
        <kbd>/</kbd>
      </button>
      <LinkButton />
      <ExportMenu />
      <ThemeButton />
      <fieldset class="languages" aria-label={t('app.language')}>
        <button type="button" aria-pressed={language.value === 'en'} lang="en" onClick={() => speak('en')}>
          EN
        </button>
        <span aria-hidden="true">·</span>
        <button type="button" aria-pressed={language.value === 'zh'} lang="zh" onClick={() => speak('zh')}>
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

const EXPORTS = { svg: exportSvg, png: exportPng, view: saveView, print: () => window.print() } as const;
type ExportName = keyof typeof EXPORTS;

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
      onClick={() => {
        themeName.value = NEXT_THEME[themeName.value];
        isDockOpen.value = themeName.value !== 'projector';
        if (themeName.value === 'projector') folded.value = new Set([...folded.value, ...BRIEF_FOLDS]);
      }}
    >
      <Glyph name={THEME_GLYPHS[themeName.value]} />
    </button>
  );
}

function speak(next: 'en' | 'zh'): void {
  language.value = next;
}
