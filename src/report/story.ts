// A run told in lines: when, who, what, and why. One line for each thing worth telling, or for several of a sort that happen
// within two seconds. A fold of the log: nothing here knows how the run was made.

import { formatDuration } from '../base/duration.ts';
import { MICROS_PER_MILLI, MICROS_PER_SECOND, type Micros } from '../base/time.ts';
import type { Log } from '../log/log.ts';
import type { Seq } from '../log/row.ts';
import { type Occurrence, occurrenceOf } from './occurrence.ts';

/** A line of a story. */
export interface StoryLine {
  readonly at: Micros;
  /** The first row of the line: `orrery why event SEQ` says more. */
  readonly seq: Seq;
  readonly actor: string;
  readonly text: string;
  /** What began it: a line of the scenario or a process, and the timer that stood before it. Empty for beginnings. */
  readonly why: string;
}

interface Group {
  readonly first: Occurrence;
  readonly names: string[];
  readonly details: string[];
}

const TOGETHER_MICROS: number = 2 * MICROS_PER_SECOND;

/** The story of a log, in order of time. */
export function storyOf(log: Log): readonly StoryLine[] {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  for (let seq = 0; seq < log.length; seq += 1) {
    const occurrence = occurrenceOf(log, seq);
    if (occurrence === undefined) continue;
    const known = open.get(occurrence.sort);
    if (occurrence.sort !== '' && known !== undefined && isTogether(log, known.first.seq, seq)) {
      known.names.push(occurrence.name);
      if (occurrence.detail !== '') known.details.push(occurrence.detail);
      continue;
    }
    const group: Group = {
      first: occurrence,
      names: [occurrence.name],
      details: occurrence.detail === '' ? [] : [occurrence.detail],
    };
    groups.push(group);
    open.set(occurrence.sort, group);
  }
  const roots = new Map<Seq, Seq>();
  return groups.map((group) => lineOf(log, group, roots));
}

function isTogether(log: Log, first: Seq, seq: Seq): boolean {
  return log.at(seq) - log.at(first) <= TOGETHER_MICROS;
}

/** `1m0.150s  #345  kubectl  set image deployment/web web=shop/web:2  <- ...` with columns of fixed width. */
export function formatStoryLine({ at, seq, actor, text, why }: StoryLine): string {
  const time = formatDuration(Math.floor(at / MICROS_PER_MILLI) * MICROS_PER_MILLI).padStart(11);
  return `${time}  ${`#${seq}`.padEnd(6)} ${actor.padEnd(27)} ${text}${why === '' ? '' : `  <- ${why}`}`;
}

function lineOf(log: Log, { first, names, details }: Group, roots: Map<Seq, Seq>): StoryLine {
  const { seq } = first;
  const count = names.length === 1 ? (names[0] ?? '') : `${names.length} pods`;
  const listed = countedList(details);
  const text = `${first.text.replace('{n}', count)}${listed === '' ? '' : ` ${listed}`}`;
  return { at: log.at(seq), seq, actor: log.actor(seq), text: withoutOwner(text, names), why: whyOf(log, seq, roots) };
}

/** One pod's own name says whose it is. */
function withoutOwner(text: string, names: readonly string[]): string {
  const [name = ''] = names;
  return names.length === 1 && name !== '' ? text.replace(/^(\S+) of \S+ /, '$1 ') : text;
}

/** `worker-1 (3), worker-2`; steps of scaling are listed in order instead. */
function countedList(details: readonly string[]): string {
  if (details.every((detail) => /^\d+$/.test(detail))) return details.join(', then ');
  const counts = new Map<string, number>();
  for (const detail of details) counts.set(detail, (counts.get(detail) ?? 0) + 1);
  const isCounted = counts.size > 1 || details.length > 1;
  return [...counts].map(([detail, count]) => (isCounted ? `${detail} (${count})` : detail)).join(', ');
}

function whyOf(log: Log, seq: Seq, roots: Map<Seq, Seq>): string {
  const cause = log.cause(seq);
  if (cause === undefined) return sourceOf(log, seq);
  const root = rootOf(log, seq, roots);
  const via = cause.via === undefined ? '' : `${cause.via.timer}, `;
  return `${via}${rootText(log, root)}`;
}

/** The row that a chain of causes begins with; remembered for every row on the way. */
function rootOf(log: Log, seq: Seq, roots: Map<Seq, Seq>): Seq {
  const way: Seq[] = [];
  let at = seq;
  for (;;) {
    const known = roots.get(at);
    const cause = log.cause(at);
    if (known === undefined && cause !== undefined) {
      way.push(at);
      at = cause.seq;
      continue;
    }
    const root = known ?? at;
    for (const step of way) roots.set(step, root);
    return root;
  }
}

function rootText(log: Log, seq: Seq): string {
  const what = log.plain(seq);
  switch (what?.type) {
    case 'action':
      return what.text.replace(/^kubectl /, '');
    case 'fault':
      return what.text;
    case 'component':
      return what.component;
    default:
      return log.actor(seq);
  }
}

function sourceOf(log: Log, seq: Seq): string {
  const what = log.plain(seq);
  if (what?.type !== 'action' && what?.type !== 'fault') return '';
  return `${what.source.file}:${what.source.line}`;
}
