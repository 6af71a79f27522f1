// The header: which run this is, the controls of playing, the readout of the cursor, and what concerns
// the whole page.

import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { language, t } from '../i18n/i18n.ts';
import { stepEvent } from '../state/actions.ts';
import { isHelpOpen } from '../state/commands.ts';
import { openFinder } from '../state/finder-mode.ts';
import { isPlaying, SPEEDS, speed, togglePlay } from '../state/play.ts';
import { isDockOpen, themeName } from '../state/preferences.ts';
import { scenarioName } from '../state/link.ts';
import { run, timeline } from '../state/run.ts';
import { cursor, goTo } from '../state/view.ts';
import { parseMoment, readout, readoutClock } from '../timeline/ticks.ts';
import { exportPng, exportSvg, saveView } from './export.ts';
import { Glyph, Mark, PlayGlyph } from './glyphs.tsx';
import { LinkButton } from './link-button.tsx';

interface HeaderProps {
  /** Names of the scenarios that can be chosen. */
  readonly scenarios: readonly string[];
  readonly onChoose: (name: string) => void;
  /** Runs it again with another seed. */
  readonly onSeed: (seed: string) => void;
}

export function Header(props: HeaderProps): JSX.Element {
  return (
    <header class="header">
      <div class="header-run">
        <Mark />
        <h1 class="wordmark">{t('app.name')}</h1>
        <ScenarioMenu {...props} />
        <Seed onSeed={props.onSeed} />
      </div>
      <div class="header-play">
        <button type="button" class="icon-button" title={`${t('play.back')} (B)`} onClick={() => stepEvent(-1)}>
          <Glyph name="back" />
        </button>
        <button
          type="button"
          class="play-button"
          title={`${isPlaying.value ? t('play.pause') : t('play.play')} (Space)`}
          onClick={togglePlay}
        >
          <PlayGlyph isPlaying={isPlaying.value} />
        </button>
        <button type="button" class="icon-button" title={`${t('play.on')} (N)`} onClick={() => stepEvent(1)}>
          <Glyph name="on" />
        </button>
        <label class="picker picker-quiet" title={t('play.speed')}>
          <select
            aria-label={t('play.speed')}
            value={speed.value}
            onChange={(event) => {
              speed.value = Number(event.currentTarget.value);
            }}
          >
            {SPEEDS.map((factor) => (
              <option key={factor} value={factor}>{`${factor}×`}</option>
            ))}
          </select>
          <Glyph name="chevronDown" size={12} />
        </label>
        <Readout />
      </div>
      <PageControls />
    </header>
  );
}

function ScenarioMenu({ scenarios, onChoose }: HeaderProps): JSX.Element {
  const main = run.value?.source.main ?? '';
  const current = scenarioName(main);
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
        value={main}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
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

function Readout(): JSX.Element {
  const typed = useSignal<string | undefined>(undefined);
  const start = timeline.value?.startsAtEpochMicros ?? 0;
  const shown = typed.value ?? `t=${readout(cursor.value)}`;
  return (
    <form
      class="readout"
      onSubmit={(event) => {
        event.preventDefault();
        acceptTyped(typed, start);
      }}
    >
      <input
        class={typed.value !== undefined && parseMoment(typed.value, start) === undefined ? 'invalid' : ''}
        aria-label={t('play.moment')}
        title={t('play.moment')}
        size={Math.max(shown.length, 8)}
        value={shown}
        spellcheck={false}
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
        }}
        onBlur={() => {
          typed.value = undefined;
        }}
      />
      <span class="readout-clock">({readoutClock(cursor.value, start)})</span>
    </form>
  );
}

function acceptTyped(typed: Signal<string | undefined>, start: number): void {
  const at = typed.value === undefined ? undefined : parseMoment(typed.value, start);
  if (at === undefined) return;
  typed.value = undefined;
  goTo(at);
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
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
        <button type="button" aria-pressed={language.value === 'en'} lang="en" onClick={() => switchTo('en')}>
          EN
        </button>
        <span aria-hidden="true">·</span>
        <button type="button" aria-pressed={language.value === 'zh'} lang="zh" onClick={() => switchTo('zh')}>
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
      }}
    >
      <Glyph name={THEME_GLYPHS[themeName.value]} />
    </button>
  );
}

function switchTo(next: 'en' | 'zh'): void {
  language.value = next;
}
