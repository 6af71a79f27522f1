// The answers about texts: problems of an input, help for the editor, command lines, a scenario with one more entry.
// Nothing is run for them and nothing is kept.

import { COMMAND_WORDS } from '../../src/kubectl/commands/registry.ts';
import { parseCommand } from '../../src/kubectl/parse-command.ts';
import type { SavedHeader } from '../../src/log/saved-run.ts';
import { FAULT_RULES } from '../../src/scenario/fault-fields.ts';
import { nearestNameHint } from '../../src/scenario/problem.ts';
import type { ClerkQuestions, CommandNote, FaultKind, Vocabulary } from '../clerk-protocol.ts';
import type { InputProblem, RunSource } from '../protocol.ts';
import { sourceWithAct } from './branch-source.ts';
import { explain, propose } from './editor-help.ts';
import { inputProblem } from './input-problem.ts';
import { readSource } from './source.ts';

type Clerk = { readonly [N in keyof ClerkQuestions]: (ask: ClerkQuestions[N]['ask']) => ClerkQuestions[N]['answer'] };

export const clerk: Clerk = {
  check,
  propose,
  explain,
  vocabulary,
  command: ({ text }) => commandNotes(text),
  branch: ({ source, act }) => {
    const branched = sourceWithAct(withoutLog(source), act);
    if (!branched.ok) return branched;
    const problems = check(branched.source);
    return problems.some(({ severity }) => severity === 'error') ? { ok: false, problems } : branched;
  },
  needed: (source) => readSource(withoutLog(source)).files,
};

function check(source: RunSource): readonly InputProblem[] {
  const { parsed } = readSource(source);
  return (parsed.ok ? parsed.warnings : parsed.problems).map(inputProblem);
}

/** The files of a saved run, so that it can be run again otherwise. */
function withoutLog(source: RunSource): RunSource {
  const [first] = source.saved ?? [];
  if (first === undefined) return source;
  const { files, seed } = JSON.parse(first) as SavedHeader;
  return { files, main: files[0]?.name ?? source.main, seed, isOwn: true };
}

function vocabulary(): Vocabulary {
  const faults = Object.entries(FAULT_RULES).flatMap(([target, rules]) =>
    Object.entries(rules).map(([how, others]): FaultKind => {
      return { target, how, others, isNamed: target === 'node' || target === 'pod' || target === 'container' };
    }),
  );
  return { commands: COMMAND_WORDS, faults };
}

function commandNotes(text: string): readonly CommandNote[] {
  const parsed = parseCommand(text, 'default');
  if (parsed.ok) return [];
  return parsed.problems.map(({ offset, message, found, allowed, candidates }) => {
    const meant = /^Did you mean (.+)\?$/.exec(nearestNameHint(found, candidates))?.[1];
    const text = allowed === '' || allowed.length > 200 ? message : `${message}; allowed: ${allowed}`;
    return { offset, message: text, ...(meant !== undefined && { meant }) };
  });
}
