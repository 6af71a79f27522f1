// The namespace controller: five seconds after a Namespace was deleted it deletes what is in it, pods first and all
// else when they are gone, and then lets the Namespace go. What stays because of finalizers is told in conditions and
// tried again.
// It asks the API server itself, since it has no informers for all the kinds there may be.
// Mirrors pkg/controller/namespace/namespace_controller.go and deletion/namespaced_resources_deleter.go (v1.36).

import { MICROS_PER_MILLI, MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import type { Actor, ActorSpec, Change, Client } from '../cluster/actor.ts';
import type { ApiRequest, Verdict } from '../cluster/request.ts';
import { Backoff } from '../kernel/backoff.ts';
import type { Cause, Seq } from '../log/row.ts';
import { kindInfo } from '../model/kinds.ts';
import type { KubeObject, Namespace, Pod } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { conditionsAfter, unexpectedText } from './namespace-conditions.ts';

const NAME = 'namespace-controller';
const FINALIZER = 'kubernetes';
const GRACE_MICROS: number = 5 * MICROS_PER_SECOND;
const GRACE_TIMER = 'namespace-deletion-grace-period';
/** Content is left: the pass is repeated. */
const RETRY_TIMER = 'namespace-content-remaining';
/** How long objects with finalizers are given. */
const FINALIZER_ESTIMATE_SECONDS = 15;

/** The actor's spec. `storedKinds` tells which kinds there are objects of: what discovery tells a real one. */
export function namespaceController(
  limits: { readonly qps: number; readonly burst: number },
  storedKinds: () => readonly string[],
): ActorSpec {
  return { name: NAME, limits, create: (client) => new NamespaceController(client, storedKinds) };
}

/** One pass over a namespace, from request to request. */
interface Pass {
  readonly cause: Cause;
  namespace: Namespace | undefined;
  /** What is being deleted. */
  kind: string;
  /** Kinds that follow. */
  readonly kinds: string[];
  readonly remaining: Map<string, readonly KubeObject[]>;
  readonly errors: string[];
  estimateSeconds: number;
}

class NamespaceController implements Actor {
  readonly #client: Client;
  readonly #storedKinds: () => readonly string[];
  readonly #backoff = new Backoff({ baseMicros: 5 * MICROS_PER_MILLI, maxMicros: 60 * MICROS_PER_SECOND });
  /** When the next pass of a namespace begins, and the row to blame. */
  readonly #due = new Map<string, { readonly at: Micros; readonly timer: string; readonly setBy: Seq }>();
  readonly #passes = new Map<string, Pass>();

  constructor(client: Client, storedKinds: () => readonly string[]) {
    this.#client = client;
    this.#storedKinds = storedKinds;
  }

  start(): void {
    this.#client.watch('Namespace');
  }

  onChange({ type, key, object, seq }: Change): void {
    if (type !== 'deleted' && object.metadata.deletionTimestamp !== undefined)
      this.#wake(key, GRACE_MICROS, GRACE_TIMER, seq);
  }

  /** The earlier of two wake-ups counts. */
  #wake(name: string, afterMicros: number, timer: string, setBy: Seq): void {
    const at = plus(this.#client.now, afterMicros);
    const due = this.#due.get(name);
    if (due !== undefined && due.at <= at) return;
    this.#due.set(name, { at, timer, setBy });
    this.#client.setTimer(at, name, 'pass');
  }

  onTimer(name: string): void {
    const due = this.#due.get(name);
    if (due === undefined) return;
    if (this.#passes.has(name)) {
      this.#client.setTimer(plus(this.#client.now, MICROS_PER_MILLI), name, 'pass');
      return;
    }
    this.#due.delete(name);
    const cause = { seq: due.setBy, via: { timer: due.timer, setBy: due.setBy } };
    const outcome = { remaining: new Map(), errors: [], estimateSeconds: 0 };
    const pass = { cause, namespace: undefined, kind: '', kinds: ['Pod'], ...outcome };
    this.#passes.set(name, pass);
    this.#ask(name, 'get', { verb: 'get', kind: 'Namespace', key: name }, cause);
  }

  #ask(name: string, step: string, request: ApiRequest, cause: Cause): void {
    this.#client.request(`${step}/${name}`, request, cause);
  }

  onAnswer(tag: string, verdict: Verdict): void {
    const slash = tag.indexOf('/');
    const [step, name] = [tag.slice(0, slash), tag.slice(slash + 1)];
    const pass = this.#passes.get(name);
    if (pass === undefined) return;
    switch (step) {
      case 'get':
        this.#begin(name, pass, verdict);
        return;
      case 'delete':
        if (verdict.ok) noteRemaining(pass, name, verdict.object, this.#client.now);
        this.#nextKind(name, pass);
        return;
      case 'status':
        this.#end(name, pass);
        return;
      default:
        this.#passes.delete(name);
    }
  }

  #begin(name: string, pass: Pass, verdict: Verdict): void {
    const namespace = verdict.ok ? (verdict.object as Namespace) : undefined;
    const isOver = namespace?.metadata.deletionTimestamp === undefined;
    if (namespace === undefined || isOver || !(namespace.spec.finalizers ?? []).includes(FINALIZER)) {
      this.#passes.delete(name);
      return;
    }
    pass.namespace = namespace;
    this.#nextKind(name, pass);
  }

  /** Deletes the next kind; after the pods all others, unless some pods are left. */
  #nextKind(name: string, pass: Pass): void {
    if (pass.kind === 'Pod' && !pass.remaining.has('Pod')) {
      pass.kinds.push(...this.#storedKinds().filter((kind) => kind !== 'Pod' && kindInfo(kind).isNamespaced));
    }
    const kind = pass.kinds.shift();
    if (kind === undefined) this.#tell(name, pass);
    else {
      pass.kind = kind;
      const request = { verb: 'deletecollection', kind, namespace: name, propagationPolicy: 'Background' } as const;
      this.#ask(name, 'delete', request, pass.cause);
    }
  }

  #tell(name: string, pass: Pass): void {
    const { namespace, errors } = pass;
    if (namespace === undefined) return;
    const remaining = pass.remaining.has('Pod') ? new Map<string, readonly KubeObject[]>() : pass.remaining;
    const before = namespace.status.conditions ?? [];
    const conditions = conditionsAfter(before, { remaining, errors }, this.#client.apiTime(this.#client.now));
    if (conditions === before) this.#end(name, pass);
    else {
      const object: Namespace = { ...namespace, status: { ...namespace.status, conditions } };
      const request = { verb: 'update', kind: 'Namespace', subresource: 'status', object } as const;
      this.#ask(name, 'status', request, pass.cause);
    }
  }

  #end(name: string, { namespace, cause, errors, estimateSeconds }: Pass): void {
    if (errors.length > 0) {
      this.#passes.delete(name);
      this.#wake(name, this.#backoff.next(name), RETRY_TIMER, cause.seq);
      return;
    }
    this.#backoff.forget(name);
    if (estimateSeconds > 0) {
      this.#passes.delete(name);
      this.#wake(name, (Math.floor(estimateSeconds / 2) + 1) * MICROS_PER_SECOND, RETRY_TIMER, cause.seq);
      return;
    }
    const finalizers = (namespace?.spec.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
    const patch = { spec: { finalizers } };
    const request = { verb: 'patch', kind: 'Namespace', key: name, patchType: 'merge', subresource: 'finalize', patch };
    this.#ask(name, 'finalize', request as ApiRequest, cause);
  }
}

