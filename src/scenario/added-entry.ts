// A scenario's text with one more entry in its timeline. Only the entry is written: comments, order and layout of the
// rest stay as they are, so that a branch of a run is the reader's own file and one line. Whether the line means what
// it should is checked by reading the text again.

import { Composer, isMap, isScalar, isSeq, LineCounter, type Node, Parser, type YAMLMap, type YAMLSeq } from 'yaml';
import { deepEqual } from '../base/deep-equal.ts';
import { formatDuration } from '../base/duration.ts';
import type { Micros } from '../base/time.ts';

/** Fields as they are written. */
export interface EntryFields {
  readonly [field: string]: string | number | EntryFields;
}

/** What is done at a moment: `do` with a command, or `fail` with a fault. */
export interface NewEntry {
  readonly at: Micros;
  readonly fields: EntryFields;
}

/** The text with the entry as the last of its timeline; `undefined` where it is written in a way that has no room. */
export function withEntry(text: string, { at, fields }: NewEntry): string | undefined {
  const entry: EntryFields = { at: formatDuration(at), ...fields };
  const flow = flowText(entry);
  const scenario = scenarioOf(text);
  if (scenario === undefined) return appended(text, flow);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const changed = insertInto({ text, end }, scenario, flow);
  return changed !== undefined && isRight(scenario, scenarioOf(changed), entry) ? changed : undefined;
}

/** `{at: 4m30s, do: kubectl cordon worker-1}`. */
function flowText(fields: EntryFields): string {
  const parts = Object.entries(fields).map(([key, value]) => {
    return `${key}: ${typeof value === 'object' ? flowText(value) : scalarText(value)}`;
  });
  return `{${parts.join(', ')}}`;
}

/** Plain where nobody could read it as anything else. */
function scalarText(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const isPlain =
    /^[A-Za-z/](?:[\w./=@+%~ -]|:(?=\S))*$/.test(value) && !/ $|^(?:true|false|null|y|n|yes|no|on|off)$/i.test(value);
  const isTime = /^\d[\w.]*[a-z]$/.test(value) && !/^0[xo]/.test(value);
  return isPlain || isTime ? value : JSON.stringify(value);
}

function scenarioOf(text: string): YAMLMap | undefined {
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  for (const document of new Composer({ uniqueKeys: false }).compose(tokens, true, text.length)) {
    const contents: unknown = document.contents;
    if (isMap(contents) && contents.get('kind') === 'Scenario') return contents;
  }
  return undefined;
}

/** Kubernetes YAML alone gets a Scenario beside it. */
function appended(text: string, flow: string): string {
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${gap}---\napiVersion: orrery/v1alpha1\nkind: Scenario\nspec:\n  timeline:\n    - ${flow}\n`;
}

interface Page {
  readonly text: string;
  /** How its lines end. */
  readonly end: string;
}

function insertInto(page: Page, root: YAMLMap, flow: string): string | undefined {
  const spec = valueOf(root, 'spec');
  if (spec === undefined) return added(page, root, 'spec', `{timeline: [${flow}]}`);
  if (isEmpty(spec)) return replaced(page, spec, `{timeline: [${flow}]}`);
  if (!isMap(spec)) return undefined;
  const timeline = valueOf(spec as YAMLMap, 'timeline');
  if (timeline === undefined) {
    return spec.flow === true
      ? added(page, spec as YAMLMap, 'timeline', `[${flow}]`)
      : below(page, spec as YAMLMap, (indent) => [`${indent}timeline:`, `${indent}  - ${flow}`]);
  }
  if (isEmpty(timeline)) return replaced(page, timeline, `[${flow}]`);
  if (!isSeq(timeline)) return undefined;
  if (timeline.flow === true) return inFlow(page, timeline as YAMLSeq, flow);
  return below(page, timeline as YAMLSeq, (indent) => [`${indent}- ${flow}`]);
}

function valueOf(map: YAMLMap, key: string): Node | undefined {
  const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key);
  return pair === undefined ? undefined : ((pair.value ?? undefined) as Node | undefined);
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null;
}

/** One more key of a map. */
function added(page: Page, map: YAMLMap, key: string, value: string): string | undefined {
  if (map.flow === true) return inFlow(page, map, `${key}: ${value}`);
  return below(page, map, (indent) => [`${indent}${key}: ${value}`]);
}

/** In place of nothing, after its key. */
function replaced({ text }: Page, node: Node, value: string): string | undefined {
  const [from, to] = node.range ?? [];
  if (from === undefined || to === undefined) return undefined;
  const gap = text[from - 1] === ':' ? ' ' : '';
  return `${text.slice(0, from)}${gap}${value}${text.slice(to)}`;
}

/** Before the bracket that closes it. */
function inFlow({ text }: Page, node: Node, value: string): string | undefined {
  const close = (node.range?.[1] ?? 0) - 1;
  const before = text.slice(0, close).trimEnd();
  const comma = /[[{,]$/.test(before) ? '' : ', ';
  return `${text.slice(0, close)}${comma}${value}${text.slice(close)}`;
}

/** On lines of its own after the last item of a block, as far to the right as the first one. */
function below(
  { text, end }: Page,
  block: YAMLMap | YAMLSeq,
  lines: (indent: string) => readonly string[],
): string | undefined {
  const from = startOf(block);
  const last = endOf(block);
  if (from === undefined || last === undefined) return undefined;
  const indent = ' '.repeat(from - (text.lastIndexOf('\n', from - 1) + 1));
  const newline = text.indexOf('\n', last);
  const isAtStart = last > 0 && text[last - 1] === '\n';
  const at = isAtStart ? last : newline === -1 ? text.length : newline + 1;
  const gap = at === text.length && !text.endsWith('\n') ? end : '';
  return `${text.slice(0, at)}${gap}${lines(indent).join(end)}${end}${text.slice(at)}`;
}

function startOf(block: YAMLMap | YAMLSeq): number | undefined {
  return block.range?.[0];
}

/** Where the last value of a block ends, however deep it lies: comments and blank lines after it are not its own. */
function endOf(node: unknown): number | undefined {
  if ((isMap(node) || isSeq(node)) && node.flow !== true) {
    const last: unknown = node.items.at(-1);
    if (isSeq(node)) return endOf(last) ?? node.range?.[1];
    const { key, value } = (last ?? {}) as { readonly key?: unknown; readonly value?: unknown };
    return endOf(value) ?? endOf(key) ?? node.range?.[1];
  }
  return (node as { readonly range?: readonly number[] | null } | undefined)?.range?.[1];
}

/** Whether the scenario is as it was, with the entry as its last. */
function isRight(before: YAMLMap, after: YAMLMap | undefined, entry: EntryFields): boolean {
  if (after === undefined) return false;
  const old = before.toJSON() as { readonly spec?: { readonly timeline?: readonly unknown[] } | null };
  const timeline = [...(old.spec?.timeline ?? []), entry];
  return deepEqual(after.toJSON(), { ...old, spec: { ...old.spec, timeline } });
}
