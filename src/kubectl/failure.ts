// What kubectl says when something goes wrong: refusals of the API server and its own.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go, checkErr and StandardErrorMessage (v1.36).

import type { Refused } from '../cluster/request.ts';
import type { CommandProblem } from './command.ts';
import type { ExitCode, Session } from './program.ts';

/** A refusal of the API server, or a text of kubectl's own. */
export type Failure = Refused | string;

/** The lines on stderr, without the last newline. */
export function failureText(failure: Failure): string {
  if (typeof failure === 'string') return failure.startsWith('error: ') ? failure : `error: ${failure}`;
  const { reason, message } = failure;
  // Nobody was there to answer.
  if (reason === 'ServiceUnavailable') return message;
  if (reason !== 'Invalid') return `Error from server (${reason}): ${message}`;
  const [, kind = '', name = '', detail = ''] = /^(\S*) "(.*?)" is invalid: (.*)$/s.exec(message) ?? [];
  if (kind === '') return `The request is invalid: ${detail === '' ? message : detail}`;
  const head = `The ${kind.split('.')[0] ?? ''} "${name}" is invalid: `;
  return failure.causes === undefined
    ? `${head}${detail}`
    : [head, ...failure.causes.map((cause) => `* ${cause}`)].join('\n');
}

/** Prints failures; the exit status of a command that had them. */
export function fail(session: Session, ...failures: readonly Failure[]): ExitCode {
  for (const failure of failures) session.err(`${failureText(failure)}\n`);
  return failures.length === 0 ? 0 : 1;
}

/** A refusal with words of kubectl's in front, e.g. `error when creating "web.yaml": `. */
export function prefixed(prefix: string, refused: Refused): Refused {
  return refused.reason === 'Invalid' ? refused : { ...refused, message: `${prefix}${refused.message}` };
}

/** What kubectl prints of a command line that it cannot read, without the last newline. */
export function problemText({ message, isUsage }: CommandProblem, command: string): string {
  const isWhole = message.includes('error: ') || message.startsWith('Error from server');
  const text = isWhole ? message : `error: ${message}`;
  if (isUsage !== true) return text;
  const isFlag = /^unknown (?:shorthand )?flag|^flag needs an argument/.test(message);
  return isFlag
    ? `${text}\nSee 'kubectl ${command} --help' for usage.`
    : `${text}\nSee 'kubectl ${command} -h' for help and examples`;
}
