// The reader's own files: how they come in (dropped, pasted, chosen), are run, and go out again. What cannot be read as
// text, or is too large for a page, is said and left.

import { type Signal, signal } from '@preact/signals';
import { t } from '../i18n/i18n.ts';
import type { RunSource, SourceFile } from '../protocol.ts';
import { openRoot, runEdited } from './branches.ts';
import {
  addFiles,
  closeEditor,
  draft,
  errorCount,
  forgetDraft,
  goToLine,
  isRefused,
  openEditor,
  ownSource,
  problems,
} from './editor.ts';
import { readLink } from './link.ts';
import { readFile } from './read-file.ts';
import { engine, run } from './run.ts';
import { saveFiles } from './save-files.ts';
import { readViewFile } from './view-file.ts';
import { showView } from './view-link.ts';

/** Opens the browser's own dialog; set by the field that it belongs to. */
export const pickerClick: Signal<() => void> = signal(() => undefined);

/** What could not be opened, in a sentence; empty for nothing. */
export const openProblem: Signal<string> = signal('');

/** How the reader's files came in last; undefined for those of a run that is edited. */
export const arrival: Signal<'dropped' | 'pasted' | 'opened' | undefined> = signal(undefined);

/** Lets the page show a run from its beginning; set once by whoever holds the view. */
const view: { show: Parameters<typeof openRoot>[1] } = { show: () => undefined };

export function showOwnRunsWith(show: typeof view.show): void {
  view.show = show;
}

/** Runs files in place of what is shown; while the editor is open they come into it. */
export async function openFiles(list: readonly File[], way: typeof arrival.value = 'opened'): Promise<void> {
  const files: SourceFile[] = [];
  openProblem.value = '';
  for (const file of list) {
    const read = await readFile(file);
    if (read.kind === 'problem') openProblem.value = read.text;
    else if (read.kind === 'saved') return await openSaved(read.source);
    else {
      const viewed = readViewFile(read.file.text);
      if (viewed !== undefined) {
        return await openRoot(viewed.source, (opened) => showView(opened, readLink(viewed.link)));
      }
      files.push(read.file);
    }
  }
  if (files.length === 0) return;
  if (draft.value === undefined) await openTexts(files, way);
  else addFiles(files);
}

async function openSaved(source: RunSource): Promise<void> {
  closeEditor();
  await openRoot(source, view.show);
}

/** What was dropped: files, and what a scenario is made of in folders; into the editor where that is open. */
export async function addDroppedFiles(data: DataTransfer): Promise<void> {
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const loose = [...data.files];
  const folders = entries.filter(isFolder);
  if (folders.length === 0) return await openFiles(loose, 'dropped');
  const inFolders = await Promise.all(folders.map(filesBelow));
  const names = new Set(folders.map(({ name }) => name));
  await openFiles([...loose.filter(({ name }) => !names.has(name)), ...inFolders.flat()], 'dropped');
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** Manifests, tables and policies below a folder, each under its path. */
async function filesBelow(folder: FileSystemDirectoryEntry): Promise<readonly File[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const more = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (more.length === 0) break;
    entries.push(...more);
  }
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly File[]> => {
      if (isFolder(entry)) return await filesBelow(entry);
      if (!/\.(ya?ml|json|csv|ts)$/.test(entry.name)) return [];
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
      return [new File([file], entry.fullPath.replace(/^\//, ''))];
    }),
  );
  return found.flat();
}

/** The same for texts: pasted ones have no names. */
export async function openTexts(files: readonly SourceFile[], way: typeof arrival.value): Promise<void> {
  closeEditor();
  arrival.value = way;
  await openRoot(ownSource(files), view.show);
}

/** A text from the clipboard that may be YAML of Kubernetes or a scenario. */
export function isYaml(text: string): boolean {
  return /^\s*["']?(?:apiVersion|kind)["']?\s*:/m.test(text) || /^\s*\{[\s\S]*"kind"\s*:/.test(text);
}

/** Opens the files of the shown run in the editor. */
export async function editShown(): Promise<void> {
  const shown = run.value;
  if (shown === undefined) return;
  arrival.value = undefined;
  await openEditor(shown.source);
}

/** The same, at a line of one of them. */
export async function editShownAt({ file, line }: { readonly file: string; readonly line: number }): Promise<void> {
  await editShown();
  goToLine(file, line);
}

/** Runs the files under the editor; with errors they stay there, and the list says that they were not run. */
export async function runDraft(): Promise<void> {
  const now = draft.value;
  if (now === undefined) return;
  const source: RunSource = ownSource(now.files, now.seed);
  const found = await engine.value?.ask('check', source);
  if (found !== undefined) problems.value = found;
  isRefused.value = errorCount.value > 0;
  if (isRefused.value) return;
  closeEditor();
  await runEdited(source, t('edit.name'));
  if (run.value?.source === source) forgetDraft();
}

/** Saves the files under the editor. */
export async function saveDraft(): Promise<void> {
  const files = draft.value?.files ?? [];
  saveFiles(files);
}

/** Saves a run's scenario with all files that it needs. */
export async function saveScenario(source: RunSource): Promise<void> {
  saveFiles((await engine.value?.ask('needed', source)) ?? []);
}
