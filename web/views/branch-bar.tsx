// The runs at hand as a tree in one line: what was opened, and what was tried from it. One of them is shown; it can be
// named, edited, saved as YAML, and undone by going back to what it came from.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';
import { select } from '../state/actions.ts';
import {
  actFlag,
  type Branch,
  branch,
  branches,
  branchTitle,
  branchTree,
  goToParent,
  removeBranch,
  renameBranch,
  switchTo,
} from '../state/branches.ts';
import { actOutput } from '../state/command-output.ts';
import { editShown, saveScenario } from '../state/own-files.ts';
import { wholeSeconds } from '../state/words.ts';
import { Glyph, type GlyphName } from './glyphs.tsx';
import { NameField } from './name-field.tsx';

export function BranchBar(): JSX.Element | null {
  const isNaming = useSignal(false);
  const list = useRef<HTMLOListElement>(null);
  const shown = branch.value;
  const count = branches.value.length;
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [shown, count, isNaming.value]);
  if (count < 2) return null;
  const parent = branches.value.find(({ id }) => id === shown?.parent);
  return (
    <section class="branch-bar" aria-label={t('branch.label')}>
      <Glyph name="branch" size={14} />
      <ol ref={list}>
        {branchTree.value.map(({ branch: each }, index, tree) => (
          <li key={each.id}>
            <Descent of={each} before={tree[index - 1]?.branch} />
            <button
              type="button"
              class="branch"
              aria-current={each === shown}
              title={branchTitle(each)}
              onClick={() => void switchTo(each.id)}
            >
              <span lang={each.name === '' ? undefined : 'en'}>{shortName(each)}</span>
              {each.act === undefined ? null : <small class="mono">{wholeSeconds(each.act.at)}</small>}
            </button>
          </li>
        ))}
      </ol>
      <Output />
      {isNaming.value && shown !== undefined ? (
        <NameField
          label={t('branch.rename')}
          name={shown.name}
          onRename={(name) => renameBranch(shown.id, name)}
          onDone={() => (isNaming.value = false)}
        />
      ) : null}
      {shown === undefined || parent === undefined ? null : (
        <>
          <Tool
            glyph="undo"
            title={`${t('branch.undo', { name: branchTitle(parent) })} (U)`}
            onClick={() => void goToParent()}
          />
          <Tool glyph="pencil" title={t('branch.rename')} onClick={() => (isNaming.value = true)} />
          <Tool glyph="file" title={`${t('branch.edit')} (E)`} onClick={() => void editShown()} />
          <Tool glyph="download" title={t('branch.save')} onClick={() => void saveScenario(shown.run.source)} />
          <Tool glyph="close" title={t('branch.remove')} onClick={() => void removeBranch(shown.id)} />
        </>
      )}
    </section>
  );
}

/** A mark between a branch and the one before it, which it came from, or the name of the one that it came from. */
function Descent({ of, before }: { readonly of: Branch; readonly before: Branch | undefined }): JSX.Element | null {
  const parent = branches.value.find(({ id }) => id === of.parent);
  if (parent === undefined) return null;
  return (
    <span class="branch-descent" aria-hidden="true">
      {parent === before ? '›' : `│ ${shortName(parent)} ›`}
    </span>
  );
}

function shortName({ name }: Branch): string {
  return name === '' ? t('branch.original') : name;
}

/** What kubectl said, or that it said nothing; all of it stands in the details of its flag. */
function Output(): JSX.Element | null {
  const shown = branch.value;
  const flag = shown === undefined ? undefined : actFlag(shown);
  if (flag === undefined) return null;
  const said = actOutput.value;
  const [line = ''] = said?.text.split('\n') ?? [];
  return (
    <button
      type="button"
      class={`branch-output mono ${said?.isError === true ? 'failed' : ''}`}
      lang="en"
      title={t('branch.output')}
      onClick={() => select({ kind: 'flag', flag })}
    >
      {line}
    </button>
  );
}

interface ToolProps {
  readonly glyph: GlyphName;
  readonly title: string;
  readonly onClick: () => void;
}

function Tool({ glyph, title, onClick }: ToolProps): JSX.Element {
  return (
    <button type="button" class="icon-button" title={title} onClick={onClick}>
      <Glyph name={glyph} size={14} />
    </button>
  );
}
