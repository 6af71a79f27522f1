// The place of the text itself. What fills it is loaded when it is first needed, and lives in a shadow root, so that
// the page's style sheets and a strict content security policy are out of its way.

import { effect, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Editor } from '../editor/editor.ts';
import type { Mark } from '../editor/problem-marks.ts';
import { language, t } from '../i18n/i18n.ts';
import type { InputProblem } from '../protocol.ts';
import { draft, openFile, problems, setText, shownProblem, spot, walkProblems } from '../state/editor.ts';
import { runDraft } from '../state/own-files.ts';
import { engine } from '../state/run.ts';
import { problemText } from './problem-text.tsx';

export function EditorText(): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const failed = useSignal(false);
  useEffect(() => {
    const place = host.current;
    if (place === null) return undefined;
    const state: { isOver: boolean; stop: () => void } = { isOver: false, stop: () => undefined };
    void loadEditor(place).then(
      (editor) => {
        if (state.isOver) editor.destroy();
        else state.stop = follow(editor);
      },
      () => {
        failed.value = true;
      },
    );
    return () => {
      state.isOver = true;
      state.stop();
    };
  }, []);
  if (failed.value) return <PlainText />;
  return <div class="editor-text" ref={host} data-keys="own" />;
}

async function loadEditor(place: HTMLElement): Promise<Editor> {
  const { createEditor } = await import('../editor/editor.ts');
  return createEditor(place, {
    onChange: setText,
    onRun: () => void runDraft(),
    onWalk: walkProblems,
    propose: async (asked) => await engine.value?.ask('propose', asked),
    explain: async (asked) => await engine.value?.ask('explain', asked),
  });
}

/** Keeps the editor at what the signals say. */
function follow(editor: Editor): () => void {
  const stops = [
    effect(() => {
      const file = draft.value?.files.find(({ name }) => name === openFile.value);
      if (file !== undefined) editor.show(file.name, file.text, t('edit.text', { file: file.name }));
    }),
    effect(() => {
      language.value;
      const name = openFile.value;
      editor.mark((problems.value ?? []).flatMap((problem, index) => markOf(problem, name, index)));
    }),
    effect(() => {
      const place = spot.value;
      openFile.value;
      if (place !== undefined) editor.goTo(place.line, place.column);
    }),
  ];
  editor.focus();
  return () => {
    for (const stop of stops) stop();
    editor.destroy();
  };
}

function markOf(problem: InputProblem, file: string, index: number): readonly Mark[] {
  if (problem.file !== file) return [];
  const hint = problem.meant === undefined ? '' : t('edit.meantHere', { x: '\n' });
  const message = problemText(problem.message);
  return [{ ...problem, message, hint, isShown: index === shownProblem.value }];
}

/** Where the editor could not be loaded: the text is still the reader's to change. */
function PlainText(): JSX.Element {
  const file = draft.value?.files.find(({ name }) => name === openFile.value);
  return (
    <textarea
      class="editor-text mono"
      aria-label={t('edit.text', { file: openFile.value })}
      spellcheck={false}
      value={file?.text ?? ''}
      onInput={(event) => setText(openFile.value, event.currentTarget.value)}
    />
  );
}
