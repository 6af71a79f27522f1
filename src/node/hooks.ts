// The hooks of a container: commands or requests that the kubelet runs after its start and before its stop. How one
// ends is known when it begins, unless its container ends first: that ends commands and requests too. Mirrors
// pkg/kubelet/lifecycle/handlers.go (v1.36).

import { MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import type { Container, LifecycleHandler } from '../model/objects.ts';
import { podText } from './kube-events.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import type { PodWorker } from './pod-worker.ts';
import { questionOf, refused } from './probe-run.ts';
import type { RuntimeContainer } from './runtime.ts';

/** A hook that runs. */
export interface HookRun {
  /** When it ends by itself; undefined: it hangs. */
  readonly endsAt: Micros | undefined;
  /** Why it will have failed, as the waiting reason says it; undefined: it works. */
  readonly failure: string | undefined;
  /** What it will have failed with if its container ends before it; undefined: it goes on without it. */
  readonly cutFailure: string | undefined;
}

/** Begins a hook in a container, which may have ended already. */
export function beginHook(
  parts: KubeletParts,
  worker: PodWorker,
  spec: Container,
  container: RuntimeContainer | undefined,
  by: 'postStart' | 'preStop',
): HookRun {
  const { now } = parts.client;
  const handler = spec.lifecycle?.[by] ?? {};
  if (handler.sleep !== undefined) {
    const endsAt = plus(now, handler.sleep.seconds * MICROS_PER_SECOND);
    return { endsAt, failure: undefined, cutFailure: undefined };
  }
  const question = handler.tcpSocket === undefined ? questionOf(spec, handler, by) : undefined;
  if (question === undefined) return failed(now, 'Cannot run handler: invalid handler');
  const failure = (error: string, output: string): string => failureText(worker, spec, handler, error, output);
  const isExec = question.type === 'exec';
  const cutFailure = failure(isExec ? exitText(handler, KILLED) : 'EOF', '');
  const answer =
    container?.state === 'running' ? parts.runtime.answer(worker.uid, container, question, now) : undefined;
  if (answer === undefined) return failed(now, cutFailure);
  const { code, output = '', takesMicros = 0, hangs = false, isClosed = false } = answer.step;
  if (isClosed && !isExec) {
    const podIP = parts.runtime.pod(worker.uid)?.ip ?? parts.hostIP() ?? '';
    return failed(now, failure(refused(handler, question, podIP), ''));
  }
  const endsAt = hangs ? undefined : plus(now, takesMicros + CALL_MICROS);
  // Whatever status a server answers with, it has been told.
  const isBad = isExec && code !== 0;
  return { endsAt, failure: isBad ? failure(exitText(handler, code), output) : undefined, cutFailure };
}

const KILLED = 137;
/** Asking a container and hearing from it takes so long beside what the program does. */
const CALL_MICROS = 5_000;

function failed(now: Micros, failure: string): HookRun {
  return { endsAt: now, failure, cutFailure: failure };
}

function exitText({ exec }: LifecycleHandler, code: number): string {
  return `command '${(exec?.command ?? []).join(' ')}' exited with ${code}: `;
}

function failureText(
  { pod }: PodWorker,
  { name }: Container,
  { exec, httpGet }: LifecycleHandler,
  error: string,
  output: string,
): string {
  const where = `for Container "${name}" in Pod "${podText(pod)}" failed - error: ${error}`;
  if (exec === undefined) return `HTTP lifecycle hook (${httpGet?.path ?? ''}) ${where}`;
  return `Exec lifecycle hook ([${(exec.command ?? []).join(' ')}]) ${where}, message: ${JSON.stringify(output)}`;
}
