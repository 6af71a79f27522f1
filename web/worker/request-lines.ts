// The requests that a component of the control plane has sent around a moment, as the log has them: writes, each with
// what it wrote. Reads and watches are no rows.

import type { Log } from '../../src/log/log.ts';
import { API_SERVER, componentOfActor } from '../../src/report/component-fold.ts';
import { idOf } from '../../src/report/owner.ts';
import type { Questions, RequestLine } from '../protocol.ts';

/** So many before the moment, and so many after it. */
const MOST_EACH_WAY = 20;

export function requestLinesAt(
  log: Log,
  { component, at, from, to }: Questions['requests']['ask'],
): readonly RequestLine[] {
  const middle = log.lengthAt(at);
  const nearest = (start: number, step: 1 | -1): RequestLine[] => {
    const found: RequestLine[] = [];
    for (let seq = start; seq >= 0 && seq < log.length && found.length < MOST_EACH_WAY; seq += step) {
      if (log.at(seq) < from || log.at(seq) > to) break;
      const line = lineOf(log, seq, component);
      if (line !== undefined) found.push(line);
    }
    return found;
  };
  return [...nearest(middle - 1, -1).reverse(), ...nearest(middle, 1)];
}

function lineOf(log: Log, seq: number, component: string): RequestLine | undefined {
  const verb = log.verb(seq);
  const object = log.object(seq);
  const actor = log.actor(seq);
  if (verb === undefined || object === undefined) return undefined;
  if (component !== API_SERVER && componentOfActor(actor) !== component) return undefined;
  return { at: log.at(seq), actor, verb, about: idOf(object.kind, log.key(seq)), revision: log.revision(seq) };
}
