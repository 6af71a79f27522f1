// Which objects a command is about: `deployment/web`, `pod a b`, `pods -l app=web`, `nodes --all`.
// Mirrors staging/src/k8s.io/cli-runtime/pkg/resource/builder.go (v1.36): forms and texts.

import { KINDS, type KindInfo, kindOfWord } from '../model/kinds.ts';
import { parseSelector } from '../model/selector-parser.ts';
import type { CommandProblem, Target } from './command.ts';
import type { Line } from './flags.ts';

import type { Word } from './words.ts';

export interface Targets {
  readonly targets: readonly Target[];
  readonly problems: readonly CommandProblem[];
}

/** Reads the targets from arguments and the flags `-l` and `--all`. `end`: offset to blame when nothing is named. */
export function readTargets(args: readonly Word[], line: Line, end: number): Targets {
  const [first] = args;
  if (first === undefined) {
    const allowed = 'TYPE/NAME or TYPE NAME';
    return failed({ offset: end, message: 'no resource is named', found: '', allowed, candidates: [] });
  }
  if (first.text.includes('/')) return readSlashForms(args);
  const resource = kindOfWord(first.text);
  if (resource === undefined) return failed(unknownType(first, first.text));
  const selector = line.flags.get('selector');
  const names = args.slice(1);
  if (selector !== undefined) {
    if (names[0] !== undefined) {
      const message = 'name cannot be provided when a selector is specified';
      return failed({ offset: names[0].offset, message, found: names[0].text, allowed: '', candidates: [] });
    }
    const parsed = parseSelector(selector.value);
    if (parsed.ok) return { targets: [{ by: 'selector', resource, selector: parsed.value }], problems: [] };
    const { offset, value } = selector;
    return failed({ offset, message: parsed.error, found: value, allowed: 'a label selector', candidates: [] });
  }
  if (line.flags.get('all')?.value === 'true' && names.length === 0) {
    return { targets: [{ by: 'all', resource }], problems: [] };
  }
  if (names.length === 0) {
    const message = 'resource(s) were provided, but no name was specified';
    const allowed = `${first.text} NAME, ${first.text} -l SELECTOR`;
    return failed({ offset: first.offset, message, found: first.text, allowed, candidates: [] });
  }
  const slashed = names.find((name) => name.text.includes('/'));
  if (slashed !== undefined) return failed(mixedForms(slashed));
  return { targets: names.map((name) => byName(resource, name.text)), problems: [] };
}

function readSlashForms(args: readonly Word[]): Targets {
  const targets: Target[] = [];
  const problems: CommandProblem[] = [];
  for (const arg of args) {
    const [type = '', name = '', ...more] = arg.text.split('/');
    const resource = kindOfWord(type);
    if (name === '' || more.length > 0) {
      problems.push(more.length === 0 && name === '' && !arg.text.includes('/') ? mixedForms(arg) : malformed(arg));
    } else if (resource === undefined) problems.push(unknownType(arg, type));
    else targets.push(byName(resource, name));
  }
  return { targets, problems };
}

function byName(resource: KindInfo, name: string): Target {
  return { by: 'name', resource, name };
}

function unknownType(word: Word, type: string): CommandProblem {
  const message = `the server doesn't have a resource type "${type}"`;
  return { offset: word.offset, message, found: type, allowed: '', candidates: KIND_WORDS };
}

function mixedForms(word: Word): CommandProblem {
  const message =
    'there is no need to specify a resource type as a separate argument when passing arguments in resource/name form';
  return { offset: word.offset, message, found: word.text, allowed: 'TYPE/NAME or TYPE NAME', candidates: [] };
}

function malformed(word: Word): CommandProblem {
  const message = 'arguments in resource/name form must have a single resource and name';
  return { offset: word.offset, message, found: word.text, allowed: 'TYPE/NAME', candidates: [] };
}

function failed(problem: CommandProblem): Targets {
  return { targets: [], problems: [problem] };
}

/** Every word that names a kind, for hints. */
const KIND_WORDS: readonly string[] = KINDS.flatMap((info) => [
  info.plural,
  info.kind.toLowerCase(),
  ...info.shortNames,
]);
