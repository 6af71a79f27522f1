// A line of kubectl read into a command, or into the list of what is wrong with it. The words, forms and texts are
// kubectl's own (v1.36), for the commands that a scenario may use; a flag or word that would not do anything here is
// refused rather than skipped.

import { kindInfo } from '../model/kinds.ts';
import { labelKeyErrors, labelValueErrors } from '../model/label-syntax.ts';
import type { CommandProblem, KubectlCommand, Target } from './command.ts';
import { type Flag, type Line, readFlags } from './flags.ts';
import { readTargets } from './parse-targets.ts';

import { cutIntoWords, type Word } from './words.ts';

export type ParsedCommand =
  | { readonly ok: true; readonly command: KubectlCommand }
  | { readonly ok: false; readonly problems: readonly CommandProblem[] };

/** The commands by their words, for messages and completion. */
const COMMAND_WORDS: readonly string[] = [
  'apply',
  'cordon',
  'delete',
  'label',
  'rollout restart',
  'rollout undo',
  'scale',
  'set image',
  'uncordon',
];

const NAMESPACE: Flag = { name: 'namespace', short: 'n' };
const SELECTOR: Flag = { name: 'selector', short: 'l' };
const ALL: Flag = { name: 'all', isSwitch: true };
const FILENAME: Flag = { name: 'filename', short: 'f' };
const SELECTION: readonly Flag[] = [NAMESPACE, SELECTOR, ALL];

const FLAGS: ReadonlyMap<string, readonly Flag[]> = new Map([
  ['apply', [NAMESPACE, FILENAME]],
  [
    'delete',
    [
      ...SELECTION,
      FILENAME,
      { name: 'grace-period' },
      { name: 'force', isSwitch: true },
      { name: 'now', isSwitch: true },
      { name: 'cascade' },
      { name: 'wait', isSwitch: true },
      { name: 'ignore-not-found', isSwitch: true },
    ],
  ],
  ['scale', [...SELECTION, { name: 'replicas' }, { name: 'current-replicas' }]],
  ['set image', SELECTION],
  ['rollout restart', [NAMESPACE, SELECTOR]],
  ['rollout undo', [NAMESPACE, SELECTOR, { name: 'to-revision' }]],
  ['cordon', [SELECTOR, NAMESPACE]],
  ['uncordon', [SELECTOR, NAMESPACE]],
  ['label', [...SELECTION, { name: 'overwrite', isSwitch: true }]],
]);

/** Reads a line that begins with the word `kubectl`. Objects of `-f` files are left empty. */
export function parseCommand(text: string, defaultNamespace: string): ParsedCommand {
  const cut = cutIntoWords(text);
  if (!cut.ok) return failed(cut.offset, 'a quote is never closed', text.slice(cut.offset));
  const [program, verb, second] = cut.words;
  if (program?.text !== 'kubectl') {
    return failed(
      0,
      'a command begins with the word kubectl',
      program?.text ?? '',
      `kubectl ${COMMAND_WORDS.join(', ')}`,
    );
  }
  const isPair = verb?.text === 'rollout' || verb?.text === 'set';
  const words = isPair ? `${verb?.text} ${second?.text ?? ''}`.trim() : (verb?.text ?? '');
  const flags = FLAGS.get(words);
  if (flags === undefined) {
    const at = (isPair ? second : verb)?.offset ?? text.length;
    const message = words === '' ? 'a command is missing' : `unknown command "${words}"`;
    const problem = { offset: at, message, found: words, allowed: COMMAND_WORDS.join(', '), candidates: COMMAND_WORDS };
    return { ok: false, problems: [problem] };
  }
  const line = readFlags(cut.words.slice(isPair ? 3 : 2), flags);
  const reader = new Reader(line, text.length, line.flags.get('namespace')?.value ?? defaultNamespace);
  const command = READERS[words]?.(reader);
  if (command === undefined || reader.problems.length > 0) return { ok: false, problems: reader.problems };
  return { ok: true, command };
}

/** The line being read, and what was found to be wrong with it so far. */
class Reader {
  readonly line: Line;
  readonly end: number;
  readonly namespace: string;
  readonly problems: CommandProblem[];

