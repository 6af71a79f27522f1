// Times as controllers store them: the API keeps whole seconds of its wall clock. A run starts at a whole second, so the
// cut is the same on the simulated clock.

import type { Micros } from '../base/time.ts';
import { MICROS_PER_SECOND, micros } from '../base/time.ts';

/** The whole second at or before an instant. */
export function wholeSecond(at: Micros): Micros {
  return micros(Math.floor(at / MICROS_PER_SECOND) * MICROS_PER_SECOND);
}
