// The header's buttons for what the reader brings and does: open files, edit the files of the run, act at the cursor;
// and in their place, while files are edited, back and run. Files dropped or pasted anywhere come in here too.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';
import { actMode, openAct } from '../state/act.ts';
import { closeEditor, draft, errorCount } from '../state/editor.ts';
import {
  addDroppedFiles,
  editShown,
  isYaml,
  openFiles,
  openProblem,
  openTexts,
  pickerClick,
  runDraft,
} from '../state/own-files.ts';
import { run } from '../state/run.ts';
import { madeWith } from '../state/view-link.ts';
import { Glyph } from './glyphs.tsx';

export function OwnControls(): JSX.Element {
  const picker = useRef<HTMLInputElement>(null);
  useEffect(() => {
    pickerClick.value = () => picker.current?.click();
  }, []);
  return (
    <span class="own-controls">
      <input
        ref={picker}
        type="file"
        class="visually-hidden"
        tabIndex={-1}
        aria-label={t('open.files')}
        multiple
        accept=".yaml,.yml,.json,.csv,.ts,.orrery"
        onChange={(event) => {
          const field = event.currentTarget;
          void openFiles([...(field.files ?? [])]).then(() => {
            field.value = '';
          });
        }}
      />
      <button
        type="button"
        class="icon-button"
        title={`${t('open.files')} (O)`}
        onClick={() => picker.current?.click()}
      >
        <Glyph name="open" />
      </button>
      {run.value === undefined ? null : <OnRun />}
    </span>
  );
}

/** What is done with the run that is shown. */
function OnRun(): JSX.Element {
  return (
    <>
      <button type="button" class="icon-button" title={`${t('edit.open')} (E)`} onClick={() => void editShown()}>
        <Glyph name="pencil" />
      </button>
      <button
        type="button"
        class="icon-button"
        title={`${t('act.open')} (K)`}
        aria-pressed={actMode.value !== undefined}
        onClick={() => openAct('kubectl')}
      >
        <Glyph name="bolt" />
      </button>
    </>
  );
}

/** Back to the run that is shown behind, and run what was edited. */
export function EditorControls({ name }: { readonly name: string }): JSX.Element {
  return (
    <div class="header-play">
      <button type="button" class="button" title="Esc" onClick={closeEditor}>
        <Glyph name="close" size={12} /> {name === '' ? t('app.close') : t('edit.back', { name })}
      </button>
      <button
        type="button"
        class="button button-primary"
        title="Ctrl+Enter"
        disabled={errorCount.value > 0}
        onClick={() => void runDraft()}
      >
        {t('edit.run')}
      </button>
    </div>
  );
}

/** Hears drops and pastes over the whole page, and says where files may fall. */
export function DropPlace(): JSX.Element | null {
  const isOver = useSignal(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      isOver.value = true;
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) isOver.value = false;
    };
    const onDrop = (event: DragEvent): void => {
      isOver.value = false;
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      void addDroppedFiles(event.dataTransfer);
    };
    addEventListener('dragover', onOver);
    addEventListener('dragleave', onLeave);
    addEventListener('drop', onDrop);
    addEventListener('paste', onPaste);
    return () => {
      removeEventListener('dragover', onOver);
      removeEventListener('dragleave', onLeave);
      removeEventListener('drop', onDrop);
      removeEventListener('paste', onPaste);
    };
  }, []);
  return (
    <>
      <OtherVersion />
      {isOver.value ? <div class="drop-place">{t('open.drop')}</div> : null}
      {openProblem.value === '' ? null : (
        <p class="banner open-problem" role="alert">
          {openProblem.value}{' '}
          <button type="button" class="text-link" onClick={() => (openProblem.value = '')}>
            {t('app.close')}
          </button>
        </p>
      )}
    </>
  );
}

/** Says that a link was made with another engine, which need not run the scenario to the same bytes. */
function OtherVersion(): JSX.Element | null {
  const made = madeWith.value;
  if (made === undefined || run.value === undefined) return null;
  return (
    <p class="banner banner-note open-problem" role="status">
      {t('link.version', { a: made, b: run.value.version })}{' '}
      <button type="button" class="text-link" onClick={() => (madeWith.value = undefined)}>
        {t('app.close')}
      </button>
    </p>
  );
}

/** YAML from the clipboard, unless it is pasted into a field; files too. */
function onPaste(event: ClipboardEvent): void {
  const { target, clipboardData } = event;
  const isField = target instanceof Element && target.closest('input, textarea, [data-keys="own"]') !== null;
  if (isField || clipboardData === null || draft.value !== undefined) return;
  const text = clipboardData.getData('text/plain');
  if (clipboardData.files.length > 0) void openFiles([...clipboardData.files], 'pasted');
  else if (isYaml(text)) void openTexts([{ name: 'pasted.yaml', text }], 'pasted');
  else return;
  event.preventDefault();
}
