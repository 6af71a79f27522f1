// A component that is loaded when it is first shown, for what few readers open, or none before they have looked around:
// the page is there sooner. Until it has come there is nothing in its place.

import { type Signal, signal } from '@preact/signals';
import type { FunctionComponent, JSX } from 'preact';

/** The component that `bring` brings. One that could not be loaded is asked for again when it is next shown. */
export function onDemand(bring: () => Promise<FunctionComponent>): FunctionComponent {
  const loaded: Signal<{ readonly View: FunctionComponent } | undefined> = signal(undefined);
  const state = { isAsked: false };
  const load = async (): Promise<void> => {
    if (state.isAsked) return;
    state.isAsked = true;
    try {
      loaded.value = { View: await bring() };
    } finally {
      state.isAsked = loaded.peek() !== undefined;
    }
  };
  return (): JSX.Element | null => {
    if (loaded.value !== undefined) return <loaded.value.View />;
    void load();
    return null;
  };
}
