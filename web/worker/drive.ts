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
      if (isStopped()) return 'hand';
    }
    if (run.progress().rows >= limitRows) return 'limit';
  }
  return 'end';
}
