// The view as a URL fragment and back: one pure pair of functions. Names and times, never indices, so that a link
// survives another version of the run.

import type { Act } from '../clerk-protocol.ts';
import type { NodeGrouping } from '../timeline/layout.ts';
import type { NodeSort } from '../timeline/node-order.ts';
import { actText, readAct } from './act-text.ts';
import type { AxisChoice } from './axis-choice.ts';
import { AXES } from './axis-choice.ts';
import type { Note } from './notes.ts';
import { DRAWER_TABS, type DrawerTab } from './selection.ts';

export interface LinkState {
  readonly scenario?: string;
  /** The run's own files, packed. */
  readonly own?: string;
  /** What was tried from it, one branch from the other. */
  readonly acts?: readonly Act[];
  /** Another seed than the scenario's. */
  readonly seed?: string;
  /** Of the engine that made the link. */
  readonly version?: string;
  /** Microseconds. */
  readonly cursor?: number;
  readonly from?: number;
  readonly to?: number;
  readonly axis?: AxisChoice;
  /** The id of an object, or the name and moment of a flag or KubeEvent. */
  readonly selected?: string;
  /** The moment whose chain of causes is shown, where the cursor has gone back along it. */
  readonly chainAt?: number;
  readonly tab?: DrawerTab;
  readonly sort?: NodeSort;
  readonly grouping?: NodeGrouping;
  /** Ids of objects. */
  readonly pinned?: readonly string[];
  readonly opened?: readonly string[];
  /** Ids of rows. */
  readonly folded?: readonly string[];
  readonly filter?: string;
  /** Only what went wrong. */
  readonly isTroubleOnly?: boolean;
  readonly areaFrom?: number;
  readonly areaTo?: number;
  /** Ids of the rows of the area. */
  readonly areaRows?: readonly string[];
  /** The table under the tracks has all columns. */
  readonly isWide?: boolean;
  readonly notes?: readonly Note[];
  readonly language?: string;
  readonly theme?: string;
  /** Fields that say nothing, as they stand there. */
  readonly unread?: readonly string[];
}

/** Longer fragments are cut off by mail programs and chat windows. */
export const LONGEST_LINK = 2_000;

const SORTS: readonly NodeSort[] = ['name', 'worst', 'first'];
const GROUPINGS: readonly NodeGrouping[] = ['none', 'zone', 'pool', 'owner', 'namespace'];

/** `#s=tour/first-look&t=270000000&w=0-720000000&sel=Pod/shop/web-1&tab=why`; times in microseconds. */
export function writeLink(state: LinkState): string {
  const fields = new URLSearchParams();
  const set = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') fields.set(name, value);
  };
  const span = (from: number | undefined, to: number | undefined): string | undefined =>
    from === undefined || to === undefined ? undefined : `${Math.round(from)}-${Math.round(to)}`;
  set('s', state.scenario);
  set('y', state.own);
  for (const act of state.acts ?? []) fields.append('o', actText(act));
  set('seed', state.seed);
  set('v', state.version);
  set('t', state.cursor === undefined ? undefined : String(Math.round(state.cursor)));
  set('w', span(state.from, state.to));
  set('ax', state.axis);
  set('sel', state.selected);
  set('tab', state.tab);
  set('chain', state.chainAt === undefined ? undefined : String(Math.round(state.chainAt)));
  set('sort', state.sort);
  set('group', state.grouping);
  set('pin', state.pinned?.join(','));
  set('open', state.opened?.join(','));
  set('fold', state.folded?.join(','));
  set('q', state.filter);
  set('trouble', state.isTroubleOnly === true ? '1' : undefined);
  set('area', span(state.areaFrom, state.areaTo));
  set('rows', state.areaRows?.join(','));
  set('wide', state.isWide === true ? '1' : undefined);
  for (const { at, text } of state.notes ?? []) fields.append('n', `${Math.round(at)} ${text}`);
  set('lang', state.language);
  set('theme', state.theme);
  return `#${fields.toString().replaceAll('%2F', '/').replaceAll('%2C', ',')}`;
}

