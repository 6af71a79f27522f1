// A line of kubectl read into a command, or into the list of what is wrong with it. The words, forms and texts are
// kubectl's own (v1.36); a flag or word that would not do anything here is refused rather than skipped.

import type { KindInfo } from '../model/kinds.ts';
import type { CommandProblem, KubectlCommand } from './command.ts';
import { COMMAND_WORDS, commandOf } from './commands/registry.ts';
import { readFlags } from './flags.ts';
import { Reader } from './reader.ts';
import { cutIntoWords, type Word } from './words.ts';

export type ParsedCommand =
  | { readonly ok: true; readonly command: KubectlCommand }
  | { readonly ok: false; readonly problems: readonly CommandProblem[] };

const MOST_WORDS = 3;
/** Commands of kubectl that do nothing here, unless they are among those that do. */
const NOT_MODELLED: ReadonlySet<string> = new Set(
  (
    'alpha api-resources api-versions attach auth certificate cluster-info completion config cp debug diff edit ' +
    'events exec explain expose kustomize logs options plugin port-forward proxy replace top version'
  ).split(' '),
);

/**
 * Reads a line that begins with the word `kubectl`. Objects of `-f` files are left empty. `customKinds`: those that a
 * cluster knows beside the built-in ones.
 */
export function parseCommand(
  text: string,
  defaultNamespace: string,
  customKinds: readonly KindInfo[] = [],
): ParsedCommand {
  const cut = cutIntoWords(text);
  if (!cut.ok) return failed(cut.offset, 'a quote is never closed', text.slice(cut.offset));
  const [program] = cut.words;
  if (program?.text !== 'kubectl') {
    return failed(
      0,
      'a command begins with the word kubectl',
      program?.text ?? '',
      `kubectl ${COMMAND_WORDS.join(', ')}`,
    );
  }
  return parseWords(cut.words.slice(1), text.length, defaultNamespace, customKinds);
}

/** Reads the words after `kubectl`. `end`: offset to blame where something is missing. */
export function parseWords(
  words: readonly Word[],
  end: number,
  defaultNamespace: string,
  customKinds: readonly KindInfo[] = [],
): ParsedCommand {
  for (let count = Math.min(MOST_WORDS, words.length); count > 0; count -= 1) {
    const spec = commandOf(wordsText(words.slice(0, count)));
    if (spec === undefined) continue;
    if (hasParts(spec.words) && words[count]?.text.startsWith('-') === false) break;
    const line = readFlags(words.slice(count), spec.flags);
    const reader = new Reader(line, end, defaultNamespace, customKinds);
    const command = reader.problems.length === 0 ? spec.read(reader) : undefined;
    if (command === undefined || reader.problems.length > 0) return { ok: false, problems: reader.problems };
    return { ok: true, command };
  }
  return unknownCommand(words, end);
}

function unknownCommand(words: readonly Word[], end: number): ParsedCommand {
  const [verb, second] = words;
  const isGroup = hasParts(verb?.text ?? '');
  const text = isGroup && second !== undefined ? `${verb?.text} ${second.text}` : (verb?.text ?? '');
  const found = isGroup ? second : verb;
  const allowed = COMMAND_WORDS.join(', ');
  if (NOT_MODELLED.has(text)) return failed(found?.offset ?? end, `kubectl ${text} is not modelled yet`, text, allowed);
  const message = text === '' ? 'a command is missing' : `unknown command "${text}" for "kubectl"`;
  const problem = { offset: found?.offset ?? end, message, found: text, allowed, candidates: COMMAND_WORDS };
  return { ok: false, problems: [problem] };
}

/** Whether these words are the beginning of commands, as `create` is. */
function hasParts(words: string): boolean {
  return COMMAND_WORDS.some((each) => each.startsWith(`${words} `));
}

function wordsText(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(' ');
}

function failed(offset: number, message: string, found: string, allowed = ''): ParsedCommand {
  return { ok: false, problems: [{ offset, message, found, allowed, candidates: [] }] };
}
