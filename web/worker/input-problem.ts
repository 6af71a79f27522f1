// Problems of an input as they cross to the page: with the line that the command line would print, and the name that
// was probably meant by itself, so that it can be put in with a click.

import { formatProblem, type Problem } from '../../src/scenario/problem.ts';
import { fileProblem } from '../../src/scenario/source-document.ts';
import type { InputProblem } from '../protocol.ts';

export function inputProblem(problem: Problem): InputProblem {
  const { file, line, column, severity, message, found, allowed, note, hint } = problem;
  const meant = /^Did you mean (.+)\?$/.exec(hint)?.[1];
  const text = formatProblem(problem);
  return {
    ...{ file, line, column, severity, message, found, allowed, text },
    ...(note !== undefined && { note }),
    ...(meant !== undefined && { meant }),
  };
}

/** A problem of a file as a whole. */
export function problemOfFile(file: string, message: string): InputProblem {
  return inputProblem(fileProblem(file, message));
}
