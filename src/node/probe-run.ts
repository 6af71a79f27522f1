// One run of a probe: the question it asks (a hook asks the same way), and what the answer means. Mirrors
// pkg/probe/{exec,http,tcp,grpc} and pkg/kubelet/prober/prober.go (v1.36).

import { MICROS_PER_SECOND } from '../base/time.ts';
import type { Container, Probe, ProbeAction } from '../model/objects.ts';
import { goDuration } from './go-duration.ts';
import type { Verdict } from './probe-state.ts';
import type { Question } from './runtime.ts';
import type { AnswerStep } from './script.ts';

/** What is asked; undefined where an action is empty. */
export function questionOf(container: Container, action: ProbeAction, by: Question['by']): Question | undefined {
  const { exec, httpGet, tcpSocket, grpc } = action;
  if (exec !== undefined) return { by, type: 'exec', command: exec.command ?? [] };
  if (httpGet !== undefined) {
    return { by, type: 'http', port: portOf(container, httpGet.port), path: httpGet.path ?? '/' };
  }
  if (tcpSocket !== undefined) return { by, type: 'tcp', port: portOf(container, tcpSocket.port) };
  return grpc === undefined ? undefined : { by, type: 'grpc', port: grpc.port };
}

/** What an answer means; `podIP` is the address in the texts. */
export function judge(probe: Probe, question: Question, answer: AnswerStep, podIP: string): Verdict {
  const timeoutMicros = (probe.timeoutSeconds ?? 1) * MICROS_PER_SECOND;
  const { code, output = '', takesMicros = 0, hangs = false, isClosed = false } = answer;
  if (isClosed && question.type === 'grpc') {
    return { result: 'failure', output: unconnected(question, timeoutMicros, podIP), takesMicros: timeoutMicros };
  }
  if (isClosed && question.type !== 'exec') {
    return { result: 'failure', output: refused(probe, question, podIP), takesMicros: 0 };
  }
  if (hangs || takesMicros > timeoutMicros) {
    return { result: 'failure', output: timedOut(probe, question, podIP), takesMicros: timeoutMicros };
  }
  switch (question.type) {
    case 'exec':
      return { result: code === 0 ? 'success' : 'failure', output, takesMicros };
    case 'http': {
      const isGood = code === 0 || (code >= 200 && code < 400);
      if (isGood) return { result: 'success', output: '', takesMicros };
      return { result: 'failure', output: `HTTP probe failed with statuscode: ${code}`, takesMicros };
    }
    case 'tcp':
      return { result: 'success', output: '', takesMicros };
    case 'grpc':
      if (code === 0) return { result: 'success', output: 'service healthy', takesMicros };
      return { result: 'failure', output: 'service unhealthy (responded with "NOT_SERVING")', takesMicros };
  }
}

function portOf(container: Container, port: number | string): number {
  if (typeof port === 'number') return port;
  return container.ports?.find(({ name }) => name === port)?.containerPort ?? 0;
}

function urlOf({ httpGet }: ProbeAction, question: Question, podIP: string): string {
  if (question.type !== 'http') return '';
  const { scheme = 'HTTP', host = podIP } = httpGet ?? {};
  return `${scheme.toLowerCase()}://${host}:${question.port}${question.path}`;
}

/** How a connection that nobody accepts fails. */
export function refused(action: ProbeAction, question: Question, podIP: string): string {
  if (question.type === 'exec') return '';
  const dial = `dial tcp ${podIP}:${question.port}: connect: connection refused`;
  return question.type === 'tcp' ? dial : `Get "${urlOf(action, question, podIP)}": ${dial}`;
}

/** A gRPC client tries to connect until its time is over. */
function unconnected({ port }: Extract<Question, { type: 'grpc' }>, timeoutMicros: number, podIP: string): string {
  const within = goDuration(timeoutMicros);
  return `timeout: failed to connect service "${podIP}:${port}" within ${within}: context deadline exceeded`;
}

function timedOut(probe: Probe, question: Question, podIP: string): string {
  const seconds = probe.timeoutSeconds ?? 1;
  switch (question.type) {
    case 'exec':
      return `command timed out: ${JSON.stringify(question.command.join(' '))} timed out after ${seconds}s`;
    case 'http': {
      const why = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
      return `Get "${urlOf(probe, question, podIP)}": ${why}`;
    }
    case 'tcp':
      return `dial tcp ${podIP}:${question.port}: i/o timeout`;
    case 'grpc':
      return `timeout: health rpc did not complete within ${goDuration(seconds * MICROS_PER_SECOND)}`;
  }
}
