// A command that has been read, carried out.
// Whoever runs the program answers its steps.

import type { KubectlCommand } from './command.ts';
import { commandOf } from './commands/registry.ts';
import { fail } from './failure.ts';
import type { ExitCode, Program, Session } from './program.ts';

/** The program of a command; it ends with the exit status. */
export function* runCommand(command: KubectlCommand, session: Session): Program<ExitCode> {
  const spec = commandOf(command.verb);
  if (spec === undefined) return fail(session, `unknown command "${command.verb}" for "kubectl"`);
  return yield* spec.run(command, session);
}
