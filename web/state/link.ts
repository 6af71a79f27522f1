// The view as a URL fragment and back: one pure pair of functions. Names and times, never indices, so that a link
// survives another version of the run.

import type { DrawerTab } from './selection.ts';

export interface LinkState {
  readonly scenario?: string;
  /** Microseconds. */
  readonly cursor?: number;
  readonly from?: number;
  readonly to?: number;
  readonly selected?: string;
  readonly tab?: DrawerTab;
  readonly language?: string;
  readonly theme?: string;
}

const TABS: readonly DrawerTab[] = ['why', 'describe', 'yaml'];

/** `#s=tour/first-look&t=270000000&w=0-720000000&sel=Pod/shop/web-1&tab=why`; times in microseconds. */
export function writeLink(state: LinkState): string {
  const fields = new URLSearchParams();
  if (state.scenario !== undefined) fields.set('s', state.scenario);
  if (state.cursor !== undefined) fields.set('t', String(Math.round(state.cursor)));
  if (state.from !== undefined && state.to !== undefined) {
    fields.set('w', `${Math.round(state.from)}-${Math.round(state.to)}`);
  }
  if (state.selected !== undefined) fields.set('sel', state.selected);
  if (state.tab !== undefined) fields.set('tab', state.tab);
  if (state.language !== undefined) fields.set('lang', state.language);
  if (state.theme !== undefined) fields.set('theme', state.theme);
  return `#${fields.toString().replaceAll('%2F', '/')}`;
}

/** Reads a fragment; what it does not understand it leaves out. */
export function readLink(fragment: string): LinkState {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''));
  const text = (name: string): string | undefined => fields.get(name) ?? undefined;
  const time = (value: string | undefined): number | undefined =>
    value !== undefined && /^\d{1,16}$/.test(value) ? Number(value) : undefined;
  const [from, to] = (text('w') ?? '').split('-').map(time);
  const tab = TABS.find((name) => name === text('tab'));
  const [scenario, cursor, selected] = [text('s'), time(text('t')), text('sel')];
  const [language, theme] = [text('lang'), text('theme')];
  return {
    ...(scenario !== undefined && { scenario }),
    ...(cursor !== undefined && { cursor }),
    ...(from !== undefined && to !== undefined && from < to && { from, to }),
    ...(selected !== undefined && { selected }),
    ...(tab !== undefined && { tab }),
    ...(language !== undefined && { language }),
    ...(theme !== undefined && { theme }),
  };
}
