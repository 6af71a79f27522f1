// The story of a run: a line for each notable thing, with time, actor, what and why, short enough to be read. What
// repeats within moments becomes one line with a count; a long run allows longer moments.

import { byNumber } from '../base/compare.ts';
import { formatDuration, sentenceDuration } from '../base/duration.ts';
import { MICROS_PER_MILLI, MICROS_PER_SECOND, type Micros } from '../base/time.ts';
import type { Log } from '../log/log.ts';
import type { Moments } from '../log/moment.ts';
import type { Seq } from '../log/row.ts';
import { PLURALS } from './plurals.ts';
import { fillIn, SENTENCES, type SentenceKey, TIMERS } from './sentences.ts';
import { type StoryItem, storyItems } from './story-items.ts';
import type { TellingContext } from './telling.ts';
import type { ChainStep } from './timeline-model.ts';
import { actorText, chainOf } from './why.ts';

/** A line of the story. */
export interface StoryLine {
  /** When it began. */
  readonly at: Micros;
  /** The first row that it tells. */
  readonly seq: Seq;
  /** How many rows it tells. */
  readonly count: number;
  readonly actor: string;
  readonly text: string;
  /** What led to it, in a few words; empty for what has no cause but the scenario. */
  readonly why: string;
}

/** The words of a language: by the keys of the English ones; `{text}` happened `{n}` times. */
export interface StoryTexts {
  readonly sentences: { readonly [key: string]: string };
  readonly plurals: { readonly [key: string]: string };
  readonly timers: { readonly [timer: string]: string };
  readonly times: string;
}

const ENGLISH: StoryTexts = { sentences: SENTENCES, plurals: PLURALS, timers: TIMERS, times: '{text} ({n} times)' };

export interface StoryOptions {
  readonly moments?: Moments;
  readonly settings?: { readonly [flag: string]: string };
  /** As many lines as a reader will read. */
  readonly maxLines?: number;
  /** English where absent. */
  readonly texts?: StoryTexts;
}

const MAX_LINES = 200;
/** How long a pause may be within one line: the shortest that makes the story short enough. */
const PAUSES_SECONDS: readonly number[] = [2, 10, 60, 600];
/** A wait that is worth a word. */
const LONG_WAIT_MICROS = MICROS_PER_SECOND;
/** Sentences whose reason is always the same and goes without saying. */
const CLEAR: ReadonlySet<SentenceKey> = new Set(['pod.ready', 'pod.readyUnprobed']);
/** Timers that have no name in Kubernetes are told in words. */
const OWN_TIMERS: ReadonlySet<string> = new Set(['disk', 'for', 'life']);
const ACTOR_WIDTH = 26;
const TIME_WIDTH = 11;
const SEQ_WIDTH = 6;

/** The story of a log. */
export function storyOf(log: Log, options: StoryOptions = {}): readonly StoryLine[] {
  const { maxLines = MAX_LINES, texts = ENGLISH, ...rest } = options;
  const context: TellingContext = { log, ...rest };
  const items = storyItems(context);
  let groups: readonly Group[] = [];
  for (const pause of PAUSES_SECONDS) {
    groups = grouped(items, pause * MICROS_PER_SECOND);
    if (groups.length <= maxLines) break;
  }
  return groups.map((group) => lineOf(context, texts, group));
}

/**
 * `1m0.153s    #341 deployment-controller      ReplicaSet web-5d was created ... <- ...`; `hasSeq` false leaves #341
 * out.
 */
export function formatStoryLine({ at, seq, actor, text, why }: StoryLine, hasSeq = true): string {
  const time = formatDuration(Math.floor(at / MICROS_PER_MILLI) * MICROS_PER_MILLI).padEnd(TIME_WIDTH);
  const number = hasSeq ? `${`#${seq}`.padStart(SEQ_WIDTH)} ` : '';
  return `${time} ${number}${actor.padEnd(ACTOR_WIDTH)} ${text}${why === '' ? '' : `  <- ${why}`}`;
}

type Group = readonly [StoryItem, ...StoryItem[]];

/** Who is refused asks again, after ever longer waits: at most 1000 s. */
const REFUSED_PAUSE_SECONDS = 1001;

