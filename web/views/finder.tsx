// The field that finds things and the list below it: a dialog over the page, walked by arrows, left by Esc. What it
// finds is state's business.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';
import { filter } from '../state/arrangement.ts';
import { nearestName } from '../state/find-results.ts';
import { type Answer, answers, others } from '../state/finder.ts';
import { closeFinder, finderMode, query } from '../state/finder-mode.ts';
import { timeline } from '../state/run.ts';
import { Dialog } from './dialog.tsx';
import { WaysOut } from './no-match.tsx';

const LABELS = { find: 'find.label', go: 'find.go', commands: 'find.commands' } as const;

export function Finder(): JSX.Element | null {
  const mode = finderMode.value;
  const field = useRef<HTMLInputElement>(null);
  const active = useSignal(0);
  useLayoutEffect(() => {
    if (mode === undefined) return;
    active.value = 0;
    const { length } = query.peek();
    field.current?.setSelectionRange(length, length);
  }, [mode]);
  if (mode === undefined) return null;
  const list = answers.value;
  const chosen = Math.min(active.value, list.length - 1);
  const accept = (answer: Answer | undefined): void => {
    if (answer === undefined) return;
    closeFinder();
    answer.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) active.value = Math.min(Math.max(chosen + step, 0), list.length - 1);
    else if (event.key === 'Enter' && event.shiftKey) filterTracks();
    else if (event.key === 'Enter') accept(list[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog label={t(LABELS[mode])} onClose={closeFinder}>
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-expanded={list.length > 0}
        aria-controls="finder-list"
        aria-activedescendant={list[chosen] === undefined ? undefined : `finder-${chosen}`}
        aria-label={t(LABELS[mode])}
        placeholder={t(LABELS[mode])}
        spellcheck={false}
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
          active.value = 0;
        }}
        onKeyDown={onKeyDown}
      />
      <div class="finder-list" id="finder-list" role="listbox" aria-label={t(LABELS[mode])}>
        {list.map((answer, index) => (
          <Line key={answer.key} answer={answer} index={index} isActive={index === chosen} onAccept={accept} />
        ))}
      </div>
      <FinderFoot found={list.length} />
    </Dialog>
  );
}

interface LineProps {
  readonly answer: Answer;
  readonly index: number;
  readonly isActive: boolean;
  readonly onAccept: (answer: Answer) => void;
}

function Line({ answer, index, isActive, onAccept }: LineProps): JSX.Element {
  return (
    <div
      id={`finder-${index}`}
      role="option"
      aria-selected={isActive}
      tabIndex={-1}
      onClick={() => onAccept(answer)}
      onKeyDown={(event) => event.key === 'Enter' && onAccept(answer)}
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: 'nearest' });
      }}
    >
      <span>{answer.text}</span>
      <span class="finder-note">{answer.note}</span>
    </div>
  );
}

/** Shows only tracks with the word in a name. */
function filterTracks(): void {
  filter.value = query.value.replace(/^:\S+\s*/, '').replace(/^:/, '');
  closeFinder();
}

function FinderFoot({ found }: { readonly found: number }): JSX.Element | null {
  const shown = timeline.value;
  const word = query.value.trim();
  if (shown === undefined || word === '' || word === ':') return null;
  if (found > 0) {
    return (
      <p class="finder-foot" role="status">
        {t('find.count', { n: found })}
        <button type="button" class="text-link" onClick={filterTracks}>
          {t('find.filter')} <kbd>Shift+Enter</kbd>
        </button>
      </p>
    );
  }
  const near = finderMode.value === 'commands' ? undefined : nearestName(shown, word, others.value);
  return (
    <p class="finder-foot" role="status">
      {t(finderMode.value === 'commands' ? 'find.none' : 'find.noObject', { q: word })}
      <WaysOut
        near={near}
        take={(words) => {
          query.value = words;
        }}
      />
    </p>
  );
}
