// What is selected: an object by its name (so that it survives another run), or a flag or KubeEvent by
// its row.

import { type Signal, signal } from '@preact/signals';
import type { EventMark, Flag, Timeline } from '../../src/report/timeline-model.ts';

export type Selection =
  /** `Kind/namespace/name`, `Kind/name`, or `component/name`. */
  | { readonly kind: 'object'; readonly id: string }
  | { readonly kind: 'flag'; readonly flag: Flag }
  | { readonly kind: 'event'; readonly event: EventMark };

/** In the order of their keys. */
export const DRAWER_TABS = ['why', 'describe', 'yaml', 'diff', 'events', 'summary', 'areaPods', 'areaEvents'] as const;
export type DrawerTab = (typeof DRAWER_TABS)[number];

export const selection: Signal<Selection | undefined> = signal<Selection | undefined>(undefined);
export const drawerTab: Signal<DrawerTab> = signal<DrawerTab>('why');

/** The id of a selected object, `undefined` for anything else. */
export function selectedId(): string | undefined {
  const chosen = selection.value;
  return chosen?.kind === 'object' ? chosen.id : undefined;
}

/** What is selected by its name and moment, as a link holds it: `Pod/shop/web-1`, `fault/crash worker-1@180000000`. */
export function selectionText(chosen: Selection): string {
  if (chosen.kind === 'object') return chosen.id;
  if (chosen.kind === 'flag') return `${chosen.flag.kind}/${chosen.flag.text}@${chosen.flag.at}`;
  return `event/${chosen.event.reason}/${chosen.event.about}@${chosen.event.at}`;
}

/** What a link means in a run; nothing where it means a flag or KubeEvent that the run does not have. */
export function selectionOf(text: string, timeline: Timeline): Selection | undefined {
  const [, sort = ''] = /^(action|fault|fault-end|event)\/.*@\d+$/s.exec(text) ?? [];
  if (sort === '') return { kind: 'object', id: text };
  const all: readonly Selection[] =
    sort === 'event'
      ? timeline.events.map((event) => ({ kind: 'event', event }))
      : timeline.flags.map((flag) => ({ kind: 'flag', flag }));
  return all.find((each) => selectionText(each) === text);
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
