// A line of kubectl, typed: what could follow stands below, arrows choose, Enter takes the chosen one or runs the line.
// What is wrong with it is said while it is typed.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import { actProblems, command, commandNotes, firstCommands, runAct, vocabulary, wholeCommand } from '../state/act.ts';
import { completedLines } from '../state/command-words.ts';
import { knownNames } from '../state/known-names.ts';
import { focusOnce } from './focus-once.ts';
import { Meant } from './problem-text.tsx';

export function CommandField(): JSX.Element {
  const active = useSignal(-1);
  const text = command.value;
  const lines =
    text.trim() === '' ? firstCommands.value : completedLines(text, vocabulary.value?.commands ?? [], knownNames.value);
  const chosen = Math.min(active.value, lines.length - 1);
  const take = (line: string): void => {
    command.value = line;
    active.value = -1;
    document.querySelector<HTMLElement>('.command-field input')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) active.value = Math.max(Math.min(chosen + step, lines.length - 1), -1);
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      const line = lines[chosen];
      if (line === undefined) void runAct();
      else take(line);
    } else return;
    event.preventDefault();
  };
  return (
    <>
      <div class="command-field mono" lang="en">
        <span aria-hidden="true">kubectl</span>
        <input
          ref={focusOnce}
          role="combobox"
          aria-label={t('act.command')}
          aria-expanded={lines.length > 0}
          aria-controls="command-lines"
          aria-activedescendant={chosen < 0 ? undefined : `command-line-${chosen}`}
          spellcheck={false}
          autocomplete="off"
          placeholder="scale deployment/web --replicas=5"
          value={text}
          onInput={(event) => {
            command.value = event.currentTarget.value;
            active.value = -1;
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div class="command-lines" id="command-lines" role="listbox" aria-label={t('act.command')} lang="en">
        {lines.map((line, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the chosen one
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys
          <div
            key={line}
            id={`command-line-${index}`}
            role="option"
            class="command-line mono"
            aria-selected={index === chosen}
            onClick={() => take(line)}
          >
            {line}
          </div>
        ))}
      </div>
      <CommandNotes />
    </>
  );
}

/** Only once something was typed that is more than the beginning of a command. */
function CommandNotes(): JSX.Element | null {
  const whole = wholeCommand(command.value);
  const isBegun = (vocabulary.value?.commands ?? []).some((each) => `kubectl ${each}`.startsWith(whole));
  const [note] = commandNotes.value;
  if (note === undefined || isBegun || actProblems.value.length > 0) return null;
  const { message, meant } = note;
  return (
    <p class="act-note" role="status">
      <span lang="en">{message}</span> {meant === undefined ? null : <Meant name={meant} />}
    </p>
  );
}
