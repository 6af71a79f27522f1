// The editor in place of the tracks: on the left what is wrong, on the right the files. The run that was shown stays
// behind it, and comes back with Esc.

import type { JSX } from 'preact';
import { draft, walkProblems } from '../state/editor.ts';
import { runDraft } from '../state/own-files.ts';
import { EditorText } from './editor-text.tsx';
import { FileTabs } from './file-tabs.tsx';
import { ProblemList } from './problem-list.tsx';

export function EditorView(): JSX.Element | null {
  if (draft.value === undefined) return null;
  return (
    <main class="main editor" onKeyDown={onKey}>
      <ProblemList />
      <section class="editor-files">
        <FileTabs />
        <EditorText />
      </section>
    </main>
  );
}

/** The keys of the text, beside the text too. */
function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  if (event.key === 'F8') walkProblems(event.shiftKey ? -1 : 1);
  else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void runDraft();
  else return;
  event.preventDefault();
}
