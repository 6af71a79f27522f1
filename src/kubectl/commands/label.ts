// `kubectl label` and `kubectl annotate`: entries of two maps of the metadata, set (`a=b`) and taken away (`a-`).
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/{label/label.go,annotate/annotate.go} (v1.36).

import { labelKeyErrors, labelValueErrors } from '../../model/label-syntax.ts';
import type { KubeObject, StringMap } from '../../model/objects.ts';
import { type Change, changeEach, patching, refusedChange } from '../change-each.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { type FieldTerm, parseFieldSelector } from '../field-selector.ts';
import {
  ALL,
  ALL_NAMESPACES,
  DRY_RUN,
  FIELD_SELECTOR,
  NAMESPACE,
  OUTPUT,
  OVERWRITE,
  type Printing,
  type Reader,
  SELECTOR,
} from '../reader.ts';
import type { Word } from '../words.ts';

interface MetadataCommand extends KubectlCommand {
  readonly verb: 'label' | 'annotate';
  readonly targets: readonly Target[];
  readonly set: StringMap;
  readonly remove: readonly string[];
  readonly overwrite: boolean;
  readonly isEverywhere: boolean;
  readonly fields: readonly FieldTerm[];
  readonly printing: Printing;
}

const FLAGS = [NAMESPACE, SELECTOR, ALL, ALL_NAMESPACES, FIELD_SELECTOR, OUTPUT, DRY_RUN, OVERWRITE];

export const labelCommand: CommandSpec<MetadataCommand> = {
  words: 'label',
  flags: FLAGS,
  read: (reader) => read(reader, 'label'),
  *run(command, session) {
    return yield* changeEach(command, session, optionsOf(command), (object) => {
      const labels = object.metadata.labels ?? {};
      for (const key of command.remove) if (labels[key] === undefined) session.out(`label "${key}" not found.\n`);
      return labelled(command, object);
    });
  },
};

export const annotateCommand: CommandSpec<MetadataCommand> = {
  words: 'annotate',
  flags: FLAGS,
  read: (reader) => read(reader, 'annotate'),
  run: (command, session) => changeEach(command, session, optionsOf(command), (object) => annotated(command, object)),
};

function optionsOf({ namespace, isEverywhere, fields, printing }: MetadataCommand): Parameters<typeof changeEach>[2] {
  return { printing, scope: { namespace: isEverywhere ? undefined : namespace, fields } };
}

const WORD = { label: 'label', annotate: 'annotation' } as const;

function read(reader: Reader, verb: 'label' | 'annotate'): MetadataCommand | undefined {
  const { args } = reader.line;
  const isChange = ({ text }: Word): boolean => text.indexOf('=') > 0 || (text.endsWith('-') && text !== '-');
  const first = args.findIndex(isChange);
  const [named, changes] = first < 0 ? [args, []] : [args.slice(0, first), args.slice(first)];
  const stray = changes.find((arg) => !isChange(arg));
  if (stray !== undefined) {
    const message = `all resources must be specified before ${WORD[verb]} changes: ${stray.text}`;
    return reader.complain(stray.offset, message, stray.text);
  }
  if (changes.length === 0 && named.length > 0) {
    return reader.complain(reader.end, `at least one ${WORD[verb]} update is required`, '', 'KEY=VALUE or KEY-');
  }
  const set: { [key: string]: string } = {};
  const remove: string[] = [];
  for (const change of changes) {
    const equals = change.text.indexOf('=');
    if (equals < 0) remove.push(change.text.slice(0, -1));
    else {
      const [key, value] = [change.text.slice(0, equals), change.text.slice(equals + 1)];
      if (verb === 'label') checkLabel(reader, change, key, value);
      set[key] = value;
    }
  }
  const both = remove.find((key) => set[key] !== undefined);
  if (both !== undefined) {
    const message = `can not both modify and remove a ${WORD[verb]} in the same command`;
    return reader.complain(changes[0]?.offset ?? reader.end, message, both);
  }
  const missing = 'one or more resources must be specified as <resource> <name> or <resource>/<name>';
  const targets = reader.targets(named, { missing });
  const fields = parseFieldSelector(reader.value('field-selector') ?? '');
  if (!fields.ok) return reader.complain(reader.end, fields.error, reader.value('field-selector') ?? '');
  return {
    verb,
    namespace: reader.namespace,
    targets,
    set,
    remove,
    overwrite: reader.isOn('overwrite'),
    isEverywhere: reader.isOn('all-namespaces'),
    fields: fields.value,
    printing: reader.printing(),
  };
}

function checkLabel(reader: Reader, { text, offset }: Word, key: string, value: string): void {
  if (value.includes('=')) reader.complain(offset, `invalid label spec: ${text}`, text);
  const wrong = labelValueErrors(value);
  if (wrong.length > 0) reader.complain(offset, `invalid label value: "${text}": ${wrong.join(';')}`, text);
  const wrongKey = labelKeyErrors(key);
  if (wrongKey[0] !== undefined) reader.complain(offset, `invalid label: ${wrongKey[0]}`, text);
}

/** What is really added and removed, as a merge patch. */
function changesOf({ set, remove }: MetadataCommand, current: StringMap): { readonly [key: string]: string | null } {
  const changes: { [key: string]: string | null } = {};
  for (const [key, value] of Object.entries(set)) if (current[key] !== value) changes[key] = value;
  for (const key of remove) if (current[key] !== undefined) changes[key] = null;
  return changes;
}

/** Entries that would be overwritten. */
function clashes({ set, overwrite }: MetadataCommand, current: StringMap): readonly string[] {
  if (overwrite) return [];
  return Object.keys(set).filter((key) => current[key] !== undefined && current[key] !== set[key]);
}

function labelled(command: MetadataCommand, { metadata: { labels = {} } }: KubeObject): Change {
  const [clash] = clashes(command, labels);
  if (clash !== undefined) {
    return refusedChange(`'${clash}' already has a value (${labels[clash]}), and --overwrite is false`);
  }
  const changes = changesOf(command, labels);
  const values = Object.values(changes);
  if (values.length === 0) return { type: 'none', done: 'not labeled' };
  const isAdded = values.some((value) => value !== null);
  const done = !isAdded ? 'unlabeled' : values.includes(null) ? 'modified' : 'labeled';
  return { type: 'patch', patch: patching('merge', { metadata: { labels: changes } }), done };
}

/** The reason for a change may always be overwritten. */
const CHANGE_CAUSE = 'kubernetes.io/change-cause';

function annotated(command: MetadataCommand, { metadata: { annotations = {} } }: KubeObject): Change {
  const clashing = clashes(command, annotations).filter((key) => key !== CHANGE_CAUSE);
  if (clashing.length > 0) {
    const list = clashing.map((key) => `'${key}' already has a value (${annotations[key]})`).join('; ');
    return refusedChange(`--overwrite is false but found the following declared annotation(s): ${list}`);
  }
  const patch = patching('merge', { metadata: { annotations: changesOf(command, annotations) } });
  return { type: 'patch', patch, done: 'annotated' };
}
