// What is selected: an object by its name (so that it survives another run), or a flag or KubeEvent by
// its row.

import { type Signal, signal } from '@preact/signals';
import type { EventMark, Flag } from '../../src/report/timeline-model.ts';

export type Selection =
  /** `Kind/namespace/name`, `Kind/name`, or `component/name`. */
  | { readonly kind: 'object'; readonly id: string }
  | { readonly kind: 'flag'; readonly flag: Flag }
  | { readonly kind: 'event'; readonly event: EventMark };

/** In the order of their keys. */
export const DRAWER_TABS = ['why', 'describe', 'yaml', 'diff', 'events', 'summary'] as const;
export type DrawerTab = (typeof DRAWER_TABS)[number];

export const selection: Signal<Selection | undefined> = signal<Selection | undefined>(undefined);
export const drawerTab: Signal<DrawerTab> = signal<DrawerTab>('why');

/** The id of a selected object, `undefined` for anything else. */
export function selectedId(): string | undefined {
  const chosen = selection.value;
  return chosen?.kind === 'object' ? chosen.id : undefined;
}

export interface ObjectName {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Takes `Kind/namespace/name` or `Kind/name` apart. */
export function objectName(id: string): ObjectName {
  const [kind = '', second = '', third] = id.split('/');
  return third === undefined ? { kind, namespace: '', name: second } : { kind, namespace: second, name: third };
}

export function isSameSelection(a: Selection | undefined, b: Selection | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'object') return b.kind === 'object' && a.id === b.id;
  if (a.kind === 'flag') return b.kind === 'flag' && a.flag.seq === b.flag.seq;
  return b.kind === 'event' && a.event.seq === b.event.seq;
}
