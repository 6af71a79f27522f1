// Creating one object: what `create`, `run`, `expose` and `autoscale` end in.
// With --dry-run nothing is sent.

import type { NewObject } from '../model/objects.ts';
import type { Writing } from './command.ts';
import type { Failure } from './failure.ts';
import { printResult } from './print-result.ts';
import { ask, type Program, type Session } from './program.ts';
import type { Printing } from './reader.ts';

/** A whole object as what a command writes. */
export function wholly(object: NewObject): readonly Writing[] {
  const { apiVersion, kind } = object;
  return [{ apiVersion, kind, value: object }];
}

/** Creates an object and says so; the refusal, if there is one. */
export function* createObject(
  session: Session,
  object: NewObject,
  done: string,
  printing: Printing = { isDryRun: false },
): Program<Exclude<Failure, string> | undefined> {
  if (printing.isDryRun) {
    printResult(session, object, done === 'autoscaled' ? 'created' : done, printing);
    return undefined;
  }
  const verdict = yield* ask({ verb: 'create', kind: object.kind, object });
  if (!verdict.ok) return verdict;
  printResult(session, verdict.object, done, printing);
  return undefined;
}
