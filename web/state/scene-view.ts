// The view as geometry wants it, put together from the signals: window of time, size, scroll position, axis, and the
// pods that a chain or a filter brings into focus. One object as long as nothing changes, so that scales are kept.

import { computed, type ReadonlySignal } from '@preact/signals';
import { discsOf, placeChain } from '../timeline/chain.ts';
import { podId } from '../timeline/rows.ts';
import type { SceneView } from '../timeline/scene.ts';
import { shownChain } from './answers.ts';
import { filter, nodeUse } from './arrangement.ts';
import { barsOfRun } from './moments.ts';
import { timeline } from './run.ts';
import { selectedId } from './selection.ts';
import { axis, layout, range, scrollY, stageSize } from './view.ts';

const focus: ReadonlySignal<ReadonlySet<string> | undefined> = computed(() => {
  const steps = shownChain.value;
  const shown = timeline.value;
  const wanted = filter.value.trim().toLowerCase();
  if (shown === undefined || (steps === undefined && wanted === '')) return undefined;
  if (steps !== undefined) {
    const about = new Set([...steps.map((step) => step.about), selectedId()]);
    return new Set([...about].filter((id) => id?.startsWith('Pod/') === true) as string[]);
  }
  const matching = barsOfRun(shown).filter((bar) => bar.key.toLowerCase().includes(wanted));
  // A filter that names nodes or workloads dims no pods.
  return matching.length === 0 ? undefined : new Set(matching.map(podId));
});

const plainView: ReadonlySignal<SceneView> = computed(() => ({
  range: range.value,
  ...stageSize.value,
  scrollY: scrollY.value,
  nodeUse: nodeUse.value,
  ...(axis.value !== undefined && { axis: axis.value }),
  ...(focus.value !== undefined && { focus: focus.value }),
}));

const view: ReadonlySignal<SceneView> = computed(() => {
  const [steps, shown, plain] = [shownChain.value, timeline.value, plainView.value];
  if (steps === undefined || shown === undefined) return plain;
  return { ...plain, discs: discsOf(placeChain(steps, shown, layout.value, plain, []), plain.scrollY) };
});

export function sceneView(): SceneView {
  return view.value;
}
