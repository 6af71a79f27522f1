// `kubectl taint`: taints of nodes, told apart by key and effect.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/taint/{taint.go,utils.go} (v1.36).

import { kindInfo } from '../../model/kinds.ts';
import { labelKeyErrors, labelValueErrors } from '../../model/label-syntax.ts';
import type { Node, Taint, TaintEffect } from '../../model/objects.ts';
import { type Change, changeEach, patching, refusedChange } from '../change-each.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { ALL, DRY_RUN, NAMESPACE, OUTPUT, OVERWRITE, type Printing, type Reader, SELECTOR } from '../reader.ts';
import type { Word } from '../words.ts';

interface TaintCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  readonly add: readonly Taint[];
  /** Without an effect: all taints with that key. */
  readonly remove: readonly { readonly key: string; readonly effect?: TaintEffect }[];
  readonly overwrite: boolean;
  readonly printing: Printing;
}

const EFFECTS: readonly TaintEffect[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export const taintCommand: CommandSpec<TaintCommand> = {
  words: 'taint',
  flags: [NAMESPACE, SELECTOR, ALL, OVERWRITE, OUTPUT, DRY_RUN],
  read(reader) {
    const { args } = reader.line;
    const isTaint = ({ text }: Word): boolean => /[=:]/.test(text) || text.endsWith('-');
    const [named, taints] = [args.filter((arg) => !isTaint(arg)), args.filter(isTaint)];
    if (named.length === 0) {
      return reader.complain(
        reader.end,
        'one or more resources must be specified as <resource> <name>',
        '',
        'node NAME',
      );
    }
    if (taints.length === 0) {
      return reader.complain(reader.end, 'at least one taint update is required', '', 'KEY=VALUE:EFFECT, KEY:EFFECT-');
    }
    const add: Taint[] = [];
    const remove: { readonly key: string; readonly effect?: TaintEffect }[] = [];
    for (const word of taints) {
      const taint = readTaint(reader, word);
      if (taint === undefined) return undefined;
      const { key, value, effect } = taint;
      if (word.text.endsWith('-')) remove.push({ key, ...(effect === undefined ? {} : { effect }) });
      else if (effect === undefined) return misused(reader, word, `invalid taint spec: ${word.text}`);
      else add.push({ key, effect, ...(value === undefined ? {} : { value }) });
    }
    const clashing = add.filter((taint) => remove.some((other) => matches(taint, other)));
    if (clashing.length > 0) {
      const list = clashing.map(({ key, effect }) => `${key}=${effect}`).join(', ');
      const message = `can not both modify and remove the following taint(s) in the same command: ${list}`;
      return reader.complain(taints[0]?.offset ?? reader.end, message, list);
    }
    const targets = reader.targets(named, {}, ['Node']);
    const overwrite = reader.isOn('overwrite');
    return { verb: 'taint', namespace: reader.namespace, targets, add, remove, overwrite, printing: reader.printing() };
  },
  run: (command, session) =>
    changeEach(command, session, { printing: command.printing }, (object) => tainted(command, object as Node)),
};

/** Where somebody else needs a node by its name. */
export function nodeTarget(name: string): Target {
  return { by: 'name', resource: kindInfo('Node'), name: name.replace(/^nodes?\//, '') };
}

interface TaintSpec {
  readonly key: string;
  readonly value?: string;
  readonly effect?: TaintEffect;
}

function readTaint(reader: Reader, word: Word): TaintSpec | undefined {
  const text = word.text.replace(/-$/, '');
  const [pair = '', effectText, ...more] = text.split(':');
  const [key = '', value, ...rest] = effectText === undefined ? [pair] : pair.split('=');
  const effect = EFFECTS.find((each) => each === effectText);
  if (more.length > 0 || rest.length > 0) return misused(reader, word, `invalid taint spec: ${text}`);
  if (effectText !== undefined && effect === undefined) {
    return misused(reader, word, `invalid taint effect: ${effectText}, unsupported taint effect`);
  }
  const wrong = [...(value === undefined ? [] : labelValueErrors(value)), ...labelKeyErrors(key)];
  if (wrong.length > 0) return misused(reader, word, `invalid taint spec: ${text}, ${wrong.join('; ')}`);
  return { key, ...(value === undefined ? {} : { value }), ...(effect === undefined ? {} : { effect }) };
}

function misused(reader: Reader, { text, offset }: Word, message: string): undefined {
  reader.problems.push({ offset, message, found: text, allowed: EFFECTS.join(', '), candidates: [], isUsage: true });
  return undefined;
}

function matches(taint: Taint, wanted: { readonly key: string; readonly effect?: TaintEffect }): boolean {
  return taint.key === wanted.key && (wanted.effect === undefined || taint.effect === wanted.effect);
}

function tainted({ add, remove, overwrite }: TaintCommand, { metadata, spec }: Node): Change {
  const old = spec.taints ?? [];
  if (!overwrite) {
    const clashing = add.filter((taint) => old.some((other) => matches(other, taint))).map(({ key }) => key);
    if (clashing.length > 0) {
      const list = clashing.join(',');
      return refusedChange(
        `node ${metadata.name} already has ${list} taint(s) with same effect(s) and --overwrite is false`,
      );
    }
  }
  const all = [...add, ...old.filter((taint) => !add.some((other) => matches(taint, other)))];
  const missing = remove.find((wanted) => !all.some((taint) => matches(taint, wanted)));
  if (missing !== undefined) {
    const { key, effect } = missing;
    return refusedChange(`taint "${key}${effect === undefined ? '' : `:${effect}`}" not found`);
  }
  const kept = all.filter((taint) => !remove.some((wanted) => matches(taint, wanted)));
  const isAdded = old.length !== all.length;
  const isModified = (isAdded && remove.length > 0) || overwrite;
  const done = isModified ? 'modified' : isAdded ? 'tainted' : 'untainted';
  return { type: 'patch', patch: patching('strategic', { spec: { taints: kept.length === 0 ? null : kept } }), done };
}
