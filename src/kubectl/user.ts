// Whoever types commands: an actor that carries out kubectl commands at their times. Each command is one root row;
// every request that it makes is caused by it, and when it ends, what it printed is a row.

import { MICROS_PER_MILLI, type Micros, plus } from '../base/time.ts';
import type { Actor, ActorSpec, Change, RootClient } from '../cluster/actor.ts';
import type { Verdict } from '../cluster/request.ts';
import type { Seq, SourceLine } from '../log/row.ts';
import { keyOf, type NewObject } from '../model/objects.ts';
import type { KubectlCommand } from './command.ts';
import { ask, type Program, type Session, type Step, type WatchAnswer, type WatchStep } from './program.ts';
import { runCommand } from './run-command.ts';

/** The client's name, as in rows. */
const USER = 'kubectl';

/** From typing a command to its first request. */
const START_MICROS: number = 150 * MICROS_PER_MILLI;

/** A command at its time. */
export interface Errand {
  readonly at: Micros;
  /** As written, with the word kubectl. */
  readonly text: string;
  readonly source: SourceLine;
  readonly work: KubectlCommand | Creation;
}

/**
 * Objects that are there from the start: created one after another, without the time that kubectl takes to start. One
 * creation begins when the one before it among the errands is done.
 */
interface Creation {
  readonly verb: 'creation';
  readonly objects: readonly NewObject[];
}

/** What a run's user needs. `errands` are carried out at their times, one may overlap the next. */
export interface UserOptions {
  readonly errands: readonly Errand[];
  readonly startsAtEpochMicros: number;
}

/** The actor that runs commands; give it a component of its own. */
export function createUser(options: UserOptions): ActorSpec {
  return { name: USER, create: (client) => new User(client as RootClient, options) };
}

interface Feed {
  readonly kind: string;
  readonly changes: WatchAnswer[];
  /** The newest change of each object that it has not asked for so far: it may next. */
  readonly others: Map<string, WatchAnswer>;
}

/** A command under way. */
interface Running {
  readonly seq: Seq;
  readonly program: Program<number>;
  readonly printed: { readonly isError: boolean; readonly text: string }[];
  /** The kind that it watches, and what came since it last looked. */
  feed: Feed | undefined;
  /** The watch that it waits for. */
  waiting: WatchStep | undefined;
}

class User implements Actor {
  readonly #client: RootClient;
  readonly #options: UserOptions;
  readonly #running = new Map<number, Running>();
  readonly #watched = new Set<string>();

  constructor(client: RootClient, options: UserOptions) {
    this.#client = client;
    this.#options = options;
  }

  start(): void {
    const { errands } = this.#options;
    errands.forEach(({ at, work }, index) => {
      const before = errands[index - 1]?.work;
      const waits = work.verb === 'creation' && before?.verb === 'creation';
      if (!waits) this.#client.setTimer(at, 'errand', 'do', index);
    });
  }

  onTimer(_key: string, name: string, index: number): void {
    const errand = this.#options.errands[index];
    if (errand === undefined) return;
    if (name === 'do') {
      this.#begin(errand, index);
      return;
    }
    const running = this.#running.get(index);
    if (running === undefined) return;
    const isTimeout = name === 'patience' && running.waiting !== undefined;
    running.waiting = undefined;
    this.#continue(index, running, isTimeout ? { type: 'timeout' } : undefined);
  }

  onAnswer(tag: string, verdict: Verdict): void {
    const index = Number(tag);
    const running = this.#running.get(index);
    if (running !== undefined) this.#continue(index, running, verdict);
  }

  onChange({ kind, type, object }: Change): void {
    for (const [index, running] of this.#running) {
      if (running.feed?.kind !== kind) continue;
      running.feed.changes.push({ type: type === 'deleted' ? 'deleted' : 'changed', object });
      if (running.waiting !== undefined) this.#deliver(index, running, running.waiting);
    }
  }

