// Which objects a command is about: `deployment/web`, `pod a b`, `pods -l app=web`, `nodes --all`, `deploy,rs`, `all`.
// Mirrors staging/src/k8s.io/cli-runtime/pkg/resource/builder.go (v1.36): forms and texts.

import { KINDS, type KindInfo, kindInfo, kindOfWord } from '../model/kinds.ts';
import { parseSelector } from '../model/selector-parser.ts';
import type { CommandProblem, Target } from './command.ts';
import { selectorErrorText } from './field-selector.ts';
import type { Line } from './flags.ts';

import type { Word } from './words.ts';

export interface Targets {
  readonly targets: readonly Target[];
  readonly problems: readonly CommandProblem[];
}

/** What a command makes of arguments that name no object. */
export interface TargetForms {
  /** A kind alone means all of its objects. */
  readonly isListAllowed?: boolean;
  /** Custom resources as well as the kinds that the command names: the API server knows what they are good for. */
  readonly allowsCustom?: boolean;
  /** `--selector` is about something else. */
  readonly ignoresSelector?: boolean;
  /** The text where nothing is named at all. */
  readonly missing?: string;
}

const MISSING = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** What `all` stands for, in the order in which kubectl prints it. */
const CATEGORY_ALL: readonly string[] = [
  'Pod',
  'ReplicationController',
  'Service',
  'DaemonSet',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'HorizontalPodAutoscaler',
  'CronJob',
  'Job',
];

/**
 * Reads the targets from arguments and the flags `-l` and `--all`. `end`: offset to blame when nothing is named;
 * `more`: kinds beside the built-in ones.
 */
export function readTargets(
  args: readonly Word[],
  line: Line,
  end: number,
  more: readonly KindInfo[] = [],
  forms: TargetForms = {},
): Targets {
  const [first, ...names] = args;
  const selector = forms.ignoresSelector === true ? undefined : line.flags.get('selector');
  const isAll = line.flags.get('all')?.value === 'true';
  if (first === undefined) return failed(end, forms.missing ?? MISSING, '', 'TYPE/NAME or TYPE NAME');
  if (args.some((arg) => arg.text.includes('/'))) {
    if (selector !== undefined || isAll) {
      return failed(
        first.offset,
        'selectors and the all flag cannot be used when passing resource/name arguments',
        first.text,
      );
    }
    return readSlashForms(args, more);
  }
  const { kinds, problems } = readKinds(first, more);
  if (problems.length > 0) return { targets: [], problems };
  const [name] = names;
  if (selector !== undefined) {
    if (name !== undefined) {
      return failed(name.offset, 'name cannot be provided when a selector is specified', name.text);
    }
    const parsed = parseSelector(selector.value);
    if (!parsed.ok) {
      const text = selectorErrorText(kinds[0]?.kind ?? '', selector.value, '', parsed.error);
      const message = `Error from server (BadRequest): ${text}`;
      return failed(selector.offset, message, selector.value, 'a label selector');
    }
    const target = (resource: KindInfo): Target => ({ by: 'selector', resource, selector: parsed.value });
    return { targets: kinds.map(target), problems: [] };
  }
  if (name === undefined) {
    if (isAll || forms.isListAllowed === true) {
      return { targets: kinds.map((resource): Target => ({ by: 'all', resource })), problems: [] };
    }
    const allowed = `${first.text} NAME, ${first.text} -l SELECTOR`;
    return failed(first.offset, 'resource(s) were provided, but no name was specified', first.text, allowed);
  }
  if (kinds.length > 1) return failed(first.offset, 'you must specify only one resource', first.text);
  return { targets: kinds.flatMap((kind) => names.map(({ text }) => byName(kind, text))), problems: [] };
}

function readKinds(
  word: Word,
  more: readonly KindInfo[],
): { readonly kinds: readonly KindInfo[]; readonly problems: readonly CommandProblem[] } {
  const kinds: KindInfo[] = [];
  for (const part of word.text.split(',')) {
    const found = ofCategory(part, more) ?? [kindOfWord(part, more)];
    for (const kind of found) {
      if (kind === undefined) return { kinds: [], problems: [unknownType(word, part, more)] };
      kinds.push(kind);
    }
  }
  return { kinds, problems: [] };
}

/** The kinds behind a word that means several of them. */
function ofCategory(word: string, more: readonly KindInfo[]): readonly KindInfo[] | undefined {
  const custom = more.filter((info) => info.custom?.categories.includes(word));
  if (word === 'all') return [...CATEGORY_ALL.map(kindInfo), ...custom];
  return custom.length === 0 ? undefined : custom;
}

function readSlashForms(args: readonly Word[], more: readonly KindInfo[]): Targets {
  const targets: Target[] = [];
  const problems: CommandProblem[] = [];
  for (const arg of args) {
    const [type = '', name = '', ...others] = arg.text.split('/');
    const resource = kindOfWord(type, more);
    if (!arg.text.includes('/')) problems.push(mixedForms(arg));
    else if (name === '' || others.length > 0) problems.push(malformed(arg, others.length > 0));
    else if (resource === undefined) problems.push(unknownType(arg, type, more));
    else targets.push(byName(resource, name));
  }
  return { targets, problems };
}

function byName(resource: KindInfo, name: string): Target {
  return { by: 'name', resource, name };
}

function unknownType(word: Word, type: string, more: readonly KindInfo[]): CommandProblem {
  const message = `the server doesn't have a resource type "${type}"`;
  const candidates = [...KINDS, ...more].flatMap(wordsOf);
  return { offset: word.offset, message, found: type, allowed: '', candidates };
}

function mixedForms(word: Word): CommandProblem {
  const message =
    'there is no need to specify a resource type as a separate argument when passing arguments in resource/name form' +
    " (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'";
  return { offset: word.offset, message, found: word.text, allowed: 'TYPE/NAME or TYPE NAME', candidates: [] };
}

function malformed(word: Word, hasMoreSlashes: boolean): CommandProblem {
  const message = `arguments in resource/name form ${
    hasMoreSlashes ? 'may not have more than one slash' : 'must have a single resource and name'
  }`;
  return { offset: word.offset, message, found: word.text, allowed: 'TYPE/NAME', candidates: [] };
}

function failed(offset: number, message: string, found: string, allowed = ''): Targets {
  return { targets: [], problems: [{ offset, message, found, allowed, candidates: [] }] };
}

/** Every word that names a kind, for hints. */
function wordsOf({ kind, plural, shortNames }: KindInfo): readonly string[] {
  return [plural, kind.toLowerCase(), ...shortNames];
}
