// A scenario with one more thing in its timeline, as files: the main one with one more line, and what the line
// applies.

import { withEntry } from '../../src/scenario/added-entry.ts';
import { folderOf, joinPath } from '../../src/scenario/file-patterns.ts';
import type { Act, ClerkQuestions } from '../clerk-protocol.ts';
import type { RunSource } from '../protocol.ts';
import { problemOfFile } from './input-problem.ts';

export function sourceWithAct(source: RunSource, act: Act): ClerkQuestions['branch']['answer'] {
  const main = source.files.find((file) => file.name === source.main);
  if (main === undefined) return { ok: false, problems: [problemOfFile(source.main, 'this run has no files')] };
  const fields = 'do' in act ? { do: act.do } : { fail: act.fail };
  const text = withEntry(main.text, { at: act.at, fields });
  if (text === undefined) {
    const message = 'its timeline is written in a way that nothing can be added to';
    return { ok: false, problems: [problemOfFile(source.main, message)] };
  }
  const folder = folderOf(source.main);
  const applied = 'do' in act ? (act.files ?? []) : [];
  const more = applied.map((file) => ({ ...file, name: joinPath(folder, file.name) }));
  const names = new Set([source.main, ...more.map((file) => file.name)]);
  const others = source.files.filter((file) => !names.has(file.name));
  return { ok: true, source: { ...source, files: [{ ...main, text }, ...others, ...more] } };
}
