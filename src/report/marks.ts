// What is marked on the time axis: flags of what the scenario or the user did and of faults, and KubeEvents.
// Marks have a moment and no length: what lasts is a bar, and folded elsewhere.

import type { Micros } from '../base/time.ts';
import type { ActionRow, FaultRow, Seq } from '../log/row.ts';
import type { KubeEvent } from '../model/objects.ts';
import { idOfReference } from './owner.ts';
import type { EventMark, Flag } from './timeline-model.ts';

/** The flag of an action or a fault. */
export function flagOf(what: ActionRow | FaultRow, at: Micros, seq: Seq): Flag {
  if (what.type === 'action') return { at, kind: 'action', text: what.text, seq };
  return { at, kind: what.phase === 'begin' ? 'fault' : 'fault-end', text: what.text, seq };
}

/** The mark of a KubeEvent's creation, or of its count going up. */
export function eventMarkOf(event: KubeEvent, at: Micros, seq: Seq): EventMark {
  const { type, reason, message, involvedObject } = event;
  return { at, isWarning: type === 'Warning', reason, message, about: idOfReference(involvedObject), seq };
}
