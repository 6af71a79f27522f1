// The editor in place of the tracks: on the left what is wrong, on the right the files. The run that was shown stays
// behind it, and comes back with Esc.

import type { JSX } from 'preact';
import { draft } from '../state/editor.ts';
import { EditorText } from './editor-text.tsx';
import { FileTabs } from './file-tabs.tsx';
import { ProblemList } from './problem-list.tsx';

export function EditorView(): JSX.Element | null {
  if (draft.value === undefined) return null;
  return (
    <main class="main editor">
      <ProblemList />
      <section class="editor-files">
        <FileTabs />
        <EditorText />
      </section>
    </main>
  );
}
