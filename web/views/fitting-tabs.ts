// Which tabs of a row have room. Those that have none go into the list of more, whole: the last ones first, but never
// the chosen one, nor one that is always there.

export interface TabWidth {
  readonly id: string;
  readonly width: number;
  readonly isKept: boolean;
}

/** The ids of the tabs that do not fit into `room` pixels. */
export function tabsWithoutRoom(tabs: readonly TabWidth[], room: number): ReadonlySet<string> {
  const without = new Set<string>();
  let used = tabs.reduce((sum, { width }) => sum + width, 0);
  for (const { id, width, isKept } of tabs.toReversed()) {
    if (used <= room) break;
    if (isKept) continue;
    without.add(id);
    used -= width;
  }
  return without;
}