/** Items of one group whose distance is at most the pause, in order of the first of each. */
function grouped(items: readonly StoryItem[], pauseMicros: number): readonly Group[] {
  const open = new Map<string, [StoryItem, ...StoryItem[]]>();
  const groups: Group[] = [];
  for (const item of items) {
    const group = open.get(item.group);
    const last = group?.at(-1);
    const pause = item.sentence === 'refused' ? REFUSED_PAUSE_SECONDS * MICROS_PER_SECOND : pauseMicros;
    if (group !== undefined && last !== undefined && item.at - last.at <= pause) {
      group.push(item);
      continue;
    }
    const fresh: [StoryItem, ...StoryItem[]] = [item];
    open.set(item.group, fresh);
    groups.push(fresh);
  }
  return groups.toSorted((a, b) => byNumber(a[0].seq, b[0].seq));
}

function lineOf(context: TellingContext, texts: StoryTexts, group: Group): StoryLine {
  const [first] = group;
  const actors = new Set(group.map(({ seq }) => actorText(context.log.actor(seq))));
  const [actor = ''] = actors;
  return {
    at: first.at,
    seq: first.seq,
    count: group.length,
    actor: actors.size === 1 ? actor : actor.replace(/ .*/, ''),
    text: textOf(context, texts, group),
    why: whyOf(context, texts, first),
  };
}

function textOf({ log }: TellingContext, texts: StoryTexts, group: Group): string {
  const [first] = group;
  const last = shortened(group.at(-1) ?? first);
  const plural = texts.plurals[first.sentence];
  const sentence = wordsOf(texts, last);
  if (last.values.place !== undefined) return `${coreOf(sentence)} (${last.values.place})`;
  const one = withoutStop(sentence.replaceAll('*', ''));
  if (group.length === 1 || plural === undefined) return one;
  const { from = '' } = first.values;
  const many = countOfThings(log, group);
  if (many === 1 && !plural.includes('{to}')) return fillIn(texts.times, { text: one, n: `${group.length}` });
  const pattern = last.values.owner === '' ? plural.replace(/ (?:of|for) \{owner\}|\{owner\} 的 /, '') : plural;
  return fillIn(pattern, { ...last.values, from, n: `${many}`, steps: `${group.length}` });
}

function wordsOf({ sentences }: StoryTexts, { sentence, values }: Pick<ChainStep, 'sentence' | 'values'>): string {
  return fillIn(sentences[sentence] ?? sentence, values);
}

/** Of the scheduler's long message only what the nodes said, not what preemption made of it. */
function shortened(item: StoryItem): StoryItem {
  const { message } = item.values;
  if (message === undefined) return item;
  return { ...item, values: { ...item.values, message: message.replace(/\. (?:no new claims|preemption:).*$/, '') } };
}

/** How many different things the rows are about. */
function countOfThings(log: Log, group: Group): number {
  return new Set(
    group.map(({ seq, values }) => values.claim ?? values.pod ?? values.node ?? values.name ?? log.key(seq)),
  ).size;
}

/** The step before the row in its chain of causes, without its explanations, and what was waited for. */
function whyOf(context: TellingContext, texts: StoryTexts, { seq, sentence, values }: StoryItem): string {
  if (values.place !== undefined || CLEAR.has(sentence)) return '';
  const [before, step] = chainOf(context, seq).slice(-2);
  if (before === undefined || step === undefined) return '';
  const { via, waited } = step;
  const timer = via === undefined || !OWN_TIMERS.has(via) ? via : (texts.timers[via] ?? via);
  const wait = timer === undefined || waited < LONG_WAIT_MICROS ? '' : ` + ${timer} ${sentenceDuration(waited)}`;
  return `${coreOf(wordsOf(texts, before))}${wait}`;
}

/** The part of a sentence that matters; all of it where nothing is marked. */
function coreOf(sentence: string): string {
  return /\*(.+)\*/.exec(sentence)?.[1] ?? withoutStop(sentence);
}

function withoutStop(sentence: string): string {
  return sentence.replace(/[.。]$/, '');
}
