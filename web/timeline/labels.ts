// Shortening of names to the room there is. A pod's random suffix is what tells it from its siblings, so it is kept
// longest: `web-86c57db9f4-qkb9g`, `web-…-qkb9g`, `…qkb9g`, nothing. Other names lose their middle, the end kept
// longer. And where two of them stand in a track.

import type { FontName, Measure } from './draw-list.ts';

/** Height of a label with its plate. */
export const LABEL_PIXELS = 14;

const POD_NAME = /^(.*)-([a-z0-9]{6,10})-([a-z0-9]{5})$/;
const SUFFIXED = /^(.*)-([a-z0-9]{5})$/;

/** The forms of a pod's name from the longest to the shortest, without the empty one. */
export function podNameForms(name: string): readonly string[] {
  const replicaSetPod = POD_NAME.exec(name);
  if (replicaSetPod !== null) return [name, `${replicaSetPod[1]}-…-${replicaSetPod[3]}`, `…${replicaSetPod[3]}`];
  const suffixed = SUFFIXED.exec(name);
  return suffixed === null ? [name] : [name, `…${suffixed[2]}`];
}

/** The longest form of a pod's name that fits into `room` pixels; empty where none does. */
export function shortPodName(name: string, room: number, font: FontName, measure: Measure): string {
  return podNameForms(name).find((form) => measure(form, font) <= room) ?? '';
}

/** Any other text cut in its middle to fit; empty where fewer than four characters would be left. */
export function shortText(text: string, room: number, font: FontName, measure: Measure): string {
  if (measure(text, font) <= room) return text;
  for (let kept = text.length - 1; kept >= 4; kept -= 1) {
    const head = Math.floor(kept * 0.4);
    const form = `${text.slice(0, head)}…${text.slice(text.length - (kept - head))}`;
    if (measure(form, font) <= room) return form;
  }
  return '';
}

/** The middles of two labels above each other, moved as little as it takes to stay apart and inside of a track. */
export function stacked(
  [upper, lower]: readonly [upper: number, lower: number],
  { y, height }: { readonly y: number; readonly height: number },
): readonly [upper: number, lower: number] {
  const half = LABEL_PIXELS / 2;
  const low = Math.min(Math.max(lower, y + half + LABEL_PIXELS), y + height - half);
  return [Math.max(Math.min(upper, low - LABEL_PIXELS), y + half), low];
}
