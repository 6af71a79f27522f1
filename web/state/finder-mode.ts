// Whether the field that finds things is open, what it is for, and what stands in it. Apart from what it finds, since
// the keys that open it are among the commands that it finds.

import { type Signal, signal } from '@preact/signals';

export type FinderMode = 'find' | 'go' | 'commands';

export const finderMode: Signal<FinderMode | undefined> = signal<FinderMode | undefined>(undefined);
export const query: Signal<string> = signal('');

export function openFinder(mode: FinderMode): void {
  query.value = mode === 'go' ? ':' : '';
  finderMode.value = mode;
}

export function closeFinder(): void {
  finderMode.value = undefined;
  query.value = '';
}
