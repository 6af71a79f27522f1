// Collects what a command prints.

import type { Output } from '../../src/cli/output.ts';

export interface FakeOutput extends Output {
  readonly written: () => string;
  readonly errors: () => readonly string[];
}

export function fakeOutput(): FakeOutput {
  let text = '';
  const lines: string[] = [];
  return {
    write: (piece) => {
      text += piece;
    },
    error: (line) => {
      lines.push(line);
    },
    written: () => text,
    errors: () => lines,
  };
}