  #begin({ work, text, source }: Errand, index: number): void {
    const seq = this.#client.appendRoot({ type: 'action', text, source });
    const printed: Running['printed'] = [];
    const { startsAtEpochMicros } = this.#options;
    const client = this.#client;
    const session: Session = {
      startsAtEpochMicros,
      get now() {
        return client.now;
      },
      out: (line) => printed.push({ isError: false, text: line }),
      err: (line) => printed.push({ isError: true, text: line }),
    };
    const isCreation = 'objects' in work;
    const program = isCreation ? createAll(work.objects) : runCommand(work, session);
    const running: Running = { seq, program, printed, feed: undefined, waiting: undefined };
    this.#running.set(index, running);
    if (isCreation) this.#continue(index, running, undefined);
    else this.#client.setTimer(plus(this.#client.now, START_MICROS), 'errand', 'start', index);
  }

  #continue(index: number, running: Running, answer: Verdict | WatchAnswer | undefined): void {
    const result = running.program.next(answer);
    if (result.done === true) this.#end(index, running, result.value);
    else this.#take(index, running, result.value);
  }

  #take(index: number, running: Running, step: Step): void {
    const { now } = this.#client;
    switch (step.type) {
      case 'request':
        this.#client.request(String(index), step.request, { seq: running.seq });
        return;
      case 'sleep':
        this.#client.setTimer(plus(now, Math.max(1, step.micros)), 'errand', 'wake', index);
        return;
      case 'watch':
        running.feed = this.#feedFor(running.feed, step);
        running.waiting = step;
        if (step.until !== undefined && step.until <= now) {
          this.#client.setTimer(plus(now, 1), 'errand', 'patience', index);
          return;
        }
        if (step.until !== undefined) this.#client.setTimer(step.until, 'errand', 'patience', index);
        this.#deliver(index, running, step);
    }
  }

  /** What comes of the kind, beginning with what has come of the object that is asked for now. */
  #feedFor(feed: Feed | undefined, { kind, key }: WatchStep): Feed {
    if (feed?.kind !== kind) return { kind, changes: this.#present(kind), others: new Map() };
    const missed = key === undefined ? undefined : feed.others.get(key);
    if (key === undefined || missed === undefined) return feed;
    feed.others.delete(key);
    feed.changes.unshift(missed);
    return feed;
  }

  /** What a watch that begins now finds. */
  #present(kind: string): WatchAnswer[] {
    if (!this.#watched.has(kind)) this.#client.watch(kind);
    this.#watched.add(kind);
    return this.#client.view.list(kind).map((object) => ({ type: 'changed', object }));
  }

  /** Hands over the next change that a waiting program wants. */
  #deliver(index: number, running: Running, { key, after }: WatchStep): void {
    const changes = running.feed?.changes ?? [];
    for (let change = changes.shift(); change !== undefined; change = changes.shift()) {
      if (change.type === 'timeout') continue;
      const { metadata } = change.object;
      const changed = keyOf(change.object);
      if (key !== undefined && changed !== key) {
        running.feed?.others.set(changed, change);
        continue;
      }
      if (change.type === 'changed' && metadata.resourceVersion <= after) continue;
      running.waiting = undefined;
      this.#client.cancelTimer('errand', 'patience', index);
      this.#continue(index, running, change);
      return;
    }
  }

  #end(index: number, { seq, printed }: Running, status: number): void {
    this.#running.delete(index);
    const text = (isError: boolean): string =>
      printed.flatMap((each) => (each.isError === isError ? [each.text] : [])).join('');
    if (printed.length > 0 || status !== 0) {
      this.#client.append({ type: 'output', status, out: text(false), err: text(true) }, { seq });
    }
    const { errands } = this.#options;
    const next = errands[index + 1];
    if (errands[index]?.work.verb === 'creation' && next?.work.verb === 'creation') this.#begin(next, index + 1);
  }
}

function* createAll(objects: readonly NewObject[]): Program<number> {
  for (const object of objects) yield* ask({ verb: 'create', kind: object.kind, object });
  return 0;
}