/** What a deletion has left, how long that may take, and whether it should not be there at all. */
function noteRemaining(pass: Pass, name: string, list: KubeObject, now: Micros): void {
  const { items } = list as unknown as { readonly items: readonly KubeObject[] };
  const { kind } = pass;
  if (items.length === 0) return;
  pass.remaining.set(kind, items);
  const grace = kind === 'Pod' ? graceSeconds(items as readonly Pod[], pass.namespace, now) : 0;
  const isHeld = items.some(({ metadata }) => (metadata.finalizers ?? []).length > 0);
  const estimate = grace > 0 || !isHeld ? grace : FINALIZER_ESTIMATE_SECONDS;
  pass.estimateSeconds = Math.max(pass.estimateSeconds, estimate);
  if (estimate === 0) pass.errors.push(unexpectedText(name, kind));
}

/** The longest grace of these pods, unless the Namespace has been going for as long already. */
function graceSeconds(pods: readonly Pod[], namespace: Namespace | undefined, now: Micros): number {
  const graces = pods
    .filter(({ status }) => !isTerminalPhase(status.phase))
    .map(({ spec }) => spec.terminationGracePeriodSeconds ?? 0);
  const longest = Math.max(0, ...graces);
  const since = now - (namespace?.metadata.deletionTimestamp ?? now);
  return since >= longest * MICROS_PER_SECOND ? 0 : longest;
}
