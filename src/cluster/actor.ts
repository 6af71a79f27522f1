// The contracts between the API server's side and whoever acts: views, watches, clients, actors, controllers, and the
// world that can be broken. Actors meet only in the API server; they get everything else they need through these
// interfaces, so that a test can exchange any of them (a scripted kubelet, a fake load).

import type { Stream } from '../base/random.ts';
import type { Micros } from '../base/time.ts';
import type { ActionRow, Cause, DecisionRow, FactRow, FaultRow, MeasurementRow, OutputRow, Seq } from '../log/row.ts';
import type { KubeObject, ObjectOf } from '../model/objects.ts';
import type { ApiRequest, EventRequest, Request, Verdict } from './request.ts';

/**
 * What a component can see of the cluster: read only, as its watches have delivered it. Objects are frozen and shared.
 * Lists are in the order in which the objects were created.
 */
export interface View {
  get<K extends string>(kind: K, key: string): ObjectOf<K> | undefined;
  list<K extends string>(kind: K): readonly ObjectOf<K>[];
  inNamespace<K extends string>(kind: K, namespace: string): readonly ObjectOf<K>[];
  /** Objects whose controller owner reference has this uid; an empty uid finds those without a controller. */
  controlledBy<K extends string>(kind: K, ownerUid: string): readonly ObjectOf<K>[];
  /** Pods whose spec.nodeName is this node. */
  onNode(nodeName: string): readonly ObjectOf<'Pod'>[];
  /** Newest revision delivered of a kind. */
  revision(kind: string): number;
  /** Length of the log of which all kinds together show the newest row, deletions that a list leaves out among them. */
  logLength(): Seq;
}

/** One delivery of a watch. `old` is the version that this watcher saw before. */
export interface Change<T extends KubeObject = KubeObject> {
  readonly type: 'added' | 'modified' | 'deleted';
  readonly kind: string;
  readonly key: string;
  readonly object: T;
  readonly old: T | undefined;
  /** The row that is delivered; for objects found by a list, the row of their newest version. */
  readonly seq: Seq;
  /** True for objects found by the first list of a component that has just started. */
  readonly isInitial: boolean;
}

/**
 * An actor's connection to the cluster. All times are simulated. An answer comes to `Actor.onAnswer` with the same
 * tag, after the modelled latency and the client's rate limit.
 */
export interface Client {
  readonly now: Micros;
  readonly view: View;
  /** The actor's own random stream. */
  readonly random: Stream;
  /** Draw number k of a named lazy process: uint32, no state. */
  randomAt(name: string, k: number): number;
  /**
   * Starts (once) a watch of a kind; pods may be restricted to a node, nodes to the one of that name. The first list
   * comes as `added` changes.
   */
  watch(kind: string, selector?: { readonly nodeName?: string }): void;
  request(tag: string, request: ApiRequest, cause: Cause): void;
  /** Hands a KubeEvent to the actor's recorder. Never answered. */
  record(event: EventRequest, cause: Cause): void;
  /** Pending at most once per (key, name, n): setting it again replaces it. */
  setTimer(at: Micros, key: string, name: string, n?: number): void;
  cancelTimer(key: string, name: string, n?: number): void;
  /** Appends a row that is not an API write. Returns its sequence number, to be used as a cause. */
  append(what: FactRow | DecisionRow | MeasurementRow, cause: Cause): Seq;
  /** Wall clock, cut to whole seconds as the API stores times; still Micros since the run's start. */
  apiTime(at: Micros): Micros;
}

/** The client of whoever may begin a chain of causes: the chaos actor and the user. Every component's client is one. */
export interface RootClient extends Client {
  append(what: FactRow | DecisionRow | MeasurementRow | FaultRow | OutputRow, cause: Cause): Seq;
  /** Appends a row without a cause: a line of the scenario. */
  appendRoot(what: FaultRow | ActionRow): Seq;
}

/** Whoever acts. Its memory dies with its component: a restart makes a new one. */
export interface Actor {
  /** Called once when the component starts; opens watches, sets first timers. `cause` is the row of the start. */
  start(cause: Cause): void;
  onChange?(change: Change): void;
  onTimer?(key: string, name: string, n: number): void;
  onAnswer?(tag: string, verdict: Verdict): void;
}

/** Makes an actor for a client. Called at each start of its component. */
export type ActorFactory = (client: Client) => Actor;

/** Name, rank among the actors of one instant, limits: how an actor is wired into its component. */
export interface ActorSpec {
  /** The actor's name in rows: `replicaset-controller`, `default-scheduler`, `kubelet`. */
  readonly name: string;
  /** Requests a second and burst of its client; KubeEvents use `events`, or share the first where absent. */
  readonly limits?: { readonly qps: number; readonly burst: number };
  readonly eventLimits?: { readonly qps: number; readonly burst: number };
  /** Host in the source of its KubeEvents (kubelets). */
  readonly host?: string;
  /** Source of its KubeEvents, where that is not its name. */
  readonly eventSource?: string;
  /** Which client writes its KubeEvents: core events, or events.k8s.io (the scheduler). */
  readonly eventsApi?: 'core' | 'events.k8s.io';
  readonly create: ActorFactory;
}

// ---- controllers ----

