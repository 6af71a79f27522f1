// Which key stands for which: the reader may give a single key another one, which then trades places with it, or switch
// single keys off. Kept in the browser's storage where there is one.

import { effect, type Signal, signal } from '@preact/signals';

interface Keymap {
  /** The registry's key by the key that is pressed for it, for those that have traded places. */
  readonly traded: { readonly [pressed: string]: string };
  /** Without them only keys with Control, Escape and those within a control do anything. */
  readonly hasSingleKeys: boolean;
}

const STORAGE_KEY = 'orrery.keys';
const USUAL: Keymap = { traded: {}, hasSingleKeys: true };

export const keymap: Signal<Keymap> = signal<Keymap>(USUAL);

/** Keys that stay what they are: the way out, and what a held key makes of another. */
export function isFixedKey(key: string): boolean {
  return key === 'escape' || key === 'enter' || /^(ctrl|shift)\+/.test(key);
}

/** The registry's key for a pressed one; `undefined` where it was switched off. */
export function registeredKey(pressed: string): string | undefined {
  const { traded, hasSingleKeys } = keymap.value;
  if (isFixedKey(pressed)) return pressed;
  return hasSingleKeys ? (traded[pressed] ?? pressed) : undefined;
}

/** The key to press for one of the registry. */
export function pressedKey(registered: string): string {
  const found = Object.entries(keymap.value.traded).find(([, key]) => key === registered);
  return found?.[0] ?? registered;
}

/** From now on `pressed` stands for a key of the registry; what it stood for before is where that one was. */
export function tradeKey(registered: string, pressed: string): void {
  if (isFixedKey(pressed) || isFixedKey(registered)) return;
  const other = keymap.value.traded[pressed] ?? pressed;
  const before = pressedKey(registered);
  const traded = { ...keymap.value.traded, [pressed]: registered, [before]: other };
  const changed = Object.entries(traded).filter(([from, to]) => from !== to);
  keymap.value = { ...keymap.value, traded: Object.fromEntries(changed) };
}

export function resetKeys(): void {
  keymap.value = USUAL;
}

export function setSingleKeys(isOn: boolean): void {
  keymap.value = { ...keymap.value, hasSingleKeys: isOn };
}

/** Reads the stored keys, and stores them from now on. */
export function startKeymap(): void {
  keymap.value = readStored();
  effect(() => {
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(keymap.value));
    } catch {
      // Storage is forbidden in some settings: the keys last as long as the page.
    }
  });
}

function readStored(): Keymap {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null');
    if (typeof value !== 'object' || value === null) return USUAL;
    const { traded, hasSingleKeys } = value as Partial<Keymap>;
    const isMap = typeof traded === 'object' && Object.values(traded).every((key) => typeof key === 'string');
    return { traded: isMap ? traded : {}, hasSingleKeys: hasSingleKeys !== false };
  } catch {
    return USUAL;
  }
}

const LABELS: { readonly [key: string]: string } = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  ' ': 'Space',
  '-': '−',
  escape: 'Esc',
  pagedown: 'PageDown',
  pageup: 'PageUp',
};

/** A key as it stands on a keyboard: `W`, `Ctrl+K`, `←`. */
export function keyLabel(key: string): string {
  return (
    LABELS[key] ?? key.replace(/(^|\+)([a-z])/g, (_, before: string, first: string) => before + first.toUpperCase())
  );
}
