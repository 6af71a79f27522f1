// A text of kubectl taken apart: names of objects of the run, moments, and words that the glossary knows, with plain
// text between them. Together the parts are the text, sign by sign.

import { MICROS_PER_MILLI } from '../../src/base/time.ts';
import type { Timeline } from '../../src/report/timeline-model.ts';
import { isGlossed } from '../i18n/glossary.ts';
import { namedObjects } from './find-results.ts';

export interface TextPart {
  readonly text: string;
  /** The object of this name. */
  readonly id?: string;
  /** The moment, in microseconds since the run's start. */
  readonly at?: number;
  readonly isTerm?: boolean;
  /** A label or a selector of labels, `app=web`. */
  readonly isLabel?: boolean;
}

const NAME = '[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?';
/** In the lines of `Labels:` and `Selector:` alone. */
const LABEL = '(?<=^ *(?:Labels|Selector):(?: +\\S+=\\S*\\n)* +)[\\w./-]+=[\\w.,/=-]*$';
/** A date as `describe` prints it, one of YAML, `Kind/name`, or a word. */
const PARTS = new RegExp(
  [
    '[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d \\+0000',
    '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z',
    LABEL,
    `[A-Z]\\w+/${NAME}`,
    '[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?',
  ].join('|'),
  'gm',
);
const IS_LABEL = /^[\w./-]+=/;

const NAMED: ReadonlySet<string> = new Set(['Pod', 'ReplicaSet', 'Node']);

/** Signs that turn the order of a line around are named, so that they cannot make it look like another one. */
export function visibleText(text: string): string {
  return text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (sign) => {
    return `‹U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}

/** `about`: the object that the text is of; names are looked for in its namespace first. */
export function textParts(text: string, timeline: Timeline, about: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let plain = '';
  let end = 0;
  for (const match of text.matchAll(PARTS)) {
    const part = partOf(match[0], timeline, about);
    plain += text.slice(end, match.index);
    end = match.index + match[0].length;
    if (part === undefined) {
      plain += match[0];
      continue;
    }
    if (plain !== '') parts.push({ text: plain });
    parts.push(part);
    plain = '';
  }
  plain += text.slice(end);
  if (plain !== '') parts.push({ text: plain });
  return parts;
}

function partOf(word: string, timeline: Timeline, about: string): TextPart | undefined {
  if (word.endsWith(' +0000') || /^\d{4}-\d\d-\d\dT/.test(word)) {
    const at = Date.parse(word) * MICROS_PER_MILLI - timeline.startsAtEpochMicros;
    return at >= 0 && at <= timeline.until ? { text: word, at } : undefined;
  }
  if (IS_LABEL.test(word)) return { text: word, isLabel: true };
  const id = objectOf(word, timeline, about);
  if (id !== undefined && id !== about) return { text: word, id };
  return isGlossed(word) ? { text: word, isTerm: true } : undefined;
}

/**
 * The object that a word names. A name alone stands for a pod, a ReplicaSet or a node, whose names are not words of
 * other texts; anything else needs its kind before it.
 */
function objectOf(word: string, timeline: Timeline, about: string): string | undefined {
  const slash = word.indexOf('/');
  const [kind, name] = slash < 0 ? [undefined, word] : [word.slice(0, slash), word.slice(slash + 1)];
  const found = (namedObjects(timeline).get(name) ?? []).filter((object) =>
    kind === undefined
      ? NAMED.has(object.kind) && (object.kind === 'Node' || name.includes('-'))
      : object.kind === kind,
  );
  const [, namespace] = about.split('/');
  return (found.find((object) => object.namespace === namespace) ?? found[0])?.id;
}
