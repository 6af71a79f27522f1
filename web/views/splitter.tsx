// The border between two panels, which can be dragged, moved by arrow keys, and reset by a double
// click.

import type { JSX } from 'preact';
import { baseScale, type PanelSizes, resetSize, resize, sizes } from '../state/preferences.ts';

const KEY_STEP = 16;

/** Which way a panel grows when its border is dragged, and along which axis. */
const GROWS: { readonly [panel in keyof PanelSizes]: { readonly axis: 'x' | 'y'; readonly sign: 1 | -1 } } = {
  tree: { axis: 'x', sign: 1 },
  drawer: { axis: 'x', sign: -1 },
  dock: { axis: 'y', sign: -1 },
};

export function Splitter({ panel }: { readonly panel: keyof PanelSizes }): JSX.Element {
  const { axis, sign } = GROWS[panel];
  const onPointerDown = (event: PointerEvent): void => {
    if (!(event.currentTarget instanceof HTMLElement)) return;
    const element = event.currentTarget;
    const start = { size: sizes.value[panel], at: axis === 'x' ? event.clientX : event.clientY };
    element.setPointerCapture(event.pointerId);
    const move = (later: PointerEvent): void => {
      const at = axis === 'x' ? later.clientX : later.clientY;
      resize(panel, start.size + (sign * (at - start.at)) / baseScale.value);
    };
    element.addEventListener('pointermove', move);
    const end = (): void => element.removeEventListener('pointermove', move);
    element.addEventListener('pointerup', end, { once: true });
    element.addEventListener('pointercancel', end, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const keys = axis === 'x' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const direction = keys.indexOf(event.key) * 2 - 1;
    if (direction < -1) return;
    event.preventDefault();
    event.stopPropagation();
    resize(panel, sizes.value[panel] + sign * direction * KEY_STEP);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: only this element can be dragged and focused
    <div
      class={`splitter splitter-${axis} splitter-of-${panel}`}
      role="separator"
      aria-orientation={axis === 'x' ? 'vertical' : 'horizontal'}
      aria-valuenow={sizes.value[panel]}
      aria-label={panel}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onDblClick={() => resetSize(panel)}
    />
  );
}
