// Whoever types commands: an actor that carries out kubectl commands at their times. Each command is one root row;
// every request that it makes is caused by it. A refusal is a row, as a real kubectl would print it, and stops
// nothing else.

import { MICROS_PER_MILLI, type Micros, plus } from '../base/time.ts';
import type { Actor, ActorSpec, RootClient } from '../cluster/actor.ts';
import type { ApiRequest, Verdict } from '../cluster/request.ts';
import type { Seq, SourceLine } from '../log/row.ts';
import { type KubeObject, keyOf, type NewObject } from '../model/objects.ts';
import { matchesSelector } from '../model/selector.ts';
import type { KubectlCommand, Target } from './command.ts';
import { firstRequest, keyInNamespace, manifestTask, nextRequest, type Task, type TaskContext } from './task.ts';

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

/** Objects that are there from the start: created one after another, without the time that kubectl takes to start. */
interface Creation {
  readonly verb: 'create';
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

interface Running {
  readonly seq: Seq;
  /** What is still to be done; the first is being worked on. */
  readonly queue: readonly (Task | NewObject)[];
  /** Requests already answered for the first of the queue. */
  readonly step: number;
}

class User implements Actor {
  readonly #client: RootClient;
  readonly #options: UserOptions;
  readonly #running = new Map<number, Running>();

  constructor(client: RootClient, options: UserOptions) {
    this.#client = client;
    this.#options = options;
  }

  start(): void {
    for (const kind of watchedKinds(this.#options.errands)) this.#client.watch(kind);
    this.#options.errands.forEach(({ at }, index) => {
      this.#client.setTimer(at, 'errand', 'do', index);
    });
  }

  onTimer(_key: string, name: string, index: number): void {
    const errand = this.#options.errands[index];
    if (errand === undefined) return;
    const { work, text, source } = errand;
    if (name === 'do') {
      const seq = this.#client.appendRoot({ type: 'action', text, source });
      this.#running.set(index, { seq, queue: [], step: 0 });
      if (work.verb !== 'create') {
        this.#client.setTimer(plus(this.#client.now, START_MICROS), 'errand', 'start', index);
        return;
      }
    }
    const running = this.#running.get(index);
    if (running === undefined) return;
    const queue = work.verb === 'create' ? work.objects : this.#tasks(work, running.seq);
    this.#continue(index, { ...running, queue });
  }

  onAnswer(tag: string, verdict: Verdict): void {
    const index = Number(tag);
    const running = this.#running.get(index);
    const current = running?.queue[0];
    if (running === undefined || current === undefined) return;
    const rest = { ...running, queue: running.queue.slice(1), step: 0 };
    if (!('command' in current) || running.step > 0) {
      this.#continue(index, rest);
      return;
    }
    const next = nextRequest(current, verdict, this.#context());
    if (next.type === 'request') {
      this.#running.set(index, { ...running, step: 1 });
      this.#send(index, running.seq, next.request);
      return;
    }
    if (next.type === 'refused') this.#refuse(running.seq, current, next.message);
    else if (!verdict.ok && current.command.verb !== 'delete') this.#refuse(running.seq, current, verdict);
    this.#continue(index, rest);
  }

  #continue(index: number, running: Running): void {
    const [current] = running.queue;
    if (current === undefined) {
      this.#running.delete(index);
      return;
    }
    this.#running.set(index, running);
    const request: ApiRequest =
      'command' in current ? firstRequest(current) : { verb: 'create', kind: current.kind, object: current };
    this.#send(index, running.seq, request);
  }

  #send(index: number, seq: Seq, request: ApiRequest): void {
    this.#client.request(String(index), request, { seq });
  }

  #context(): TaskContext {
    const { now, view } = this.#client;
    return {
      epochMicros: this.#options.startsAtEpochMicros + now,
      replicaSetsOf: (deployment) => view.controlledBy('ReplicaSet', deployment.metadata.uid),
    };
  }

  /** Reads are not logged where they are refused: the user's are, because the user sees them. */
  #refuse(seq: Seq, { command, kind, key }: Task, why: string | Extract<Verdict, { readonly ok: false }>): void {
    const refusal = typeof why === 'string' ? { code: 0, reason: 'Client', message: why } : why;
    const { code, reason, message } = refusal;
    this.#client.append({ type: 'refused', verb: command.verb, kind, key, code, reason, message }, { seq });
  }

  #tasks(command: KubectlCommand, seq: Seq): readonly Task[] {
    if (command.verb === 'apply') return command.objects.map((object) => manifestTask(command, object));
    const fromFiles = command.verb === 'delete' ? command.objects.map((object) => manifestTask(command, object)) : [];
    return [...fromFiles, ...command.targets.flatMap((target) => this.#targetTasks(command, target, seq))];
  }

  #targetTasks(command: KubectlCommand, target: Target, seq: Seq): readonly Task[] {
    const { kind, isNamespaced } = target.resource;
    if (target.by === 'name') {
      return [{ command, kind, key: keyInNamespace(isNamespaced, command.namespace, target.name) }];
    }
    const { view } = this.#client;
    const all: readonly KubeObject[] = isNamespaced ? view.inNamespace(kind, command.namespace) : view.list(kind);
    const chosen = all.filter(
      ({ metadata }) => target.by === 'all' || matchesSelector(target.selector, metadata.labels),
    );
    if (chosen.length === 0) this.#refuse(seq, { command, kind, key: '' }, 'No resources found');
    return chosen.map((object) => ({ command, kind, key: keyOf(object) }));
  }
}

/** Kinds that some command lists: named objects are read live, lists come from a watch. */
function watchedKinds(errands: readonly Errand[]): readonly string[] {
  const kinds = new Set<string>();
  for (const { work } of errands) {
    if (work.verb === 'create' || work.verb === 'apply') continue;
    for (const target of work.targets) if (target.by !== 'name') kinds.add(target.resource.kind);
    if (work.verb === 'rollout undo') kinds.add('ReplicaSet');
  }
  return [...kinds];
}