/** The link, without the lists of names, then the notes, then the branches where it would be too long with them. */
export function writeShortLink(state: LinkState): string {
  const whole = writeLink(state);
  if (whole.length <= LONGEST_LINK) return whole;
  const { pinned: _, opened: __, folded: ___, areaRows: ____, ...rest } = state;
  const shorter = writeLink(rest);
  if (shorter.length <= LONGEST_LINK) return shorter;
  const { notes: _____, ...less } = rest;
  const short = writeLink(less);
  if (short.length <= LONGEST_LINK) return short;
  const { acts: ______, ...least } = less;
  return writeLink(least);
}

/** A run's file as a link names it: `tour/first-look` for what comes with the page, of any other file its own name. */
export function scenarioName(file: string): string {
  const [, own] = /(?:^|[/\\])scenarios[/\\](.+)$/.exec(file) ?? [];
  const isAbsolute = /^(?:[/\\]|[A-Za-z]:[/\\])/.test(file);
  const short = own ?? (isAbsolute ? file.replace(/^.*[/\\]/, '') : file);
  return short.replace(/\.ya?ml$/, '');
}

/** Reads a fragment; what it does not understand it leaves out, and names. */
export function readLink(fragment: string): LinkState {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''));
  const text = (name: string): string | undefined => fields.get(name) ?? undefined;
  const one = <T extends string>(name: string, known: readonly T[]): T | undefined =>
    known.find((value) => value === text(name));
  const names = (name: string): readonly string[] | undefined => {
    const found = (text(name) ?? '').split(',').filter((part) => part !== '');
    return found.length === 0 ? undefined : found;
  };
  const view = span(text('w'));
  const area = span(text('area'));
  const acts = actsOf(fields.getAll('o'));
  const fieldsRead = {
    o: acts,
    t: time(text('t')),
    w: view,
    area,
    ax: one('ax', AXES),
    tab: one('tab', DRAWER_TABS),
    sort: one('sort', SORTS),
    group: one('group', GROUPINGS),
  };
  const unread = Object.entries(fieldsRead).flatMap(([name, value]) =>
    value === undefined && fields.has(name) ? [`${name}=${badValue(name, fields)}`] : [],
  );
  return present({
    scenario: text('s'),
    own: text('y'),
    acts,
    seed: text('seed'),
    version: text('v'),
    cursor: fieldsRead.t,
    from: view?.[0],
    to: view?.[1],
    axis: fieldsRead.ax,
    selected: text('sel'),
    chainAt: time(text('chain')),
    tab: fieldsRead.tab,
    sort: fieldsRead.sort,
    grouping: fieldsRead.group,
    pinned: names('pin'),
    opened: names('open'),
    folded: names('fold'),
    filter: text('q'),
    isTroubleOnly: text('trouble') === '1' ? true : undefined,
    areaFrom: area?.[0],
    areaTo: area?.[1],
    areaRows: area === undefined ? undefined : names('rows'),
    isWide: text('wide') === '1' ? true : undefined,
    notes: notesOf(fields.getAll('n')),
    language: text('lang'),
    theme: text('theme'),
    unread: unread.length === 0 ? undefined : unread,
  });
}

const LONGEST_NAMED = 40;

/** The value that says nothing: of acts the first that is none. */
function badValue(name: string, fields: URLSearchParams): string {
  const bad = fields.getAll(name).find((value) => name !== 'o' || readAct(value) === undefined) ?? '';
  return bad.length > LONGEST_NAMED ? `${bad.slice(0, LONGEST_NAMED)}…` : bad;
}

/** All of them or none: each is done in what the one before it led to. */
function actsOf(values: readonly string[]): readonly Act[] | undefined {
  const acts = values.flatMap((value) => readAct(value) ?? []);
  return acts.length === 0 || acts.length < values.length ? undefined : acts;
}

function notesOf(values: readonly string[]): readonly Note[] | undefined {
  const found = values.flatMap((value): Note[] => {
    const space = value.indexOf(' ');
    const at = time(value.slice(0, space));
    return space < 0 || at === undefined ? [] : [{ at, text: value.slice(space + 1) }];
  });
  return found.length === 0 ? undefined : found;
}

function time(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,16}$/.test(value) ? Number(value) : undefined;
}

/** Two times, the earlier first. */
function span(value: string | undefined): readonly [from: number, to: number] | undefined {
  const [from, to] = (value ?? '').split('-').map(time);
  return from !== undefined && to !== undefined && from < to ? [from, to] : undefined;
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

function present(state: Loose<Required<LinkState>>): LinkState {
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
}
