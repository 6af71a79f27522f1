// What the reader prefers: theme, language, sizes of the panels, height of the lanes, what heads of nodes show. Kept
// in the browser's storage where there is one.

import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { systemTheme } from '../canvas/system-theme.ts';
import { type Language, language } from '../i18n/i18n.ts';
import { isCompact, isDense } from '../timeline/metrics.ts';
import { NODE_USES } from '../timeline/node-use.ts';
import { cssVariables, THEMES, type Theme, type ThemeName } from '../tokens.ts';
import { nodeUse } from './arrangement.ts';
import { windowHeight, windowWidth } from './view.ts';

export const themeName: Signal<ThemeName> = signal<ThemeName>('light');
export const theme: ReadonlySignal<Theme> = computed(() => (isForced.value ? systemTheme() : THEMES[themeName.value]));

/** Whether the system wants its own colours. */
const isForced: Signal<boolean> = signal(false);
/** Whether fingers point. */
export const isCoarse: Signal<boolean> = signal(false);
/** The reader's text size as a share of the usual 16 px, measured once: style sheets, rows and panels grow with it. */
export const baseScale: Signal<number> = signal(1);
/** In the projector's theme the timeline is twice as large, so that the last row of a lecture hall can read it. */
const themeScale: ReadonlySignal<number> = computed(() => (themeName.value === 'projector' ? 2 : 1));
/** Pixels of the window for one of the timeline. */
export const stageScale: ReadonlySignal<number> = computed(() => themeScale.value * baseScale.value);

/** A length on the page's grid of pixels, as it grows with the reader's text size. */
export function rem(pixels: number): string {
  return `${pixels / 16}rem`;
}

export interface PanelSizes {
  readonly tree: number;
  readonly drawer: number;
  readonly dock: number;
}

interface Sizes extends PanelSizes {
  /** Of the drawer while it shows why a pod has no node. */
  readonly matrix: number;
  /** Of the dock while it shows details. */
  readonly details: number;
}

/** A sum and six steps of a chain. */
const DETAILS_HEIGHT = 276;
/** What header, minimap, axis, legend and status bar take of the window's height. */
const BARS_HEIGHT = 204;

const chosenSizes: Signal<Partial<PanelSizes>> = signal<Partial<PanelSizes>>({});
export const isDockOpen: Signal<boolean> = signal(true);
/** What the wheel does to the tracks; `undefined` until the reader was asked. */
export type WheelManner = 'modern' | 'classic';
export const wheelManner: Signal<WheelManner | undefined> = signal<WheelManner | undefined>(undefined);
/** The table of rows and segments stands in place of the canvas. */
export const isTwinShown: Signal<boolean> = signal(false);

/** Sizes by width of the window, unless the reader has moved a splitter. */
export const sizes: ReadonlySignal<Sizes> = computed(() => {
  const width = windowWidth.value;
  const usual = usualSizes(width, themeName.value === 'projector');
  const wanted = { ...usual, ...chosenSizes.value };
  const most = mostDock();
  return {
    ...wanted,
    matrix: width < 1800 ? 640 : 720,
    dock: Math.min(wanted.dock, most),
    details: Math.min(Math.max(wanted.dock, DETAILS_HEIGHT), most),
  };
});

/** The tracks keep at least half of what they share with the dock. */
function mostDock(): number {
  return Math.max(Math.floor((windowHeight.value - BARS_HEIGHT) / 2), 96);
}

function usualSizes(width: number, isProjector: boolean): PanelSizes {
  if (isProjector) return { tree: width < 1280 ? 264 : 320, drawer: 560, dock: 180 };
  if (width < 1280) return { tree: 196, drawer: 380, dock: 160 };
  return width < 1800 ? { tree: 236, drawer: 380, dock: 156 } : { tree: 264, drawer: 460, dock: 220 };
}

export function resize(panel: keyof PanelSizes, pixels: number): void {
  const limits = {
    tree: [160, 420],
    drawer: [320, windowWidth.value * 0.6],
    dock: [96, Math.min(460, mostDock())],
  } as const;
  const [least, most] = limits[panel];
  chosenSizes.value = { ...chosenSizes.value, [panel]: Math.round(Math.min(Math.max(pixels, least), most)) };
}

export function resetSize(panel: keyof PanelSizes): void {
  const { [panel]: _, ...rest } = chosenSizes.value;
  chosenSizes.value = rest;
}

const STORAGE_KEY = 'orrery.preferences';

interface Stored {
  readonly theme?: unknown;
  readonly language?: unknown;
  readonly wheel?: unknown;
  readonly density?: unknown;
  readonly nodeUse?: unknown;
}

/** The language that was stored, else the browser's. */
export function preferredLanguage(): Language {
  const stored = readStored().language;
  if (isLanguage(stored)) return stored;
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
}

/** Reads the stored theme, else follows the system; from then on keeps page and storage up to date. */
export function startPreferences(): void {
  const stored = readStored();
  const prefersDark = matchMedia('(prefers-color-scheme: dark)').matches;
  themeName.value = isTheme(stored.theme) ? stored.theme : prefersDark ? 'dark' : 'light';
  wheelManner.value = isWheelManner(stored.wheel) ? stored.wheel : undefined;
  isCompact.value = stored.density === 'compact';
  nodeUse.value = NODE_USES.find((use) => use === stored.nodeUse) ?? 'cpu';
  effect(() => {
    const { style, dataset } = document.documentElement;
    for (const [name, value] of cssVariables(theme.value)) style.setProperty(name, value);
    dataset.theme = themeName.value;
    isDense.value = themeName.value === 'projector';
    style.setProperty('--stage-scale', String(themeScale.value));
    style.colorScheme = themeName.value === 'dark' ? 'dark' : 'light';
    document.documentElement.lang = language.value;
    writeStored({
      theme: themeName.value,
      language: language.value,
      wheel: wheelManner.value,
      density: isCompact.value ? 'compact' : 'normal',
      nodeUse: nodeUse.value,
    });
  });
  const measure = (): void => {
    windowWidth.value = window.innerWidth / baseScale.value;
    windowHeight.value = window.innerHeight / baseScale.value;
  };
  baseScale.value = measuredBase();
  measure();
  addEventListener('resize', measure);
  follow('(forced-colors: active)', isForced);
  follow('(pointer: coarse)', isCoarse);
}

function follow(query: string, isSo: Signal<boolean>): void {
  const list = matchMedia(query);
  const take = (): void => {
    isSo.value = list.matches;
  };
  take();
  list.addEventListener('change', take);
}

/** An element tells more than the style does: a browser may enlarge texts alone. */
function measuredBase(): number {
  const probe = document.createElement('div');
  probe.style.width = '100rem';
  document.body.append(probe);
  const { width } = probe.getBoundingClientRect();
  probe.remove();
  return width > 0 ? width / 1_600 : 1;
}

export function isTheme(value: unknown): value is ThemeName {
  return value === 'light' || value === 'dark' || value === 'projector';
}

export function isLanguage(value: unknown): value is Language {
  return value === 'en' || value === 'zh';
}

function isWheelManner(value: unknown): value is WheelManner {
  return value === 'modern' || value === 'classic';
}

function readStored(): Stored {
  try {
    const text = localStorage.getItem(STORAGE_KEY);
    const value: unknown = text === null ? undefined : JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {}; // Storage is forbidden in some settings, and then nothing is remembered.
  }
}

function writeStored(value: Stored): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(value));
  } catch {
    // As above: the page works without a memory.
  }
}
