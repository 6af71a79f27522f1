// What a program answers to a probe or a hook: a function of the time since its container's start. Besides the answer
// it says until when it stays the same, so that a probe that keeps succeeding needs no timer.

import { type Micros, plus } from '../base/time.ts';
import type { Answer, Question } from './runtime.ts';
import type { AnswerStep, ContainerScript } from './script.ts';

const WORKS: AnswerStep = { code: 0 };
const EXEC_OK: readonly AnswerStep[] = [WORKS];
const CLOSED: readonly AnswerStep[] = [{ code: 1, isClosed: true }];

/** The answer at `at` of a container that started at `startedAt` for the `run`-th time (from 0). */
export function answerOf(
  script: ContainerScript,
  question: Question,
  startedAt: Micros,
  run: number,
  at: Micros,
): Answer {
  const elapsed = at - startedAt;
  for (const step of stepsFor(script, question)) {
    if (step.run !== undefined && step.run !== run) continue;
    if (step.untilMicros === undefined) return { step, until: undefined };
    if (elapsed < step.untilMicros) return { step, until: plus(startedAt, step.untilMicros) };
  }
  return { step: { code: question.type === 'exec' ? 0 : 200 }, until: undefined };
}

function stepsFor(script: ContainerScript, question: Question): readonly AnswerStep[] {
  switch (question.type) {
    case 'exec':
      return script.exec?.[question.command[0] ?? ''] ?? unnamed(script, question) ?? EXEC_OK;
    case 'http':
      return script.http?.[`${question.port}${question.path}`] ?? unnamed(script, question) ?? CLOSED;
    case 'tcp':
      return tcpSteps(script, question);
    case 'grpc':
      return unnamed(script, question) ?? CLOSED;
  }
}

/** Answers to what the script does not name. */
function unnamed(script: ContainerScript, { by }: Question): readonly AnswerStep[] | undefined {
  if (by === 'postStart' || by === 'preStop') return [script.hooks?.[by] ?? WORKS];
  return script.probes?.[by] ?? script.otherwise;
}

/** A scripted answer to HTTP opens its port. */
function tcpSteps(script: ContainerScript, question: Extract<Question, { type: 'tcp' }>): readonly AnswerStep[] {
  const isOpen = Object.keys(script.http ?? {}).some((name) => name.startsWith(`${question.port}/`));
  return isOpen ? EXEC_OK : (unnamed(script, question) ?? CLOSED);
}
