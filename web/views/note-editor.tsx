// The note at a moment, being written: a field over the page, and all notes of the view below it, each with its moment
// as a link. Enter keeps it, Esc leaves everything as it was; a note without words is taken away.

import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';
import { noteAt, notedMoment, notes, setNote } from '../state/notes.ts';
import { goTo } from '../state/view.ts';
import { readout } from '../timeline/ticks.ts';
import { Dialog } from './dialog.tsx';
import { Glyph } from './glyphs.tsx';

const LONGEST_NOTE = 200;

export function NoteEditor(): JSX.Element | null {
  const at = notedMoment.value;
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
  }, [at]);
  if (at === undefined) return null;
  const label = t('note.at', { t: `t=${readout(at)}` });
  return (
    <Dialog label={label} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setNote(at, field.current?.value ?? '');
          close();
        }}
      >
        <input
          ref={field}
          key={at}
          type="text"
          aria-label={label}
          placeholder={label}
          maxLength={LONGEST_NOTE}
          defaultValue={noteAt(at)}
        />
      </form>
      <ul class="notes">
        {notes.value.map((note) => (
          <li key={note.at}>
            <button
              type="button"
              class="text-link mono"
              onClick={() => {
                goTo(note.at);
                close();
              }}
            >
              t={readout(note.at)}
            </button>
            <span>{note.text}</span>
            <button type="button" class="icon-button" title={t('note.remove')} onClick={() => setNote(note.at, '')}>
              <Glyph name="close" size={12} />
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function close(): void {
  notedMoment.value = undefined;
}
