// The nodes of "Around the cursor" in a large cluster: those that change nearest to it, once it rests. While it moves,
// the rows stay as they are.

import { effect } from '@preact/signals';
import { isLarge } from '../timeline/layout.ts';
import { nodesAround } from '../timeline/node-order.ts';
import { around } from './arrangement.ts';
import { timeline } from './run.ts';
import { cursor } from './view.ts';

const REST_MILLIS = 150;
const AROUND_COUNT = 11;

/** Follows the cursor from now on. */
export function startAround(): void {
  effect(() => {
    const shown = timeline.value;
    const at = cursor.value;
    if (shown === undefined || !isLarge(shown)) {
      around.value = [];
      return undefined;
    }
    const update = (): void => {
      around.value = nodesAround(shown, at, AROUND_COUNT);
    };
    if (around.peek().length === 0) update();
    const timer = setTimeout(update, REST_MILLIS);
    return () => clearTimeout(timer);
  });
}
