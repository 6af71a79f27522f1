// Drives a run to its end, to a limit, or to the moment when somebody stops it. Between steps the worker hears what the
// page has to say, and tells how far it has come.

import type { OpenedRun, RunProgress } from '../protocol.ts';
import type { RunUnderWay } from './session.ts';

/** What the drive needs of its worker; a test has its own. */
export interface Cockpit {
  readonly now: () => number;
  /** Resolves after the messages that wait were heard. */
  readonly breathe: () => Promise<void>;
  readonly tell: (progress: RunProgress) => void;
  readonly isStopped: () => boolean;
  /** Makes what there is by now ready to be asked about. */
  readonly show: () => OpenedRun;
}

const BREATH_MILLIS = 50;
const TELL_MILLIS = 100;
/** A shorter run is shown when it is over; a longer one so often, unless showing it takes more than its share. */
const SHOW_MILLIS = 1_000;
const SHOW_SHARE = 0.1;

/**
 * Takes a long calculation step by step and hears what the page has to say in between; nothing once told to leave.
 */
export async function inBreaths<T>(
  steps: Generator<undefined, T>,
  { now, breathe, isLeft }: Pick<Cockpit, 'now' | 'breathe'> & { readonly isLeft: () => boolean },
): Promise<T | undefined> {
  let heardAt = now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (now() - heardAt < BREATH_MILLIS) continue;
    await breathe();
    heardAt = now();
    if (isLeft()) return undefined;
  }
}

/** Says what ended it: the run itself, a hand, or so many rows. */
export async function drive(run: RunUnderWay, limitRows: number, cockpit: Cockpit): Promise<'end' | 'hand' | 'limit'> {
  const { now, breathe, tell, isStopped, show } = cockpit;
  let heardAt = now();
  let toldAt = heardAt;
  let showAt = heardAt + SHOW_MILLIS;
  while (run.step()) {
    const at = now();
    if (at - heardAt >= BREATH_MILLIS) {
      if (at >= showAt) {
        tell({ ...run.progress(), soFar: show() });
        toldAt = now();
        showAt = toldAt + Math.max(SHOW_MILLIS, (toldAt - at) / SHOW_SHARE);
      } else if (at - toldAt >= TELL_MILLIS) {
        tell(run.progress());
        toldAt = at;
      }
      await breathe();
      heardAt = now();
      if (isStopped()) {
        tell({ ...run.progress(), isStopped: true });
        return 'hand';
      }
    }
    if (run.progress().rows >= limitRows) return 'limit';
  }
  return 'end';
}
