// What the editor proposes at a place of a YAML text, and what it says about a key under the pointer. From the same
// data that reads scenarios and manifests.

import { COMMAND_WORDS } from '../../src/kubectl/commands/registry.ts';
import type { FieldNote, Proposal, Proposals, TextPlace } from '../clerk-protocol.ts';
import { type Field, fieldAt } from './field-lookup.ts';
import { ITEM, type YamlPlace, yamlPlace } from './yaml-place.ts';

/** What could stand at an offset; `undefined` where nothing is known of the place. */
export function propose({ text, offset }: TextPlace): Proposals | undefined {
  const place = yamlPlace(text, offset);
  if (place === undefined) return undefined;
  const from = offset - place.word.length;
  const field = fieldAt(place);
  const isItemOfValues = place.role === 'key' && place.path.at(-1) === ITEM && field?.keys.length === 0;
  if (place.kind === 'Scenario' && place.path.join('.') === COMMAND_PLACE) return commandsAt(from);
  if (place.role === 'value' || isItemOfValues) return valuesOf(field, from);
  const list = (field?.keys ?? [])
    .filter((key) => !place.siblings.includes(key))
    .map((key) => keyProposal(key, field?.child(key)));
  return list.length === 0 ? undefined : { from, list };
}

/** Where a scenario has commands. */
const COMMAND_PLACE = 'spec.timeline.[].do';

function commandsAt(from: number): Proposals {
  return { from, list: COMMAND_WORDS.map((words) => ({ label: `kubectl ${words}`, detail: '', info: '' })) };
}

function valuesOf(field: Field | undefined, from: number): Proposals | undefined {
  if (field === undefined || field.values.length === 0) return undefined;
  return { from, list: field.values.map((label) => ({ label, detail: '', info: '' })) };
}

function keyProposal(key: string, field: Field | undefined): Proposal {
  const detail = `${field?.type ?? ''}${field?.isRequired === true ? ', required' : ''}`;
  return { label: key, insert: field?.isDeep === true ? `${key}:` : `${key}: `, detail, info: field?.text ?? '' };
}

const NAME = /[\w./-]/;

/** What the key at an offset is for; `undefined` for values, comments and unknown keys. */
export function explain({ text, offset }: TextPlace): FieldNote | undefined {
  let from = offset;
  while (from > 0 && NAME.test(text.charAt(from - 1))) from -= 1;
  let to = offset;
  while (to < text.length && NAME.test(text.charAt(to))) to += 1;
  if (from === to || !/^["']?\s*:/.test(text.slice(to, to + 12))) return undefined;
  const key = text.slice(from, to);
  const place = yamlPlace(text, to);
  if (place === undefined || place.role !== 'key') return undefined;
  const path = [...place.path, key];
  const field = fieldAt({ ...place, path });
  if (field === undefined) return undefined;
  const type = `${field.type}${field.isRequired ? ', required' : ''}`;
  return { from, to, path: pathWord(place, key), type, text: field.text };
}

/** `spec.containers[].image`. */
function pathWord({ path }: YamlPlace, key: string): string {
  return [...path, key].reduce((all, step) => (step === ITEM ? `${all}[]` : all === '' ? step : `${all}.${step}`), '');
}
