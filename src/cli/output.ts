// Where the command line prints: answers to the standard output, everything else to the standard error. A value that
// is handed in, so that tests can read what was said.

export interface Output {
  /** A piece of the answer, as it is. */
  write(text: string): void;
  /** A line beside the answer. */
  error(line: string): void;
  /** Shows how far the work is, in place of what was shown before; an empty text takes it away. Only on a terminal. */
  progress?(text: string): void;
}

/** Goes back to the beginning of the line and clears it. */
const CLEAR_LINE = '\r\u001b[K';

/** The process's own output. */
export function processOutput(): Output {
  const isTerminal = process.stderr.isTTY === true && process.env.TERM !== 'dumb';
  return {
    write: (text) => {
      process.stdout.write(text);
    },
    error: (line) => {
      process.stderr.write(`${line}\n`);
    },
    ...(isTerminal ? { progress: (text) => void process.stderr.write(`${CLEAR_LINE}${text}`) } : {}),
  };
}
