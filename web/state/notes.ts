// The reader's notes at moments of the run. They are part of the view: the link and the file keep them, the engine
// knows nothing of them.

import { type Signal, signal } from '@preact/signals';

export interface Note {
  /** Microseconds. */
  readonly at: number;
  readonly text: string;
}

/** In order of time, one a moment. */
export const notes: Signal<readonly Note[]> = signal<readonly Note[]>([]);
/** The moment whose note is being written. */
export const notedMoment: Signal<number | undefined> = signal<number | undefined>(undefined);

/** The text at a moment; empty for none. */
export function noteAt(at: number): string {
  return notes.value.find((note) => note.at === Math.round(at))?.text ?? '';
}

/** Writes a note in place of the one at that moment; an empty one takes it away. */
export function setNote(at: number, text: string): void {
  const moment = Math.round(at);
  const others = notes.value.filter((note) => note.at !== moment);
  const words = text.trim();
  const all = words === '' ? others : [...others, { at: moment, text: words }];
  notes.value = all.toSorted((a, b) => a.at - b.at);
}
