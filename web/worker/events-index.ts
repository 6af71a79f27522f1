// KubeEvents by the object that they are about, found once for the whole log: whoever describes an object needs its own
// and not the hundred thousand others.

import type { Log } from '../../src/log/log.ts';
import type { Moment } from '../../src/log/moment.ts';
import type { KubeEvent } from '../../src/model/objects.ts';
import { idOfReference } from '../../src/report/owner.ts';

export interface EventsIndex {
  /** The events about `Kind/namespace/name` that exist at a moment, in order of creation. */
  readonly about: (id: string, moment: Moment) => readonly KubeEvent[];
}

export function eventsIndex(log: Log): EventsIndex {
  const keysOf = new Map<string, Set<string>>();
  const state = { indexed: 0 };
  return {
    about(id, moment) {
      for (; state.indexed < log.length; state.indexed += 1) {
        const object = log.object(state.indexed);
        if (object?.kind !== 'Event') continue;
        const about = idOfReference((object as KubeEvent).involvedObject);
        const keys = keysOf.get(about);
        if (keys === undefined) keysOf.set(about, new Set([log.key(state.indexed)]));
        else keys.add(log.key(state.indexed));
      }
      return [...(keysOf.get(id) ?? [])].flatMap((key) => moment.get('Event', key) ?? []);
    },
  };
}
