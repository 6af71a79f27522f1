// KubeEvents about an object, as `kubectl describe` lists them: folded, with how often and over how long. They are kept
// for ever here; a real cluster drops them after an hour.

import type { Micros } from '../../src/base/time.ts';
import { eventOccurrences } from '../../src/kubectl/printers/event.ts';
import { ageAt } from '../../src/kubectl/printers/human-duration.ts';
import type { Moments } from '../../src/log/moment.ts';
import type { EventLine } from '../protocol.ts';
import type { EventsIndex } from './events-index.ts';

export function eventLinesAt(events: EventsIndex, moments: Moments, id: string, at: Micros): readonly EventLine[] {
  return events
    .about(id, moments.at(at))
    .map((event): EventLine => {
      const { first, last, count } = eventOccurrences(event);
      const age = ageAt(last, at);
      const { source, reportingComponent = '' } = event;
      return {
        at: last ?? event.metadata.creationTimestamp,
        isWarning: event.type === 'Warning',
        age: count > 1 ? `${age} (x${count} over ${ageAt(first, at)})` : age,
        reason: event.reason,
        from: source?.component ?? reportingComponent,
        message: event.message,
      };
    })
    .toSorted((a, b) => a.at - b.at);
}
