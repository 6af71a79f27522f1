// The header: which run this is, the controls of playing, the readout of the cursor, and what concerns the whole page;
// the latter in a menu where there is no room for it.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import { branch, branches, branchTitle, branchTree, switchTo } from '../state/branches.ts';
import { draft, mainFile } from '../state/editor.ts';
import { scenarioName } from '../state/link.ts';
import { arrival } from '../state/own-files.ts';
import { isCoarse, themeName } from '../state/preferences.ts';
import { run, timeline } from '../state/run.ts';
import { isNarrow, isPhone, windowWidth } from '../state/view.ts';
import { Glyph, Mark } from './glyphs.tsx';
import { EditorControls, OwnControls } from './own-controls.tsx';
import { PageControls } from './page-controls.tsx';
import { PageMenu } from './page-menu.tsx';
import { PlayControls } from './play-controls.tsx';

interface HeaderProps {
  /** Names of the scenarios that can be chosen. */
  readonly scenarios: readonly string[];
  readonly onChoose: (name: string) => void;
  /** Runs it again with another seed. */
  readonly onSeed: (seed: string) => void;
}

/** In less the tools would push the scenario's name out. */
const LEAST_WIDTH = 900;

export function Header(props: HeaderProps): JSX.Element {
  const isEditing = draft.value !== undefined;
  const isCrowded =
    windowWidth.value < LEAST_WIDTH ||
    isPhone.value ||
    (isNarrow.value && (isCoarse.value || themeName.value === 'projector'));
  return (
    <header class={isEditing ? 'header editing' : 'header'}>
      <div class="header-run">
        <Mark />
        <h1 class="wordmark">{t('app.name')}</h1>
        <ScenarioMenu {...props} />
        {isEditing || isCrowded ? null : <OwnControls />}
        {isEditing ? <Arrival /> : <Seed onSeed={props.onSeed} />}
      </div>
      {isEditing ? <EditorControls name={scenarioName(run.value?.source.main ?? '')} /> : <PlayControls />}
      {isCrowded ? <PageMenu /> : <PageControls />}
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
