// The names of the run's objects that have no track of their own: Services, ConfigMaps, claims. Asked for when somebody
// begins to search.

import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { byCodeUnit } from '../../src/base/compare.ts';
import { type KindInfo, kindInfo } from '../../src/model/kinds.ts';
import type { FirstSeen } from '../protocol.ts';
import { finderMode } from './finder-mode.ts';
import { engine, run } from './run.ts';
import { objectName } from './selection.ts';

export const names: Signal<readonly FirstSeen[]> = signal<readonly FirstSeen[]>([]);

/** The kinds of which the run has something, as kubectl knows them, by their plurals. */
export const kindsOfRun: ReadonlySignal<readonly KindInfo[]> = computed(() =>
  [...new Set(['Pod', 'Node', 'Event', ...names.value.map(({ id }) => objectName(id).kind)])]
    .map(kindInfo)
    .sort((a, b) => byCodeUnit(a.plural, b.plural)),
);

/** Asks from now on. */
export function startNames(): void {
  effect(() => {
    run.value;
    names.value = [];
  });
  effect(() => {
    const shown = run.value;
    if (shown === undefined || finderMode.value === undefined) return;
    void engine.value?.ask('names', {}).then((answer) => {
      if (run.peek() === shown) names.value = answer;
    });
  });
}
