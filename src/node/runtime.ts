// What the kubelet asks of a node's container runtime, and what it sees there: the CRI, cut down to what the model
// needs. Calls take simulated time: the kubelet asks how long (`Call`), waits, and then has the effect take place.
// What the runtime shows of a pod is an immutable record, replaced on each change, so that an observation is a
// reference.

import { MICROS_PER_MILLI, MICROS_PER_SECOND, type Micros } from '../base/time.ts';
import type { Cause, Seq } from '../log/row.ts';
import type { Pod } from '../model/objects.ts';
import type { RuntimeService } from './runtime-service.ts';
import type { AnswerStep, ProbeSort } from './script.ts';

/** How long a node's runtime takes, in microseconds. Scripts may add to it. */
export interface RuntimeLatency {
  readonly sandboxMicros: number;
  readonly createMicros: number;
  readonly startMicros: number;
  /** An image pull takes this and its size by the bandwidth. */
  readonly pullMicros: number;
  readonly pullBytesPerSecond: number;
  /** Size of an image of which nothing is said. */
  readonly imageBytes: number;
}

/** Medians of containerd on an ordinary node: 0.4 s a sandbox, 0.2 s a container, 50 MB/s from the registry. */
export const DEFAULT_RUNTIME_LATENCY: RuntimeLatency = {
  sandboxMicros: 400 * MICROS_PER_MILLI,
  createMicros: 100 * MICROS_PER_MILLI,
  startMicros: 100 * MICROS_PER_MILLI,
  pullMicros: MICROS_PER_SECOND,
  pullBytesPerSecond: 50_000_000,
  imageBytes: 100 * 1024 * 1024,
};

/**
 * A call to the runtime: how long it takes, and the error it then ends with (a gRPC code in front where there is one).
 */
export interface Call {
  readonly takesMicros: number;
  readonly error?: string | undefined;
}

export interface RuntimeContainer {
  readonly id: string;
  readonly name: string;
  /** Restart count. */
  readonly attempt: number;
  /** The sandbox in which it was created. */
  readonly sandboxAttempt: number;
  readonly image: string;
  readonly state: 'created' | 'running' | 'exited';
  readonly startedAt?: Micros;
  readonly finishedAt?: Micros;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly message?: string;
  /** The row of its newest change of state. */
  readonly seq: Seq;
}

interface RuntimeSandbox {
  readonly attempt: number;
  readonly isReady: boolean;
  readonly seq: Seq;
}

/** A pod as the runtime sees it at one moment. */
export interface RuntimePod {
  readonly uid: string;
  /** `namespace/name`. */
  readonly key: string;
  readonly ip: string | undefined;
  /** The newest one. */
  readonly sandbox: RuntimeSandbox | undefined;
  /** Newest first. */
  readonly containers: readonly RuntimeContainer[];
}

/** A pull that has been asked for: when it will run is known from the start. */
export interface Pull {
  readonly finishesAt: Micros;
  /** How long the pull itself takes, without waiting for others. */
  readonly takesMicros: number;
  readonly sizeBytes: number;
  readonly error?: string | undefined;
  /** The kubelet's own limit refused it: the registry was not asked. */
  readonly isRefused?: boolean;
}

/** The container runtime of one node. Effects happen at the time of the call. */
export interface Runtime {
  /** Whether it answers at all. What it has shown before a time without answers is all that the kubelet knows. */
  readonly service: RuntimeService;
  pod(uid: string): RuntimePod | undefined;
  pods(): Iterable<RuntimePod>;
  runSandbox(pod: Pod): Call;
  /** Returns the row of the fact. */
  sandboxStarted(pod: Pod, cause: Cause): Seq;
  stopSandbox(uid: string, cause: Cause): void;
  createContainer(pod: Pod, container: string, image: string, attempt: number): Call;
  containerCreated(pod: Pod, container: string, image: string, attempt: number): RuntimeContainer;
  startContainer(pod: Pod, id: string): Call;
  containerStarted(pod: Pod, id: string, cause: Cause): void;
  /** StartContainer has failed: the container ends before it has begun. */
  containerNotStarted(pod: Pod, id: string, cause: Cause): void;
  /** Sends TERM, and KILL when the grace is over. The exit is seen through `onExit`. */
  stopContainer(uid: string, id: string, graceSeconds: number, cause: Cause): void;
  removeContainer(uid: string, id: string): void;
  /** The restart count of the newest container of this name that ever was, from its log file. */
  lastAttempt(uid: string, container: string): number | undefined;
  /** Forgets a pod with all that is left of it. */
  removePod(uid: string): void;
  hasImage(pod: Pod, image: string): boolean;
  pullImage(pod: Pod, image: string): Pull;
  /** The end of a pull. Returns the row of the fact. */
  imagePulled(pod: Pod, image: string, pull: Pull, cause: Cause): Seq;
  /** What a running container answers to a probe's command or request at a time; `undefined`: nothing listens. */
  answer(uid: string, container: RuntimeContainer, question: Question, at: Micros): Answer | undefined;
  /** The kubelet's ear for exits; undefined takes it away. */
  onExit(listener: ((uid: string, id: string) => void) | undefined): void;
  /** The kubelet's ear for programs of a pod that answer otherwise from now on. */
  onOtherAnswers(listener: ((uid: string) => void) | undefined): void;
}

/** A probe's or hook's question, and who asks it. */
export type Question = { readonly by: ProbeSort | 'postStart' | 'preStop' } & (
  | { readonly type: 'exec'; readonly command: readonly string[] }
  | { readonly type: 'http'; readonly port: number; readonly path: string }
  | { readonly type: 'tcp'; readonly port: number }
  | { readonly type: 'grpc'; readonly port: number }
);

/** An answer, and until when it stays the same. */
export interface Answer {
  readonly step: AnswerStep;
  readonly until: Micros | undefined;
}
