// The names of all objects that a run ever had, for whoever searches. Pods, nodes and KubeEvents are not among them:
// the timeline has them. Found once for what there is of the log.

import type { Log } from '../../src/log/log.ts';
import { idOf } from '../../src/report/owner.ts';
import type { FirstSeen } from '../protocol.ts';

const IN_TIMELINE: ReadonlySet<string> = new Set(['Pod', 'Node', 'Event']);

export function objectNames(log: Log): () => readonly FirstSeen[] {
  const found = new Map<string, FirstSeen>();
  const state = { read: 0 };
  return () => {
    for (; state.read < log.length; state.read += 1) {
      const object = log.object(state.read);
      if (object === undefined || IN_TIMELINE.has(object.kind) || log.before(state.read) !== undefined) continue;
      const id = idOf(object.kind, log.key(state.read));
      if (!found.has(id)) found.set(id, { id, at: log.at(state.read) });
    }
    return [...found.values()];
  };
}