/** What a reconcile sees: the component's view, and whether its own last writes for this key have been delivered. */
export interface ReconcileView extends View {
  /** When this life of the controller began: its passes count from there. */
  readonly startedAt: Micros;
  /**
   * False while the newest successful write of this kind for this key has not been delivered (upstream:
   * expectations).
   */
  caughtUp(kind: string): boolean;
}

export interface Requeue {
  /** Counted from the reconcile's `now`, however long its batches take. */
  readonly afterMicros: number;
  /** Name of the timer for the causes of what it starts, e.g. `minReadySeconds`. */
  readonly timer: string;
  /**
   * What should count as its cause, if not the reconcile's last row: a row (a heartbeat that stopped), or an object:
   * the first row that this reconcile writes of it, else its row as the controller sees it. `cause`: what queued this
   * reconcile, for one that comes again and again whatever it does.
   */
  readonly setBy?: Seq | { readonly kind: string; readonly key: string } | 'cause';
}

export interface Reconciled {
  /** Batches run one after another, the requests of one batch in parallel; a refusal drops the later batches. */
  readonly batches: readonly (readonly Request[])[];
  /** What was measured and makes all that is asked for: a row between that and the reconcile's own cause. */
  readonly measured?: MeasurementRow;
  readonly requeue?: Requeue;
  /**
   * True where the key has to come back with back-off although nothing is refused (a cache that lags, a missing
   * node).
   */
  readonly hasFailed?: boolean;
}

/**
 * A level-based controller, as a value: it never sees which change woke it, and performs nothing itself. Its host
 * queues keys, calls `reconcile` when a worker is free, performs the batches, then calls `settle` (also after a
 * failure) whose requests (status writes) are performed as one more batch. A refused request re-queues the key with
 * Kubernetes' back-off.
 */
export interface Controller<Memory = unknown> {
  readonly name: string;
  /** Source of its KubeEvents, where that is not its name. */
  readonly eventSource?: string;
  /** Keys to queue for a change of each kind. `old` is undefined for an added object. */
  readonly watches: {
    readonly [kind: string]: (change: Change<never>, view: View) => readonly string[];
  };
  /** Keys to queue when the component has started (a controller that works by passes: `['pass']`). */
  readonly initialKeys?: readonly string[];
  /** Concurrent workers (facts 1.6); default 5. */
  readonly workers?: number;
  /** After so many failures in a row a key is dropped; default never. */
  readonly maxRetries?: number;
  /** Its back-off after failures; default 5 ms, doubled up to 1000 s. */
  readonly backoff?: { readonly baseMicros: number; readonly maxMicros: number };
  /** Kinds whose changes wake a key only after this time; what comes meanwhile is part of it. */
  readonly delaysMicros?: { readonly [kind: string]: number };
  /** Fresh memory of a key: plain data, changed in place by reconcile and settle alone, lost with the component. */
  memory(key: string): Memory;
  reconcile(key: string, view: ReconcileView, memory: Memory, now: Micros): Reconciled;
  settle?(
    key: string,
    verdicts: readonly (readonly (Verdict | undefined)[])[],
    view: ReconcileView,
    memory: Memory,
    now: Micros,
  ): readonly Request[];
}

// ---- heartbeats: a function of time, not rows ----

/** When nodes renewed their leases. Written by kubelets, read by the node lifecycle controller and by printers. */
export interface Heartbeats {
  /** The newest renewal at or before t, or undefined if there was none. */
  lastRenewal(node: string, t: Micros): Micros | undefined;
  /** The row that silenced the node, while it is silent. */
  silencedBy(node: string): Seq | undefined;
}

// ---- the world, as far as faults may break it ----

/**
 * What can be wrong with a node: no power, no kubelet, no way to the API server, no answer from its container runtime,
 * no network for its pods.
 */
export type NodeTrouble = 'crash' | 'kubelet-stop' | 'network-cut' | 'runtime-down' | 'pod-network-down';

/** What can be wrong with a registry: nothing comes, or everything takes so many times longer. */
export type RegistryTrouble = { readonly isDown: true } | { readonly factor: number };

/** The machines and processes behind the API objects. Implemented by what runs on nodes, driven by the chaos actor. */
export interface World {
  breakNode(node: string, trouble: NodeTrouble, cause: Cause): void;
  mendNode(node: string, trouble: NodeTrouble, cause: Cause): void;
  /** Whether a container of a pod (`namespace/name`; the first one if no name is given) really runs. */
  isRunning(pod: string, container: string | undefined): boolean;
  /** Ends a running container of a pod (`namespace/name`); false if it does not run. */
  exitContainer(
    pod: string,
    container: string | undefined,
    exit: { readonly code: number; readonly reason?: string },
    cause: Cause,
  ): boolean;
  /** Readiness probes of a container of a pod fail from now on, or find again what is true. */
  setUnready(pod: string, container: string | undefined, isUnready: boolean, cause: Cause): void;
  /** Pulls of this image fail from now on (`ErrImagePull`), or work again. */
  setImageMissing(image: string, isMissing: boolean, cause: Cause): void;
  /** Trouble of a registry by its host, or its end. Pulls under way are not touched. */
  setRegistry(host: string, trouble: RegistryTrouble | undefined): void;
  stopComponent(component: string, cause: Cause): void;
  startComponent(component: string, cause: Cause): void;
}
