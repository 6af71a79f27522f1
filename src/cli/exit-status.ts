// The exit statuses, which scripts rely on: the same meaning for every command.
// They are part of the interface: `--help` names them, tests hold on to them.

/** Exit statuses of the command line. */
export const EXIT = {
  fine: 0,
  /** A negative answer: an expectation failed, a name was not found. */
  negative: 1,
  /** Bad input or usage. */
  badInput: 2,
  /** A broken invariant: a defect of the program. */
  internal: 3,
  /** A limit was hit. */
  limit: 4,
  interrupted: 130,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** For `--help`. */
export const EXIT_HELP = `
Exit status: 0 fine, 1 negative answer, 2 bad input or usage, 3 internal error, 4 a limit was hit, 130 interrupted.`;
