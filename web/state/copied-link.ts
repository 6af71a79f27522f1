// The link of the view on its way to the clipboard, for the header's button and for the palette: whether it is there,
// or why not.

import { type Signal, signal } from '@preact/signals';
import type { MessageKey } from '../i18n/en.ts';
import { run } from './run.ts';
import { linkProblem, wholeLink } from './view-link.ts';

/** What came of it, until the reader goes on. */
export const copiedLink: Signal<'copied' | MessageKey | undefined> = signal<'copied' | MessageKey | undefined>(
  undefined,
);

export async function copyLink(): Promise<void> {
  const found = linkProblem();
  const shown = run.peek();
  // The address bar follows a little later.
  const link = shown === undefined ? location.href : new URL(wholeLink(shown), location.href).href;
  if (found === undefined) await navigator.clipboard.writeText(link);
  copiedLink.value = found ?? 'copied';
}
