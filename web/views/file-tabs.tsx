// The files of the run as tabs, each with how much is wrong with it;
// what is done with a file stands on the right.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { count, t } from '../i18n/i18n.ts';
import type { SourceFile } from '../protocol.ts';
import { addEmptyFile, draft, mainFile, openFile, problems, removeFile, renameFile } from '../state/editor.ts';
import { saveDraft } from '../state/own-files.ts';
import { Glyph } from './glyphs.tsx';
import { NameField } from './name-field.tsx';
import { Tabs } from './tabs.tsx';

export function FileTabs(): JSX.Element {
  const files = draft.value?.files ?? [];
  const isRenaming = useSignal(false);
  const shown = openFile.value;
  const names = files.map(({ name }) => {
    const own = (problems.value ?? []).filter(({ file }) => file === name).length;
    return { id: name, label: shortName(name, files), ...(own > 0 && { note: String(own) }) };
  });
  const lines = lineCount(files.find(({ name }) => name === shown)?.text ?? '');
  return (
    <div class="file-tabs">
      <div class="file-tabs-scroll" lang="en">
        <Tabs
          names={names}
          chosen={shown}
          label={t('edit.label')}
          onChoose={(name) => {
            if (openFile.value === name) isRenaming.value = true;
            openFile.value = name;
          }}
        />
      </div>
      {isRenaming.value ? (
        <NameField
          label={t('edit.rename')}
          name={shown}
          onRename={(name) => renameFile(shown, name)}
          onDone={() => (isRenaming.value = false)}
        />
      ) : null}
      <button type="button" class="icon-button" title={t('edit.new')} onClick={addEmptyFile}>
        <Glyph name="plus" />
      </button>
      <span class="file-tabs-gap" />
      <span class="file-lines">{t('edit.lines', { n: count(lines) })}</span>
      <button
        type="button"
        class="icon-button"
        title={t('edit.rename')}
        aria-pressed={isRenaming.value}
        onClick={() => {
          isRenaming.value = !isRenaming.value;
        }}
      >
        <Glyph name="pencil" />
      </button>
      <button type="button" class="icon-button" title={t('edit.saveAll')} onClick={() => void saveDraft()}>
        <Glyph name="download" />
      </button>
      {files.length < 2 ? null : (
        <button
          type="button"
          class="icon-button"
          title={t('edit.remove', { file: shown })}
          onClick={() => removeFile(shown)}
        >
          <Glyph name="close" />
        </button>
      )}
    </div>
  );
}

/** A break at the end begins no line. */
function lineCount(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < text.length - 1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** As seen from the folder of the main file. */
function shortName(name: string, files: readonly SourceFile[]): string {
  const main = mainFile(files);
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  return name.startsWith(folder) ? name.slice(folder.length) : name;
}
