// Where the command line prints: answers to the standard output, everything else to the standard error. A value that
// is handed in, so that tests can read what was said.

export interface Output {
  /** A piece of the answer, as it is. */
  write(text: string): void;
  /** A line beside the answer. */
  error(line: string): void;
}

/** The process's own output. */
export function processOutput(): Output {
  return {
    write: (text) => {
      process.stdout.write(text);
    },
    error: (line) => {
      process.stderr.write(`${line}\n`);
    },
  };
}