  constructor(line: Line, end: number, namespace: string) {
    this.line = line;
    this.end = end;
    this.namespace = namespace;
    this.problems = [...line.problems];
  }

  complain(offset: number, message: string, found: string, allowed = ''): undefined {
    this.problems.push({ offset, message, found, allowed, candidates: [] });
    return undefined;
  }

  targets(args: readonly Word[], kinds?: readonly string[]): readonly Target[] {
    const { targets, problems } = readTargets(args, this.line, this.end);
    this.problems.push(...problems);
    for (const target of targets) {
      if (kinds === undefined || kinds.includes(target.resource.kind)) continue;
      const word = args[0] ?? { text: '', offset: this.end };
      this.complain(
        word.offset,
        `this command does nothing for ${target.resource.plural}`,
        word.text,
        kinds.join(', '),
      );
    }
    return targets;
  }

  /** A whole number of at least `min` given by a flag. */
  count(name: string, min: number): number | undefined {
    const given = this.line.flags.get(name);
    if (given === undefined) return undefined;
    if (/^[+-]?\d{1,9}$/.test(given.value) && Number(given.value) >= min) return Number(given.value);
    return this.complain(
      given.offset,
      `invalid argument for --${name}`,
      given.value,
      `a whole number of at least ${min}`,
    );
  }

  isOn(name: string): boolean {
    return this.line.flags.get(name)?.value === 'true';
  }

  files(): readonly string[] {
    return (this.line.values.get('filename') ?? []).flatMap((given) => given.value.split(','));
  }
}

const WITH_TEMPLATE: readonly string[] = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Pod'];

const READERS: { readonly [words: string]: (reader: Reader) => KubectlCommand | undefined } = {
  apply: readApply,
  delete: readDelete,
  scale: readScale,
  'set image': readSetImage,
  'rollout restart': (reader) => {
    const { namespace, line } = reader;
    return { verb: 'rollout restart', namespace, targets: reader.targets(line.args, ['Deployment']) };
  },
  'rollout undo': (reader) => {
    const { namespace, line } = reader;
    const toRevision = reader.count('to-revision', 0) ?? 0;
    return { verb: 'rollout undo', namespace, targets: reader.targets(line.args, ['Deployment']), toRevision };
  },
  cordon: (reader) => readCordon(reader, 'cordon'),
  uncordon: (reader) => readCordon(reader, 'uncordon'),
  label: readLabel,
};

function readApply(reader: Reader): KubectlCommand | undefined {
  const { namespace, line, end } = reader;
  const files = reader.files();
  const [extra] = line.args;
  if (extra !== undefined) return reader.complain(extra.offset, `Unexpected args: [${extra.text}]`, extra.text);
  if (files.length === 0) return reader.complain(end, 'must specify one of -f and -k', '', '-f FILE');
  return { verb: 'apply', namespace, files, objects: [] };
}

const CASCADE: { readonly [word: string]: 'Background' | 'Foreground' | 'Orphan' } = {
  background: 'Background',
  foreground: 'Foreground',
  orphan: 'Orphan',
};

function readDelete(reader: Reader): KubectlCommand | undefined {
  const { namespace, line } = reader;
  const files = reader.files();
  const targets = files.length > 0 && line.args.length === 0 ? [] : reader.targets(line.args);
  const grace = reader.count('grace-period', -1);
  const given = line.flags.get('cascade');
  const cascade = CASCADE[given?.value ?? 'background'];
  if (cascade === undefined) {
    return reader.complain(
      given?.offset ?? 0,
      'invalid cascade value',
      given?.value ?? '',
      Object.keys(CASCADE).join(', '),
    );
  }
  const ignoreNotFound = reader.isOn('ignore-not-found');
  const base = { verb: 'delete', namespace, files, objects: [], targets, cascade, ignoreNotFound } as const;
  const seconds = graceSeconds(grace, reader.isOn('force'), reader.isOn('now'));
  return seconds === undefined ? base : { ...base, gracePeriodSeconds: seconds };
}

