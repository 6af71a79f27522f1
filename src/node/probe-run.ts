// One run of a probe: the question it asks (a hook asks the same way), and what the answer means. Mirrors pkg/probe/{exec,http,tcp} and
// pkg/kubelet/prober/prober.go (v1.36).

import { MICROS_PER_SECOND } from '../base/time.ts';
import type { Container, Probe, ProbeAction } from '../model/objects.ts';
import type { Verdict } from './probe-state.ts';
import type { Question } from './runtime.ts';
import type { AnswerStep } from './script.ts';

/** What is asked; undefined for kinds of probe that are not modelled. */
export function questionOf(container: Container, action: ProbeAction, by: Question['by']): Question | undefined {
  const { exec, httpGet, tcpSocket } = action;
  if (exec !== undefined) return { by, type: 'exec', command: exec.command ?? [] };
  if (httpGet !== undefined) {
    return { by, type: 'http', port: portOf(container, httpGet.port), path: httpGet.path ?? '/' };
  }
  return tcpSocket === undefined ? undefined : { by, type: 'tcp', port: portOf(container, tcpSocket.port) };
}

/** What an answer means; `podIP` is the address in the texts. */
export function judge(probe: Probe, question: Question, answer: AnswerStep, podIP: string): Verdict {
  const timeoutMicros = (probe.timeoutSeconds ?? 1) * MICROS_PER_SECOND;
  const { code, output = '', takesMicros = 0, hangs = false, isClosed = false } = answer;
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
  }
}
