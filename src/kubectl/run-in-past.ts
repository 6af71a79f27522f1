// Commands over the log of a run that is over: kubectl at any moment. Reads see the state at that moment, waiting moves
// on in the log, and nothing can be changed any more. At the end of the run patience ends.

import { byCodeUnit } from '../base/compare.ts';
import { type Micros, plus } from '../base/time.ts';
import { notFound } from '../cluster/refusal.ts';
import type { ApiRequest, Verdict } from '../cluster/request.ts';
import type { Log } from '../log/log.ts';
import { type Moment, Moments } from '../log/moment.ts';
import { type KubeObject, keyOf } from '../model/objects.ts';
import type { KubectlCommand } from './command.ts';
import type { ExitCode, Session, WatchAnswer, WatchStep } from './program.ts';
import { runCommand } from './run-command.ts';

/** A run that is over, and where in it a command is typed. */
export interface Past {
  readonly log: Log;
  /** Of that log; with statuses as they are read, where that is another thing. */
  readonly moments?: Moments;
  readonly at: Micros;
  /** The end of the run. */
  readonly until: Micros;
  readonly startsAtEpochMicros: number;
  readonly knowledge?: Pick<Session, 'leaseRenewedAt' | 'usage'>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Runs a command in the past; its exit status. */
export function runInPast(command: KubectlCommand, past: Past): ExitCode {
  const reader = new PastReader(past);
  const { startsAtEpochMicros, out, err, knowledge } = past;
  const session: Session = {
    ...knowledge,
    startsAtEpochMicros,
    out,
    err,
    get now() {
      return reader.now;
    },
  };
  const program = runCommand(command, session);
  for (let result = program.next(); ; ) {
    if (result.done === true) return result.value;
    const step = result.value;
    switch (step.type) {
      case 'request':
        result = program.next(reader.answer(step.request));
        break;
      case 'sleep':
        reader.goTo(plus(reader.now, step.micros));
        result = program.next(undefined);
        break;
      case 'watch':
        result = program.next(reader.watch(step));
    }
  }
}

/** A reader of a log who moves forward in it. */
class PastReader {
  readonly #past: Past;
  readonly #moments: Moments;
  #moment: Moment | undefined;
  #now: Micros;
  /** Rows that have been seen. */
  #position: number;

  constructor(past: Past) {
    this.#past = past;
    this.#moments = past.moments ?? new Moments(past.log);
    this.#now = past.at;
    this.#position = past.log.lengthAt(past.at);
  }

  get now(): Micros {
    return this.#now;
  }

  goTo(time: Micros): void {
    this.#now = time;
    this.#position = this.#past.log.lengthAt(time);
    this.#moment = undefined;
  }

  answer(request: ApiRequest): Verdict {
    this.#moment ??= this.#moments.after(this.#position, this.#now);
    switch (request.verb) {
      case 'get': {
        const { kind, key } = request;
        const object: KubeObject | undefined = this.#moment.get(kind, key);
        return object === undefined ? notFound(kind, key.slice(key.indexOf('/') + 1)) : { ok: true, object };
      }
      case 'list': {
        const { kind, namespace } = request;
        const all: readonly KubeObject[] = this.#moment.list(kind);
        const items = all
          .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
          .toSorted((a, b) => byCodeUnit(keyOf(a), keyOf(b)));
        return { ok: true, object: { kind: `${kind}List` } as unknown as KubeObject, items };
      }
      default:
        return { ok: false, code: 403, reason: 'Forbidden', message: 'what has happened cannot be changed' };
    }
  }

  watch({ kind, key, after, until = this.#past.until }: WatchStep): WatchAnswer {
    if (key !== undefined) {
      const found = this.answer({ verb: 'get', kind, key });
      if (found.ok && found.object.metadata.resourceVersion > after) return { type: 'changed', object: found.object };
    }
    const { log } = this.#past;
    const end = until < this.#past.until ? until : this.#past.until;
    for (let seq = this.#position; seq < log.length && log.at(seq) <= end; seq += 1) {
      const object = log.object(seq);
      if (object?.kind !== kind || (key !== undefined && log.key(seq) !== key)) continue;
      const isGone = log.verb(seq) === 'delete';
      if (!isGone && object.metadata.resourceVersion <= after) continue;
      this.#now = log.at(seq);
      this.#position = seq + 1;
      this.#moment = undefined;
      return { type: isGone ? 'deleted' : 'changed', object };
    }
    this.goTo(end);
    return { type: 'timeout' };
  }
}
