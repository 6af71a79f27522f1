// What the programs in a pod's containers do: when they exit, how they take TERM, what they answer to probes. One type
// for the behaviours of a scenario and for the scripts of the recorded kubelet. It is data alone: answers are
// functions of the time since the container's start, so that whoever asks twice hears the same.

import { MICROS_PER_MILLI, MICROS_PER_SECOND } from '../base/time.ts';
import type { Container, Pod } from '../model/objects.ts';
import { isSidecar } from '../model/pod-containers.ts';

/** One call of the container runtime: how long it takes longer than usual, and whether it fails. */
export interface CallStep {
  readonly takesMicros?: number;
  /** The runtime's error, a gRPC code in front where there is one: `NotFound: no such image`. */
  readonly error?: string;
}

/** What a probe or a hook gets as its answer, up to `untilMicros` after the container's start (absent: for ever). */
export interface AnswerStep {
  readonly untilMicros?: number;
  /** Only in this life (restart count) of the container. */
  readonly run?: number;
  /** Exit code of a command, or status of HTTP. */
  readonly code: number;
  readonly output?: string;
  readonly takesMicros?: number;
  readonly hangs?: boolean;
  /** Nothing listens: connections are refused, and commands exit with 1. */
  readonly isClosed?: boolean;
}

/** The sorts of probes. */
export type ProbeSort = 'readiness' | 'liveness' | 'startup';

/** Memory in use up to `untilMicros` after the container's start (absent: for ever). */
export interface MemoryStep {
  readonly bytes: number;
  readonly untilMicros?: number;
}

/** One life of a container, from start to exit. Without `exitAfterMicros` it runs until it is stopped. */
export interface Life {
  readonly exitAfterMicros?: number;
  readonly exitCode?: number;
  readonly reason?: string;
  /** Termination message. */
  readonly message?: string;
}

/** What the process does on TERM. */
interface TermReaction {
  readonly isIgnored?: boolean;
  readonly exitAfterMicros?: number;
  readonly exitCode?: number;
}

export interface ContainerScript {
  /** The n-th CreateContainer and StartContainer; the last step repeats. */
  readonly create?: readonly CallStep[];
  readonly start?: readonly CallStep[];
  /** By restart count; the last one repeats. None: runs until stopped. */
  readonly lives?: readonly Life[];
  readonly onTerm?: TermReaction;
  /** Answers to commands, by their first word. */
  readonly exec?: { readonly [word: string]: readonly AnswerStep[] };
  /** Answers to HTTP, by `PORT/PATH`; they also open the port. */
  readonly http?: { readonly [portAndPath: string]: readonly AnswerStep[] };
  /** Answers to probes of one sort where neither command nor path has answers of its own. */
  readonly probes?: { readonly [sort in ProbeSort]?: readonly AnswerStep[] | undefined };
  /** Answers to whatever is not named above. Without them commands succeed and ports are closed. */
  readonly otherwise?: readonly AnswerStep[];
  /** Answers to hooks where neither command nor path has answers of its own. Without one a hook works at once. */
  readonly hooks?: { readonly postStart?: AnswerStep | undefined; readonly preStop?: AnswerStep | undefined };
  /** Memory in use since the start of each life, in steps; none: little. */
  readonly memory?: readonly MemoryStep[];
}

export interface ImageScript {
  readonly isPresent?: boolean;
  readonly sizeBytes?: number;
  /** The n-th pull on a node; the last step repeats. */
  readonly pulls?: readonly CallStep[];
}

export interface PodScript {
  /** The n-th RunPodSandbox; the last step repeats. */
  readonly sandbox?: readonly CallStep[];
  readonly containers?: { readonly [name: string]: ContainerScript };
  readonly images?: { readonly [image: string]: ImageScript };
}

/** A server: ready 1 s after its start, probes succeed from then on, exits with 0 half a second after TERM. */
const SERVER_SCRIPT: ContainerScript = {
  onTerm: { exitAfterMicros: 500 * MICROS_PER_MILLI, exitCode: 0 },
  otherwise: [{ untilMicros: MICROS_PER_SECOND, code: 1, isClosed: true }, { code: 0 }],
};

/** A task, as a Job's container: exits with 0 after 30 s. */
const TASK_SCRIPT: ContainerScript = {
  ...SERVER_SCRIPT,
  lives: [{ exitAfterMicros: 30 * MICROS_PER_SECOND, exitCode: 0 }],
};

/** An init container: exits with 0 after 1 s. */
const INIT_SCRIPT: ContainerScript = {
  ...SERVER_SCRIPT,
  lives: [{ exitAfterMicros: MICROS_PER_SECOND, exitCode: 0 }],
};

const NO_SCRIPT: ContainerScript = {};

/**
 * The script of pods of which nothing is said: tasks where the restart policy is Never or OnFailure, else servers. Init
 * containers end soon, sidecars are servers.
 */
export function defaultScript({ spec }: Pod): PodScript {
  const { containers, initContainers = [], ephemeralContainers = [] } = spec;
  const isTask = ({ restartPolicy = spec.restartPolicy }: Container): boolean =>
    restartPolicy === 'Never' || restartPolicy === 'OnFailure';
  return {
    containers: Object.fromEntries([
      ...containers.map((container) => [container.name, isTask(container) ? TASK_SCRIPT : SERVER_SCRIPT]),
      ...initContainers.map((container) => [container.name, isSidecar(container) ? SERVER_SCRIPT : INIT_SCRIPT]),
      ...ephemeralContainers.map(({ name }) => [name, SERVER_SCRIPT]),
    ]),
  };
}

/** The script of one container of a pod. */
export function containerScript(script: PodScript, container: string): ContainerScript {
  return script.containers?.[container] ?? NO_SCRIPT;
}

/** The n-th step of a list whose last one repeats. */
export function stepAt<T>(steps: readonly T[] | undefined, n: number): T | undefined {
  return steps?.[Math.min(n, steps.length - 1)];
}
