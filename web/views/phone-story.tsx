// The run in sentences: the time in a column, what happened, and lighter what led to it. Chapters are folded to their
// first sentence, but for the one in which the cursor stands.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';
import type { StoryEntry } from '../protocol.ts';
import { select } from '../state/actions.ts';
import { chapters, toldAtCursor } from '../state/story.ts';
import { cursor, goTo } from '../state/view.ts';
import { wholeSeconds } from '../state/words.ts';
import { Glyph } from './glyphs.tsx';

export function PhoneStory(): JSX.Element {
  const list = useRef<HTMLOListElement>(null);
  const opened = useSignal<ReadonlySet<number>>(new Set());
  const here = toldAtCursor.value?.seq;
  useEffect(() => {
    const [box, line] = [list.current, list.current?.querySelector('[aria-current]')];
    if (box === null || line === null || line === undefined) return;
    // The list alone: a low window scrolls as a whole, and stays at its head.
    const [outer, own] = [box.getBoundingClientRect(), line.getBoundingClientRect()];
    box.scrollTop += own.top - outer.top - (outer.height - own.height) / 2;
  }, [here]);
  return (
    <ol class="phone-tab phone-story" ref={list}>
      {chapters.value.map((chapter) => {
        const [head, ...rest] = chapter;
        const isOpen =
          rest.length === 1 || chapter.some(({ seq }) => seq === here) || opened.value.has(head?.seq ?? -1);
        if (head === undefined) return null;
        return [
          <Line key={head.seq} entry={head} isHere={head.seq === here} />,
          ...(isOpen
            ? rest.map((entry) => <Line key={entry.seq} entry={entry} isHere={entry.seq === here} />)
            : [
                <More
                  key={`more ${head.seq}`}
                  count={rest.length}
                  onOpen={() => {
                    opened.value = new Set([...opened.value, head.seq]);
                  }}
                />,
              ]),
        ];
      })}
    </ol>
  );
}

interface LineProps {
  readonly entry: StoryEntry;
  readonly isHere: boolean;
}

/** A sentence leads to its moment and to the causes of what it is about. */
function Line({ entry: { at, text, why, about }, isHere }: LineProps): JSX.Element {
  return (
    <li class={at <= cursor.value ? '' : 'later'} aria-current={isHere ? 'time' : undefined}>
      <button
        type="button"
        onClick={() => {
          goTo(at);
          if (about !== '') select({ kind: 'object', id: about }, at);
        }}
      >
        <span class="mono">{wholeSeconds(at)}</span>
        <span class="phone-told">
          {text}
          {why === '' ? null : <small>{why}</small>}
        </span>
      </button>
    </li>
  );
}

function More({ count, onOpen }: { readonly count: number; readonly onOpen: () => void }): JSX.Element | null {
  if (count === 0) return null;
  return (
    <li class="phone-more">
      <button type="button" onClick={onOpen}>
        <Glyph name="chevronDown" size={12} />
        <span class="phone-told">{t('tip.more', { n: count })}</span>
      </button>
    </li>
  );
}
