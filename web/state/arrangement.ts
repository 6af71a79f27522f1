// How the reader has arranged the tracks: what is folded, pinned, opened out of a strip, the order of nodes and what
// they are grouped by, and the filter. Names, never places, so that it survives another run and fits into a link.

import { batch, type Signal, signal } from '@preact/signals';
import type { NodeGrouping } from '../timeline/layout.ts';
import type { NodeSort } from '../timeline/node-order.ts';
import type { NodeUse } from '../timeline/node-use.ts';

export const folded: Signal<ReadonlySet<string>> = signal<ReadonlySet<string>>(new Set());
/** Ids of objects, in the order of pinning. */
export const pinned: Signal<readonly string[]> = signal<readonly string[]>([]);
/** Nodes out of strips with lanes of their own. */
export const opened: Signal<ReadonlySet<string>> = signal<ReadonlySet<string>>(new Set());
/** `undefined` until the reader chooses: small clusters begin with the worst, large ones with the first trouble. */
export const sort: Signal<NodeSort | undefined> = signal<NodeSort | undefined>(undefined);
export const grouping: Signal<NodeGrouping> = signal<NodeGrouping>('none');
/** What the heads of nodes show. */
export const nodeUse: Signal<NodeUse> = signal<NodeUse>('cpu');
/** As typed; tracks compare it in lower case. */
export const filter: Signal<string> = signal('');
/** Only what went wrong, the worst first. */
export const isTroubleOnly: Signal<boolean> = signal(false);
/** Indices of the nodes of "Around the cursor". */
export const around: Signal<readonly number[]> = signal<readonly number[]>([]);

export function togglePin(id: string): void {
  const others = pinned.value.filter((other) => other !== id);
  pinned.value = others.length < pinned.value.length ? others : [...others, id];
}

/** All tracks again. */
export function clearFilter(): void {
  batch(() => {
    filter.value = '';
    isTroubleOnly.value = false;
  });
}

/** Opens the nodes of a place in a strip, or closes them if they are all open. */
export function toggleOpened(ids: readonly string[]): void {
  const next = new Set(opened.value);
  const isOpen = ids.every((id) => next.has(id));
  for (const id of ids) {
    if (isOpen) next.delete(id);
    else next.add(id);
  }
  opened.value = next;
}