/**
 * Mirrors staging/src/k8s.io/kubectl/pkg/cmd/delete/delete.go, Complete (v1.36): a grace of 0 needs --force, else
 * it is 1.
 */
function graceSeconds(given: number | undefined, isForced: boolean, isNow: boolean): number | undefined {
  if (isNow) return 1;
  if (given === undefined || given < 0) return isForced ? 0 : undefined;
  return given === 0 && !isForced ? 1 : given;
}

function readScale(reader: Reader): KubectlCommand | undefined {
  const { namespace, line, end } = reader;
  const targets = reader.targets(line.args, ['Deployment', 'ReplicaSet', 'StatefulSet']);
  const given = line.flags.get('replicas');
  if (given === undefined || !/^\d{1,9}$/.test(given.value)) {
    const message = 'The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0';
    return reader.complain(given?.offset ?? end, message, given?.value ?? '', '--replicas=COUNT');
  }
  const currentReplicas = reader.count('current-replicas', -1);
  const base = { verb: 'scale', namespace, targets, replicas: Number(given.value) } as const;
  return currentReplicas === undefined || currentReplicas < 0 ? base : { ...base, currentReplicas };
}

function readSetImage(reader: Reader): KubectlCommand | undefined {
  const { namespace, line, end } = reader;
  const pairs = line.args.filter((arg) => arg.text.includes('='));
  const targets = reader.targets(
    line.args.filter((arg) => !arg.text.includes('=')),
    WITH_TEMPLATE,
  );
  const images = pairs.map((pair) => {
    const equals = pair.text.indexOf('=');
    const [container, image] = [pair.text.slice(0, equals), pair.text.slice(equals + 1)];
    if (container === '' || image === '')
      reader.complain(pair.offset, 'not CONTAINER=IMAGE', pair.text, 'CONTAINER=IMAGE');
    return { container, image };
  });
  if (pairs.length === 0) return reader.complain(end, 'at least one image update is required', '', 'CONTAINER=IMAGE');
  return { verb: 'set image', namespace, targets, images };
}

function readCordon(reader: Reader, verb: 'cordon' | 'uncordon'): KubectlCommand | undefined {
  const { namespace, line, end } = reader;
  const resource = kindInfo('Node');
  if (line.flags.has('selector')) {
    return { verb, namespace, targets: reader.targets([{ text: 'nodes', offset: end }, ...line.args]) };
  }
  if (line.args.length === 0) return reader.complain(end, `USAGE: ${verb} NODE`, '', 'NODE or -l SELECTOR');
  const targets = line.args.map((arg): Target => ({ by: 'name', resource, name: arg.text.replace(/^nodes?\//, '') }));
  return { verb, namespace, targets };
}

function readLabel(reader: Reader): KubectlCommand | undefined {
  const { namespace, line, end } = reader;
  const isChange = (arg: Word): boolean => arg.text.includes('=') || arg.text.endsWith('-');
  const changes = line.args.filter(isChange);
  const targets = reader.targets(line.args.filter((arg) => !isChange(arg)));
  if (changes.length === 0)
    return reader.complain(end, 'at least one label update is required', '', 'KEY=VALUE or KEY-');
  const set: { key: string; value: string }[] = [];
  const remove: string[] = [];
  for (const change of changes) {
    const equals = change.text.indexOf('=');
    const key = equals < 0 ? change.text.slice(0, -1) : change.text.slice(0, equals);
    const value = equals < 0 ? '' : change.text.slice(equals + 1);
    const wrong = [...labelKeyErrors(key), ...labelValueErrors(value)];
    if (wrong[0] !== undefined) reader.complain(change.offset, `invalid label: ${wrong[0]}`, change.text);
    if (equals < 0) remove.push(key);
    else set.push({ key, value });
  }
  return { verb: 'label', namespace, targets, set, remove, overwrite: reader.isOn('overwrite') };
}

function failed(offset: number, message: string, found: string, allowed = ''): ParsedCommand {
  return { ok: false, problems: [{ offset, message, found, allowed, candidates: [] }] };
}
