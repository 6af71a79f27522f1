// The view as geometry wants it, put together from the signals: window of time, size, scroll position, and the pods
// that a chain brings into focus.

import { podId } from '../timeline/rows.ts';
import type { SceneView } from '../timeline/scene.ts';
import { shownChain } from './answers.ts';
import { barsOfRun } from './moments.ts';
import { timeline } from './run.ts';
import { selectedId } from './selection.ts';
import { range, scrollY, stageSize } from './view.ts';

export function sceneView(): SceneView {
  const { width, height } = stageSize.value;
  const base = { range: range.value, width, height, scrollY: scrollY.value };
  const steps = shownChain.value;
  const shown = timeline.value;
  if (steps === undefined || shown === undefined) return base;
  const about = new Set([...steps.map((step) => step.about), selectedId()]);
  return {
    ...base,
    focus: new Set(
      barsOfRun(shown)
        .map(podId)
        .filter((id) => about.has(id)),
    ),
  };
}
